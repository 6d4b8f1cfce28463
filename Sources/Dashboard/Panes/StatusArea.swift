import RunEvents
import RunState
import TerminalCells
import Wording

/// The lines above the hint line: what a prompt asks, or a sentence for the viewer.
struct StatusArea: Equatable {
  /// A named field of a form.
  struct Field: Equatable {
    var name: String
    var text: String
    var hasCursor: Bool
    /// Chosen with ← →, not typed.
    var isChoice: Bool
  }

  enum Line: Equatable {
    case sentence(String, ThemeRole)
    case form(String, [Field])
  }

  var lines: [Line]

  init(_ model: DashboardModel) {
    lines = []
    if case .prompt(let prompt) = model.view.overlay {
      lines = StatusArea.lines(prompt, model)
    } else if let status = model.status {
      lines = [.sentence(printableText(status.text, limit: 400), status.isError ? .error : .status)]
    }
    let size = model.size
    lines = lines.flatMap { Self.broken($0, width: size.width - 2, most: size.height < 20 ? 2 : 3) }
  }

  /// A sentence in as many lines as it takes; of more than `most` the last is cut where it is drawn.
  private static func broken(_ line: Line, width: Int, most: Int) -> [Line] {
    guard case .sentence(let text, let role) = line, displayWidth(text) > width else { return [line] }
    let parts = wrap(text, to: width)
    let kept = parts.prefix(most - 1) + [parts.dropFirst(most - 1).joined(separator: " ")]
    return kept.filter { !$0.isEmpty }.map { .sentence($0, role) }
  }

  private static func lines(_ prompt: Prompt, _ model: DashboardModel) -> [Line] {
    switch prompt.purpose {
    case .goTo: return typed(prompt, title: "Go to", help: GoToInput.accepted)
    case .search(let draft):
      return typed(prompt, title: "Find in \(draft.list.name)", help: model.searchHelp(prompt, draft))
    case .whatIf:
      return typed(
        prompt, title: "Settings",
        help: "name=value …, such as policy=random exploration=0; empty: as recorded")
    case .suspend:
      let question = "Data comes from a pipe, so suspending would stop the trainer too. Suspend?"
      return [.sentence(prompt.error.map { printableText($0, limit: 400) } ?? question, .warning)]
    case .control(let draft):
      let sentence: Line
      if let text = prompt.error ?? draft.warning {
        sentence = .sentence(
          printableText(model.controlPlace + text, limit: 400),
          draft.isRefused || prompt.error != nil ? .error : .warning)
      } else {
        sentence = .sentence(model.controlPlace + draft.sentence, .status)
      }
      var title = draft.action.word.uppercased()
      if let id = draft.rewardModel {
        let room = titleWidth(model.size.width - 2) - displayWidth(title) - 1
        let shown = model.run.arm(id).map { model.shownModelNames(width: room).names[$0] }
        title += " " + (shown ?? printableID(id))
      }
      return [sentence, .form(title, draft.fields.map { field(draft, $0) })]
    }
  }

  /// Cells that the title of a form may take of a line.
  private static func titleWidth(_ width: Int) -> Int { max(16, width / 2) }

  /// One field to type in; above it what is accepted, or why the last Enter was refused.
  private static func typed(_ prompt: Prompt, title: String, help: String) -> [Line] {
    let text = prompt.error.map { printableText($0, limit: 400) } ?? help
    let input = Field(
      name: "", text: printableText(prompt.input, limit: 400), hasCursor: true, isChoice: false)
    return [.sentence(text, prompt.error == nil ? .status : .error), .form(title, [input])]
  }

  private static func field(_ draft: ControlDraft, _ field: ControlDraft.Field) -> Field {
    let hasCursor = draft.field == field
    switch field {
    case .scope: return Field(name: "scope", text: draft.scopeName, hasCursor: hasCursor, isChoice: true)
    case .steps:
      let text = draft.steps.isEmpty && !hasCursor ? "any" : printableText(draft.steps, limit: 20)
      return Field(name: "steps", text: text, hasCursor: hasCursor, isChoice: false)
    case .reason:
      let text = draft.reason.isEmpty && !hasCursor ? "–" : printableText(draft.reason, limit: 400)
      return Field(name: "reason", text: text, hasCursor: hasCursor, isChoice: false)
    }
  }
}

extension StatusArea {
  func draw(into painter: inout Painter, rect: CellRect) {
    for (index, line) in lines.suffix(rect.height).enumerated() {
      let y = rect.y + index
      let row = CellRect(x: rect.x, y: y, width: rect.width, height: 1)
      painter.buffer.fill(row, style: painter.theme[.prompt])
      let right = rect.right - 1
      switch line {
      case .sentence(let text, let role):
        let style = painter.theme.on(.prompt, painter.theme[role])
        painter.buffer.write(text, x: rect.x + 1, y: y, width: right - rect.x - 1, style: style)
      case .form(let title, let fields):
        var x = rect.x + 1
        x += painter.write(title, x: x, y: y, width: Self.titleWidth(right - x), .prompt) + 2
        for field in fields where x < right {
          x = draw(field, into: &painter, x: x, y: y, right: right, isLast: field == fields.last)
        }
      }
    }
  }

  /// Draws one field and returns the cell after it. Of a text longer than its room the end shows, where the cursor is.
  private func draw(
    _ field: Field, into painter: inout Painter, x: Int, y: Int, right: Int, isLast: Bool
  ) -> Int {
    var x = x
    if !field.name.isEmpty {
      let role = painter.theme.on(.prompt, painter.theme[.hint])
      x += painter.buffer.write(field.name, x: x, y: y, width: right - x, style: role) + 1
    }
    guard x < right else { return x }
    var text = field.text
    if field.isChoice, field.hasCursor { text = painter.glyphs == .ascii ? "(\(text))" : "‹\(text)›" }
    if field.hasCursor, !field.isChoice { text += " " }
    let room = min(right - x, isLast ? right - x : 24)
    while displayWidth(text) > room, !text.isEmpty { text.removeFirst() }
    let style =
      field.hasCursor ? painter.theme[.input] : painter.theme[.prompt]
    x += painter.buffer.write(text, x: x, y: y, width: right - x, style: style)
    return x + 2
  }
}
