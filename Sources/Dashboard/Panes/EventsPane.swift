import RunState
import TerminalCells
import Wording

/// Pane 7: what happened, oldest first: the run's journal, the source's notices, and controls of this session that
/// the log does not have yet.
///
/// A sentence that is too long for its row goes on in an indented second one: the newest always, the others where
/// the pane has room.
struct EventsPane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(pane: .events, name: "events", rank: 3) { request, _ in
    // Lines that nothing has been said on would stay empty.
    PaneHeights(minimum: 3, comfortable: 5, large: max(5, min(8, 1 + min(request.events, 8))))
  }

  struct Line: Equatable {
    /// `now`: a control that waits for its answer.
    var step: String
    /// `12:40:51`; empty without a time.
    var time: String
    var text: String
    var role: ThemeRole
    var isAlarm: Bool
    /// Events folded when it happened; `nil` for a control that waits for its answer.
    var event: Int?
    /// Enter goes to its moment.
    var isSelected = false
    /// The text as it is drawn.
    var rows: [String] = []
    /// Of each row the characters that are searched for.
    var marks: [[Range<Int>]] = []
  }

  /// Where the columns of a pane are.
  struct Columns: Equatable {
    /// Cells of the longest step.
    var stepWidth: Int
    var hasTimes: Bool
    /// Cells of a row of text.
    var textWidth: Int

    init(_ lines: [Line], width: Int) {
      stepWidth = max(3, lines.map { $0.step.count }.max() ?? 0)
      hasTimes = width >= 100 && lines.contains { !$0.time.isEmpty }
      textWidth = max(1, width - stepWidth - (hasTimes ? 14 : 4))
    }
  }

  var title: String
  var detail: String
  var lines: [Line]
  var columns: Columns
  var emptyText: String?

  /// Cells by which a second row stands further right.
  static let indent = 2
  /// Rows of the newest line, and of others where there is room, at most.
  private static let mostRows = 3
  /// From this height on every line may have two rows.
  private static let roomyHeight = 6

  /// - Parameters:
  ///   - width: of the pane.
  ///   - height: lines below the title.
  init(_ model: DashboardModel, width: Int, height: Int) {
    let list = EventList(model)
    let height = max(0, height)
    let furthest = model.view.eventScroll > 0 ? Self.furthestScroll(list, width: width, height: height) : 0
    let scroll = min(max(0, model.view.eventScroll), furthest)
    var newest = list.lines(skipping: scroll, count: height)
    let cursor = model.view.eventCursor - scroll
    if model.isFocused(.events), newest.indices.contains(cursor) { newest[cursor].isSelected = true }
    columns = Columns(newest, width: width)
    lines = Self.fitted(newest, columns: columns, height: height).reversed()
    let search = model.view.searches[.events]
    if let search {
      for index in lines.indices { lines[index].mark(search.pattern) }
    }
    let isAll = scroll == 0 && lines.count == list.count
    let last =
      model.condition.standsStill ? "last \(lines.count) of \(formatCount(list.count))" : "following"
    let place = scroll > 0 ? "\(formatCount(scroll)) newer below" : isAll ? "" : last
    let kind = model.view.eventKind
    title = kind == .all ? "Events" : "Events: \(kind.rawValue)"
    let found = search.map { "\(model.eventCount) match \(printableText($0.pattern.text, limit: 40))" }
    detail = [found ?? (kind == .all ? "" : model.eventCount), place].filter { !$0.isEmpty }
      .joined(separator: " · ")
    emptyText = list.count == 0 ? Self.emptyText(model) : nil
  }

  /// Why there is no line.
  private static func emptyText(_ model: DashboardModel) -> String {
    if let search = model.view.searches[.events], !search.showsAll {
      let whose = model.view.eventKind == .all ? "No event" : "None of the \(model.view.eventKind.rawValue)"
      if model.isSearching { return "Looking through the events …" }
      return "\(whose) matches \(printableText(search.pattern.text, limit: 60)). Esc shows all."
    }
    if model.view.eventKind != .all, model.run.journal.count + model.feed.notices.count > 0 {
      return "No \(model.view.eventKind.rawValue) so far. d shows another kind."
    }
    return "Nothing has happened yet."
  }

  /// The scroll at which the oldest line stands at the top.
  static func furthestScroll(_ model: DashboardModel, width: Int, height: Int) -> Int {
    furthestScroll(EventList(model), width: width, height: height)
  }

  private static func furthestScroll(_ list: EventList, width: Int, height: Int) -> Int {
    let height = max(1, height)
    let oldest = list.lines(skipping: max(0, list.count - height), count: height)
    let columns = Columns(oldest, width: width)
    // As many of the oldest as fit with all the rows that they may have.
    let rows = oldest.map { wrapped($0, columns).count }
    let most = mostRows(height)
    var older = 0
    var fitting = 0
    for count in rows.reversed() {
      guard older + min(count, mostRows) <= height else { break }
      older += min(count, most)
      fitting += 1
    }
    return max(0, list.count - max(1, fitting))
  }

  /// Rows of a line that is not the newest.
  private static func mostRows(_ height: Int) -> Int { height >= roomyHeight ? 2 : 1 }

  /// Cuts lines (newest first) into rows until the height is used up.
  private static func fitted(_ newest: [Line], columns: Columns, height: Int) -> [Line] {
    var lines: [Line] = []
    var all: [[String]] = []
    var room = height
    for (index, line) in newest.enumerated() where room > 0 {
      let rows = wrapped(line, columns)
      let most = index == 0 ? mostRows : mostRows(height)
      var fitting = line
      fitting.rows = Array(rows.prefix(min(most, room)))
      room -= fitting.rows.count
      lines.append(fitting)
      all.append(rows)
    }
    // What is left goes to those that are still cut, from the newest back.
    for index in lines.indices where room > 0 {
      let more = min(room, min(all[index].count, mostRows) - lines[index].rows.count)
      if more <= 0 { continue }
      lines[index].rows = Array(all[index].prefix(lines[index].rows.count + more))
      room -= more
    }
    // A row that is not the text's last one says so.
    for index in lines.indices where lines[index].rows.count < all[index].count {
      let last = lines[index].rows.count - 1
      lines[index].rows[last] = all[index][last...].joined(separator: " ")
    }
    return lines
  }

  private static func wrapped(_ line: Line, _ columns: Columns) -> [String] {
    let sign = line.isAlarm ? 2 : 0
    if displayWidth(line.text) <= columns.textWidth - sign { return [line.text] }
    let rows = wrap(
      line.text, to: columns.textWidth - indent, first: max(1, columns.textWidth - sign))
    return rows.isEmpty ? [line.text] : rows
  }
}

extension EventsPane.Line {
  /// Marks in its rows what is searched for: what of the text stands in them, without the spaces at which it breaks.
  fileprivate mutating func mark(_ pattern: TextPattern) {
    var found = pattern.marks(in: text)[...]
    guard !found.isEmpty else { return }
    let characters = Array(text)
    var place = 0
    marks = rows.map { row in
      var marks: [Range<Int>] = []
      for (index, character) in row.enumerated() {
        while place < characters.count, characters[place] != character { place += 1 }
        while let mark = found.first, mark.upperBound <= place { found.removeFirst() }
        if let mark = found.first, mark.lowerBound <= place {
          let start = marks.last.map { $0.upperBound == index && mark.lowerBound < place } ?? false
          if start, let last = marks.popLast() {
            marks.append(last.lowerBound..<index + 1)
          } else {
            marks.append(index..<index + 1)
          }
        }
        place += 1
      }
      return marks
    }
  }
}

extension Pane {
  package static let events = Pane(digit: 7)
}
