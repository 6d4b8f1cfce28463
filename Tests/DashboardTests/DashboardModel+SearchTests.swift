import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// `/` in the events, the metrics and the table: keys in, what is listed out.
@Suite struct SearchTests {
  private static func shell(notes: Int = 30, size: CellSize = CellSize(width: 100, height: 30)) -> Shell {
    var events = [TestLog.header()]
    for step in 0..<notes {
      events += TestLog.step(step)
      events.append(
        .note(NoteEvent(level: .info, text: step % 3 == 0 ? "Saved checkpoint \(step)" : "note \(step)")))
    }
    var shell = Shell.settled(TestLog.timed(events))
    shell.send(.resized(size))
    return shell
  }

  private func pane(_ shell: Shell) -> EventsPane {
    let rect = shell.model.layout.rect(of: .events) ?? CellRect(x: 0, y: 0, width: 0, height: 0)
    return EventsPane(shell.model, width: rect.width, height: rect.height - 1)
  }

  private func all(_ shell: Shell) -> [String] {
    EventList(shell.model).lines(skipping: 0, count: 1000).map(\.text)
  }

  private func said(_ shell: Shell) -> String {
    guard case .sentence(let text, _)? = StatusArea(shell.model).lines.first else { return "" }
    return text
  }

  @Test func whatIsTypedFiltersAtOnce() {
    var shell = Self.shell()
    shell.press("7")
    let everything = all(shell)
    shell.press("/")
    #expect(said(shell).hasPrefix("type a text, a glob"))
    shell.type("checkpoint 2")
    #expect(all(shell) == ["Saved checkpoint 27", "Saved checkpoint 24", "Saved checkpoint 21"])
    #expect(said(shell).hasPrefix("3 of \(everything.count) events · Tab shows all"))
    shell.press(.backspace)
    #expect(all(shell).count == 10)
    shell.press(.enter)
    #expect(shell.model.view.overlay == nil && all(shell).count == 10)
    #expect(pane(shell).detail.hasPrefix("10 of \(everything.count) match checkpoint"))
    #expect(pane(shell).lines.allSatisfy { $0.marks == [[6..<17]] })
    // ↑ goes through what is listed, and Enter to its moment.
    shell.press(.up, .up)
    let line = EventList(shell.model).lines(skipping: 2, count: 1).first
    shell.press(.enter)
    #expect(line?.text == "Saved checkpoint 21" && shell.place.hasSuffix("event \(line?.event ?? -1) paused"))
    #expect(all(shell).first == "Saved checkpoint 21" && all(shell).count == 8)
    shell.press(.end)
    shell.press(.escape)
    #expect(all(shell) == everything && shell.model.view.searches.isEmpty)
  }

  @Test func escWhileTypingBringsBackWhatWasThere() {
    var shell = Self.shell()
    shell.press("7", "/")
    shell.type("note")
    shell.press(.enter, .up, .up)
    let before = all(shell)
    shell.press("/")
    shell.type("saved")
    #expect(all(shell).count == 10)
    shell.press(.escape)
    #expect(all(shell) == before && shell.model.view.eventCursor == 2)
    // Nothing typed is nothing searched for.
    shell.press("/", .enter)
    #expect(shell.model.view.searches.isEmpty)
  }

  @Test func aBadExpressionIsSaidAndFiltersNothing() {
    var shell = Self.shell()
    shell.press("7", "/")
    let everything = all(shell)
    shell.type("/note (")
    #expect(said(shell) == "the ( at character 7 has no )" && all(shell) == everything)
    shell.press(.enter)
    #expect(shell.model.keyContext == .search && said(shell) == "the ( at character 7 has no )")
    shell.press(.backspace)
    shell.type("\\d$/")
    #expect(all(shell).count == 6 && said(shell).hasPrefix("6 of"))
  }

  @Test func tabShowsAllLinesWithTheMatchesMarked() {
    var shell = Self.shell()
    shell.press("7", "/")
    let everything = all(shell)
    shell.type("checkpoint 1")
    shell.press(.tab)
    // From the newest match on.
    #expect(all(shell) == everything && said(shell).hasPrefix("3 of"))
    shell.press(.enter)
    func selected() -> String? { pane(shell).lines.first(where: \.isSelected)?.text }
    #expect(selected() == "Saved checkpoint 18")
    shell.press("N")
    #expect(selected() == "Saved checkpoint 15")
    shell.press("N")
    #expect(selected() == "Saved checkpoint 12" && shell.status.isEmpty)
    shell.press("N")
    #expect(selected() == "Saved checkpoint 18" && shell.status == "no earlier match: this is the last")
    shell.press("n")
    #expect(selected() == "Saved checkpoint 12" && shell.status == "no later match: this is the first")
    shell.press("n")
    #expect(selected() == "Saved checkpoint 15")
    shell.press("/", .tab)
    shell.type("nothing like it")
    shell.press(.enter, "n")
    #expect(shell.status == "nothing matches")
    shell.press(.escape, "n")
    #expect(shell.status == "nothing is searched for here; / begins a search")
  }

