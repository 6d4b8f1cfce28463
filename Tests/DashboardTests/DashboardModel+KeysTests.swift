import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// One row of a session table: keys in, one line of what they left behind out.
struct KeyCase: CustomTestStringConvertible, Sendable {
  var keys: [KeyStroke]
  var shows: @Sendable (Shell) -> String
  var expected: String

  init(_ keys: [KeyStroke], _ expected: String, _ shows: @escaping @Sendable (Shell) -> String) {
    self.keys = keys
    self.expected = expected
    self.shows = shows
  }

  var testDescription: String { keys.map(\.label).joined(separator: " ") + " → " + expected }
}

extension KeyStroke: ExpressibleByUnicodeScalarLiteral {}
extension KeyStroke: ExpressibleByExtendedGraphemeClusterLiteral {
  public init(extendedGraphemeClusterLiteral value: Character) { self = .character(value) }
}

@Suite struct DashboardModelKeysTests {
  static let firstRow: @Sendable (Shell) -> String = { shell in
    shell.model.rowOrder.first.map { TestLog.ids[$0] } ?? ""
  }
  static let selected: @Sendable (Shell) -> String = { shell in
    shell.model.selectedArm.map { TestLog.ids[$0] } ?? "none"
  }
  static let place: @Sendable (Shell) -> String = { $0.place }
  static let effects: @Sendable (Shell) -> String = { shell in "\(shell.effects)" }
  static let sort: @Sendable (Shell) -> String = { shell in
    "\(shell.model.view.sort.column)" + (shell.model.view.sort.isReversed ? " reversed" : "")
  }
  static let panes: @Sendable (Shell) -> String = { shell in
    let view = shell.model.view
    return
      "\(view.focus.digit) hidden \(view.hidden.map(\.digit).sorted()) zoom \(view.zoomed.map { "\($0.digit)" } ?? "-")"
  }
  static let categories: @Sendable (Shell) -> String = { shell in
    let order = shell.model.categoryOrder
    let name = shell.model.run.categories[order[shell.model.selectedCategory(in: order)]].name
    return "\(name) \(shell.model.view.categoryMeasure)"
  }
  static let charts: @Sendable (Shell) -> String = { shell in
    let smoothing = shell.model.view.smoothing
    if case .frozen(let range) = shell.model.view.span {
      return "frozen(\(range.lowerBound)...\(range.upperBound)) \(smoothing)"
    }
    return "\(shell.model.view.span) \(smoothing)"
  }
  static let overlay: @Sendable (Shell) -> String = { shell in
    let theme = shell.model.view.themeName
    return "\(theme) " + (shell.model.view.overlay.map { "\($0)" } ?? "-")
  }

