import Wording

extension DashboardModel {
  /// A typed character goes to the field that has the cursor; where there is none it is not taken.
  mutating func insert(_ character: Character) {
    let text = printableText(String(character), limit: 16)
    guard !text.isEmpty else { return }
    editText { field in
      if field.count < Prompt.inputLimit { field += text }
    }
  }

  /// A pasted text enters the field that has the cursor, on one line; where there is none it is dropped, and said.
  mutating func paste(_ text: String) {
    status = nil
    let line = printableText(text, limit: Prompt.inputLimit).split(separator: " ").joined(separator: " ")
    let dropped = "the pasted text was ignored: its letters are not key presses"
    switch view.overlay {
    case .help:
      editText { $0 = String(($0 + line).prefix(Prompt.inputLimit)) }
    case .prompt(var prompt):
      switch prompt.purpose {
      case .goTo, .whatIf, .search:
        editText { $0 = String(($0 + line).prefix(Prompt.inputLimit)) }
        return
      case .control(var draft) where draft.field == .reason:
        draft.reason = String((draft.reason + line).prefix(Prompt.inputLimit))
        judge(&draft)
        prompt = Prompt(purpose: .control(draft))
      case .control(var draft):
        let isNumber = !line.isEmpty && line.allSatisfy { $0.isASCII && $0.isWholeNumber }
        if draft.field == .steps, isNumber { draft.steps = String((draft.steps + line).prefix(16)) }
        judge(&draft)
        prompt.purpose = .control(draft)
        prompt.error =
          draft.field == .scope
          ? dropped : isNumber ? nil : "the pasted text was ignored: steps takes digits only"
      case .suspend:
        view.overlay = nil
        status = StatusLine(dropped)
        return
      }
      view.overlay = .prompt(prompt)
    case .themePicker, nil:
      status = StatusLine(dropped)
    }
  }

  /// Changes the text of the field that has the cursor.
  mutating func editText(_ change: (inout String) -> Void) {
    switch view.overlay {
    case .help(var search, _):
      change(&search)
      view.overlay = .help(search: search, scroll: 0)
    case .prompt(var prompt):
      prompt.error = nil
      switch prompt.purpose {
      case .goTo, .whatIf: change(&prompt.input)
      case .search(let draft):
        change(&prompt.input)
        prompt.error = search(for: prompt.input, draft)
      case .control(var draft):
        switch draft.field {
        case .scope: return
        case .steps:
          change(&draft.steps)
          draft.steps = String(draft.steps.filter { $0.isASCII && $0.isWholeNumber }.prefix(16))
        case .reason: change(&draft.reason)
        }
        judge(&draft)
        prompt.purpose = .control(draft)
      case .suspend: return
      }
      view.overlay = .prompt(prompt)
    default: break
    }
  }
}