  @Test func whatIsReadStaysWhileLinesComeIn() {
    var shell = Self.shell()
    shell.press("7", "/")
    shell.type("note")
    shell.press(.enter, .up, .up, .up)
    let line = EventList(shell.model).lines(skipping: 3, count: 1).first?.text
    for step in 30..<36 {
      shell.grow(TestLog.step(step))
      shell.grow([
        .note(NoteEvent(level: .info, text: step % 2 == 0 ? "another note" : "Saved checkpoint \(step)"))
      ])
    }
    #expect(shell.model.view.eventCursor == 6)
    #expect(EventList(shell.model).lines(skipping: 6, count: 1).first?.text == line)
    #expect(all(shell).count == 23)
  }

  @Test func dShowsOneKindOfEvents() {
    var model = sampleDashboard(size: CellSize(width: 120, height: 40))
    for key in [KeyStroke.character("7"), .character("d")] { _ = model.update(.key(key)) }
    func shown() -> EventsPane { EventsPane(model, width: 120, height: 10) }
    let count = model.run.journal.count
    #expect(shown().title == "Events: controls" && shown().detail == "2 of \(count)")
    #expect(shown().lines.map { String($0.text.prefix(3)) } == ["PIN", "BAN"])
    // A search is among them.
    for key in "/ban" { _ = model.update(.key(.character(key))) }
    #expect(shown().lines.count == 1 && shown().detail.hasPrefix("1 of 2 match ban"))
    for key in [KeyStroke.enter, .escape] { _ = model.update(.key(key)) }
    #expect(shown().lines.count == 2)
    _ = model.update(.key(.character("d")))
    #expect(model.view.eventKind == .alarms)
    _ = model.update(.key(.character("d")))
    #expect(model.view.eventKind == .faults && shown().emptyText == "No faults so far. d shows another kind.")
    _ = model.update(.key(.escape))
    #expect(shown().title == "Events" && shown().lines.count == count)
  }

  /// However many lines and whatever is searched for: a key does a bounded part of it, ticks the rest.
  @Test func aKeyDoesABoundedPart() {
    var model = sampleDashboard([])
    let long = String(repeating: "a", count: 990)
    model.feed.notices = (0..<24).map {
      JournalEntry(notice: long + " \($0)", event: $0, step: $0, time: nil)
    }
    for key in "7/" { _ = model.update(.key(.character(key))) }
    _ = model.update(.pasted("/(a|a?)+(a|a?)+ 3$/"))
    #expect(model.isSearching)
    let seen = model.eventSieve.notices.seen
    #expect(seen > 0 && seen < 24)
    #expect(EventsPane(model, width: 80, height: 9).lines.count <= 1)
    var ticks = 0
    while model.isSearching, ticks < 10_000 {
      ticks += 1
      _ = model.update(.tick(ClockReading(monotonic: Double(ticks), wall: SampleRun.start)))
    }
    #expect(ticks > 0 && !model.isSearching)
    #expect(EventList(model).lines(skipping: 0, count: 9).map(\.step) == ["3"])
  }

  @Test func theTableIsFilteredByIdAndName() {
    var model = sampleDashboard()
    for key in "/g" { _ = model.update(.key(.character(key))) }
    func rows() -> [String] { RewardModelTable(model, width: 120, height: 9).rows.map(\.id) }
    #expect(Set(rows()) == ["grm-llama3.2-3b", "mistral-raft-gshf", "grm-gemma2-2b"])
    for key in "rm" { _ = model.update(.key(.character(key))) }
    #expect(rows().count == 2)
    // Pins and bans concern a row that is there.
    #expect(model.selectedArm.map { SampleRun.ids[$0].hasPrefix("grm") } == true)
    _ = model.update(.key(.enter))
    let first = model.view.selected
    _ = model.update(.key(.character("n")))
    #expect(model.view.selected != first && rows().count == 2)
    for key in [KeyStroke.down, .down, .down] { _ = model.update(.key(key)) }
    #expect(model.view.selected?.hasPrefix("grm") == true)
    #expect(RewardModelTable(model, width: 120, height: 9).detail == "2 of 4 match grm")
    for key in "/model 1" { _ = model.update(.key(.character(key))) }
    #expect(rows() == ["skywork-qwen3-0.6b"])
    for key in "00" { _ = model.update(.key(.character(key))) }
    #expect(
      RewardModelTable(model, width: 120, height: 9).emptyText
        == "No reward model matches model 100. Esc shows all.")
    for key in [KeyStroke.enter, .escape] { _ = model.update(.key(key)) }
    #expect(rows().count == 4)
  }

  @Test func whereThereIsNoListItIsSaid() {
    var model = sampleDashboard()
    for key in "6/" { _ = model.update(.key(.character(key))) }
    #expect(model.view.overlay == nil && model.status?.text.hasPrefix("/ searches events") == true)
  }

  /// Keys that came together with a move in time, and lines that went: no place is outside of the list.
  @Test func nothingIsLookedUpWhereItWas() {
    var shell = Self.shell(notes: 90)
    shell.press("7", "/")
    shell.type("note")
    shell.press(.enter)
    shell.send(.keys([.home, .up, .pageUp, .character("n"), .down, .character("d"), .character("N")]))
    shell.pump()
    shell.send(.keys([.end, .up, .enter, .character("N")]))
    shell.pump()
    shell.send(.historyLost)
    shell.send(.sourceRestarted(afresh: true))
    shell.restartSource()
    #expect(all(shell).allSatisfy { $0.contains("note") || shell.model.view.eventKind != .all })
  }
}