  /// On the usual log (steps 0…20 of six events, after a `run` line), sorted by the listed order.
  static let table: [KeyCase] = [
    KeyCase(["q"], "[Dashboard.Effect.quit]", effects),
    KeyCase([.control("c")], "[Dashboard.Effect.quit]", effects),
    KeyCase([":", .control("c")], "[Dashboard.Effect.quit]", effects),
    KeyCase([.escape], "[]", effects),
    KeyCase([.control("l")], "[Dashboard.Effect.repaint]", effects),
    KeyCase([.control("z")], "[Dashboard.Effect.suspend]", effects),

    KeyCase([], "alpha", selected),
    KeyCase(["j"], "beta", selected),
    KeyCase([.down, .down], "gamma", selected),
    KeyCase([.down, .down, .down, .down, "k"], "beta", selected),
    KeyCase([.up], "alpha", selected),
    KeyCase([.pageDown], "gamma", selected),
    KeyCase([.pageDown, .pageUp], "alpha", selected),
    KeyCase(["\\"], "gamma", firstRow),
    KeyCase(["\\"], "listed reversed", sort),
    KeyCase(["]"], "id", sort),
    KeyCase(["\\", "["], "reward", sort),

    KeyCase([.tab], "2 hidden [] zoom -", panes),
    KeyCase([.shiftTab], "8 hidden [] zoom -", panes),
    KeyCase(["4"], "4 hidden [] zoom -", panes),
    KeyCase(["4", "4"], "1 hidden [4] zoom -", panes),
    KeyCase(["4", "4", .tab, .tab], "3 hidden [4] zoom -", panes),
    KeyCase(["6", .tab], "5 hidden [] zoom -", panes),
    KeyCase(["6"], "code share", categories),
    KeyCase(["6", "d"], "code reward", categories),
    KeyCase(["6", "d", "d"], "code best", categories),
    KeyCase(["6", "d", "d", "d"], "code share", categories),
    KeyCase(["6", "j"], "math share", categories),
    KeyCase(["6", "j", "j", "j"], "math share", categories),
    KeyCase(["6", .pageDown, .pageUp], "code share", categories),
    KeyCase(["d"], "code share", categories),
    KeyCase(["4", "4", "4"], "4 hidden [] zoom -", panes),
    KeyCase(["1", "1"], "1 hidden [] zoom -", panes),
    KeyCase(["2", "z"], "2 hidden [] zoom 2", panes),
    KeyCase(["2", "z", "7"], "7 hidden [] zoom 7", panes),
    KeyCase(["2", "z", .tab], "3 hidden [] zoom 3", panes),
    KeyCase(["2", "z", "z"], "2 hidden [] zoom -", panes),
    KeyCase(["2", "z", .escape], "2 hidden [] zoom -", panes),
    KeyCase(["5", "5", "7", "z", "0"], "1 hidden [] zoom -", panes),

    KeyCase(["+"], "tail(10.0) none", charts),
    KeyCase(["+", "+", "+", "+"], "tail(4.0) none", charts),
    KeyCase(["=", "-"], "all none", charts),
    KeyCase(["-"], "all none", charts),
    KeyCase(["f"], "tail(500.0) none", charts),
    KeyCase(["f", "f"], "frozen(0.0...20.0) none", charts),
    KeyCase(["f", "f", "+"], "frozen(10.0...20.0) none", charts),
    KeyCase(["f", "f", "+", "-", "-"], "frozen(0.0...20.0) none", charts),
    KeyCase(["f", "f", "f"], "all none", charts),
    KeyCase(["s", "s"], "all more", charts),
    KeyCase(["s", "s", "s", "s", "s", "s", "S"], "all strong", charts),
    KeyCase(["S"], "all none", charts),

    KeyCase(["?"], "dark help(search: \"\", scroll: 0)", overlay),
    KeyCase(["?", "q", "u"], "dark help(search: \"qu\", scroll: 0)", overlay),
    KeyCase(["?", "q", .backspace, "z", .down], "dark help(search: \"z\", scroll: 1)", overlay),
    KeyCase(["?", .up], "dark help(search: \"\", scroll: 0)", overlay),
    KeyCase(["?", "a", .control("u")], "dark help(search: \"\", scroll: 0)", overlay),
    KeyCase(["?", .escape], "dark -", overlay),
    KeyCase(["T", .down], "light themePicker(index: 1, before: \"dark\")", overlay),
    KeyCase(["T", "j", "j", "j"], "light themePicker(index: 1, before: \"dark\")", overlay),
    KeyCase(["T", .down, .escape], "dark -", overlay),
    KeyCase(["T", .down, .enter], "light -", overlay),

    KeyCase([], "step 20 event 127 live", place),
    KeyCase([" "], "step 20 event 127 paused", place),
    KeyCase([" ", " "], "step 20 event 127 live", place),
    KeyCase(["h"], "step 19 event 121 paused", place),
    KeyCase([.left, .left, .right], "step 19 event 121 paused", place),
    KeyCase(["H"], "step 10 event 67 paused", place),
    KeyCase([.shiftLeft, "L", "l"], "step 20 event 127 paused", place),
    KeyCase(["H", "H", "H"], "step - event 1 paused", place),
    KeyCase([","], "step 20 event 126 paused", place),
    KeyCase([",", ",", "."], "step 20 event 126 paused", place),
    KeyCase([.home], "step - event 1 paused", place),
    KeyCase([.home, "l"], "step 0 event 7 paused", place),
    KeyCase([.home, "."], "step 0 event 2 paused", place),
    KeyCase([.home, .end], "step 20 event 127 live", place),
    KeyCase([":", "7", .enter], "step 7 event 49 paused", place),
    KeyCase([":", "7", .enter, ":", "1", "2", .enter], "step 12 event 79 paused", place),
    KeyCase([":", "7", .enter, ":", "+", "3", .enter], "step 10 event 67 paused", place),
    KeyCase([":", "5", "0", "%", .enter], "step 10 event 63 paused", place),
    KeyCase([":", "9", "9", .enter], "step 20 event 127 live", place),
  ]

  @Test(arguments: table) func aKeyDoesWhatTheTableSays(_ row: KeyCase) {
    var shell = Shell.settled(TestLog.usual())
    shell.model.view.sort.column = .listed
    shell.model.view.smoothing = .none
    shell.press(row.keys)
    #expect(row.shows(shell) == row.expected)
  }

  @Test func ctrlZFromAPipeAsksFirst() {
    var shell = Shell.settled(TestLog.usual())
    shell.model.session.readsStandardInput = true
    #expect(shell.press(.control("z")) == [])
    #expect(shell.press(.escape) == [])
    #expect(shell.model.view.overlay == nil)
    #expect(shell.press(.control("z"), .enter) == [.suspend])
  }

  @Test func theSelectionIsAModelAndNoPlace() {
    var shell = Shell.settled(TestLog.timed([TestLog.header()] + TestLog.steps(0...5, hasContexts: true)))
    shell.tick(1)
    let first = shell.model.rowOrder.first.map { TestLog.ids[$0] }
    #expect(shell.model.view.selected == first)
    // Another one becomes the best: the order is held for a moment, and the selection goes with its RM.
    let before = shell.model.rowOrder
    shell.model.view.sort.column = .count
    shell.tick(1)
    let held = shell.model.rowOrder
    shell.grow(TestLog.steps(6...60, rewardModel: "gamma", hasContexts: true))
    #expect(shell.model.rowOrder == held)
    shell.tick(1, times: 3)
    #expect(shell.model.rowOrder.first == 2 && (held.first != 2 || before.first != 2))
    #expect(shell.model.view.selected == first)
    shell.press("b")
    #expect(shell.draft?.rewardModel == first)
    // A paused screen has the order of its moment at once.
    shell.press(.escape, " ", "\\")
    #expect(shell.model.rowOrder.last == 2)
  }

  @Test func theStatusLineGoesWithTheNextKey() {
    var shell = Shell.settled(TestLog.usual())
    shell.press(">")
    #expect(shell.status == "speed 2×, when you pause and play")
    shell.press(.up)
    #expect(shell.model.status == nil)
  }

  @Test func theEventsPaneScrollsWithinItsLines() {
    let notes = (0..<40).map { RunEvent.note(NoteEvent(level: .info, text: "note \($0)")) }
    var shell = Shell.settled(TestLog.timed([TestLog.header()] + TestLog.steps(0...5) + notes))
    shell.press("7", .up, .up)
    #expect(shell.model.view.eventCursor == 2)
    for _ in 0..<9 { shell.press(.pageUp) }
    // The oldest line is at the top, and the next key down is seen at once.
    let height = shell.model.layout.rect(of: .events)?.height ?? 0
    #expect(shell.model.view.eventScroll == shell.model.eventRowCount - (height - 1))
    shell.press("z")
    #expect(shell.model.view.eventScroll == shell.model.furthestEventScroll)
    for _ in 0..<9 { shell.press(.pageDown) }
    #expect(shell.model.view.eventScroll == 0)
  }

  @Test func markersAreGoneToAndFro() {
    var events = [TestLog.header()]
    for step in 0...9 {
      events += TestLog.step(step)
      if step % 4 == 2 { events.append(.note(.init(level: .info, text: "note at \(step)"))) }
    }
    var shell = Shell.settled(TestLog.timed(events))
    let marks = shell.model.run.markers.map(\.event)
    #expect(marks.count >= 2)
    var back: [Int] = []
    for _ in marks {
      shell.press("{")
      back.append(shell.model.run.progress.events)
    }
    #expect(back == marks.reversed())
    shell.press(.home)
    var forth: [Int] = []
    for _ in marks.filter({ $0 > shell.model.run.progress.events }) {
      shell.press("}")
      forth.append(shell.model.run.progress.events)
    }
    #expect(forth == marks.filter { $0 > 1 })
    shell.press("}")
    #expect(shell.status == "the log ends here for now")
  }
}
