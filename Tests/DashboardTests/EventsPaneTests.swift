import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct EventsPaneTests {
  @Test func noticesStandWhereTheyHappened() {
    var model = sampleDashboard()
    let ban = model.run.journal.first { $0.text.hasPrefix("BAN") }
    var early = model.run.journal[0]
    early.text = "replaced"
    early.event = (ban?.event ?? 0) - 1
    early.subject = .source
    var late = early
    late.text = "gone \u{1B}[2J"
    late.event = .max
    model.feed.notices = [early, late]
    let texts = EventsPane(model, width: 80, height: 20).lines.map { String($0.text.prefix(8)) }
    #expect(texts == ["run “hel", "watched ", "PIN skyw", "replaced", "BAN grm-", "learning", "gone [2J"])
  }

  @Test func aNoticeNamesTheFileAndNotItsPath() {
    var model = sampleDashboard()
    _ = model.update(.sourceNotice("runs/helpsteer.jsonl was replaced by a new file"))
    #expect(model.feed.notices.last?.text == "helpsteer.jsonl was replaced by a new file")
    _ = model.update(.sourceNotice("runs/helpsteer.jsonl.1 is another"))
    #expect(model.feed.notices.last?.text == "runs/helpsteer.jsonl.1 is another")
  }

  @Test func scrollsBackAndStopsAtTheOldest() {
    var model = sampleDashboard()
    let all = EventsPane(model, width: 200, height: 10).lines
    #expect(EventsPane(model, width: 200, height: 2).lines == Array(all.suffix(2)))
    model.view.eventScroll = 1
    let back = EventsPane(model, width: 200, height: 2)
    #expect(back.lines == Array(all.dropLast().suffix(2)) && back.detail == "1 newer below")
    model.view.eventScroll = 1000
    #expect(EventsPane(model, width: 200, height: 2).lines == Array(all.prefix(2)))
    #expect(EventsPane(model, width: 200, height: 0).lines.isEmpty)
  }

  /// ↑ comes to every line, which is then on the screen, and Enter to its moment, live and in replay.
  @Test(
    arguments: [Session.Mode.watch, .replay],
    [CellSize(width: 60, height: 10), CellSize(width: 100, height: 30)])
  func enterGoesToTheMoment(mode: Session.Mode, size: CellSize) {
    var events = [TestLog.header()]
    for step in 0...30 {
      events += TestLog.step(step)
      let text =
        step % 3 == 0
        ? "a long note that takes more than one row of sixty cells at step \(step)" : "note \(step)"
      events.append(.note(NoteEvent(level: .info, text: text)))
    }
    var shell = Shell.settled(TestLog.timed(events), mode: mode)
    shell.send(.resized(size))
    shell.press("7")
    let all = EventList(shell.model).lines(skipping: 0, count: 100)
    for line in all {
      let rect = shell.model.layout.rect(of: .events) ?? CellRect(x: 0, y: 0, width: 0, height: 0)
      let pane = EventsPane(shell.model, width: rect.width, height: rect.height - 1)
      #expect(pane.lines.filter(\.isSelected).map(\.text) == [line.text])
      shell.press(.up)
    }
    for _ in all.dropFirst(6) { shell.press(.down) }
    let line = all[shell.model.view.eventCursor]
    shell.press(.enter)
    #expect(shell.place.hasSuffix("event \(line.event ?? -1) paused"))
    #expect(EventList(shell.model).lines(skipping: 0, count: 1).first?.text == line.text)
    #expect(shell.model.view.eventCursor == 0)
  }

  @Test func aControlWithoutAnswerHasNoMoment() {
    var model = sampleDashboard()
    for key in [KeyStroke.down, .character("p"), .enter, .character("7"), .enter] {
      _ = model.update(.key(key))
    }
    #expect(model.status?.text == "this control still waits for its answer, so there is no moment to go to")
  }

  @Test func ownControlsComeLastUntilTheLogHasThem() {
    var model = sampleDashboard()
    let control = ControlEvent(sequence: "0a1b2c3d-1", action: .ban, rewardModel: SampleRun.ids[1])
    var own = OwnControl(control: control, watch: ControlWatch(control: control, givenStep: 59))
    own.delivery = .failed("no such pipe")
    model.ownControls = [own]
    let line = EventsPane(model, width: 80, height: 3).lines.last
    #expect(line?.text == "BAN grm-llama3.2-3b  not written: no such pipe" && line?.role == .error)
    #expect(line?.step == "now")
    model.ownControls[0].settled = OwnControl.Settled(event: 0, step: 3)
    #expect(EventsPane(model, width: 80, height: 9).lines.first?.step == "3")
    model.ownControls[0].isLogged = true
    #expect(EventsPane(model, width: 80, height: 3).lines.last?.text == "learning rate halved")
  }
}

/// Long sentences, and a place that is kept.
@Suite struct EventsPaneReadingTests {
  private func pane(_ texts: [String], width: Int = 40, height: Int, scroll: Int = 0) -> EventsPane {
    var model = sampleDashboard([])
    model.feed.notices = texts.enumerated().map { index, text in
      JournalEntry(notice: text, event: index, step: index, time: nil)
    }
    model.view.eventScroll = scroll
    return EventsPane(model, width: width, height: height)
  }

  private static let long = "one two three four five six seven eight nine ten eleven twelve"

  @Test func theNewestSentenceIsWholeAndTheOthersGiveWay() {
    let texts = ["first", Self.long, "third", Self.long]
    let rows = pane(texts, height: 4).lines.map(\.rows)
    #expect(
      rows == [
        [Self.long], ["third"],
        ["one two three four five six seven", "eight nine ten eleven twelve"],
      ])
  }

  @Test func whereThereIsRoomAllAreWhole() {
    let texts = ["first", Self.long, "third"]
    #expect(pane(texts, height: 4).lines.map(\.rows.count) == [1, 2, 1])
    // Nothing is left over here: the second is cut, none goes.
    #expect(pane(texts, height: 3).lines.map(\.rows.count) == [1, 1, 1])
    let many = Array(repeating: Self.long, count: 9)
    #expect(pane(many, height: 8).lines.map(\.rows.count) == [2, 2, 2, 2])
    #expect(pane(many, height: 8, scroll: 99).lines.first?.step == "0")
    // At the top of the list the oldest is whole, whatever is cut.
    #expect(pane(many, height: 7, scroll: 99).lines.map(\.rows.count) == [2, 2, 2])
  }

  @Test func aLongWordIsBrokenAndNothingIsLost() {
    let path = "/var/" + String(repeating: "x", count: 60) + "/run.jsonl"
    let line = pane([path + " was replaced"], height: 5).lines[0]
    #expect(line.rows.count == 3)
    #expect(line.rows.joined() == path + " was replaced")
    #expect(line.rows.allSatisfy { $0.count <= 33 })
  }

  @Test func whatIsReadStaysWhileLinesComeIn() {
    let notes = (0..<30).map { RunEvent.note(NoteEvent(level: .info, text: "note \($0)")) }
    var shell = Shell.settled(TestLog.timed([TestLog.header()] + TestLog.steps(0...5) + notes))
    shell.send(.resized(CellSize(width: 80, height: 48)))
    shell.press("7", .up, .up, .up)
    let height = (shell.model.layout.rect(of: .events)?.height ?? 6) - 1
    func shown() -> [String] { EventsPane(shell.model, width: 80, height: height).lines.map(\.text) }
    func selected() -> String? {
      EventList(shell.model).lines(skipping: shell.model.view.eventCursor, count: 1).first?.text
    }
    let before = shown()
    #expect(selected() == "note 26")
    shell.grow([.note(NoteEvent(level: .info, text: "new")), .note(NoteEvent(level: .info, text: "newer"))])
    shell.send(.sourceNotice("the file is gone"))
    #expect(shown() == before)
    #expect(selected() == "note 26")
    shell.press(.pageDown)
    shell.grow([.note(NoteEvent(level: .info, text: "newest"))])
    #expect(shell.model.view.eventScroll == 0 && shown().last == "newest")
  }

  @Test func anAnswerIsLearnedWhereTheLogIsThen() {
    var shell = Shell.settled(TestLog.usual())
    shell.press("b", .enter)
    shell.written()
    func last() -> EventsPane.Line? { EventsPane(shell.model, width: 80, height: 9).lines.last }
    #expect(last()?.step == "now" && last()?.text == "BAN alpha  pending, given at step 20")
    shell.grow([.note(NoteEvent(level: .info, text: "checkpoint"))])
    #expect(last()?.step == "now")
    shell.grow(TestLog.steps(21...24, rewardModel: "alpha"))
    #expect(last()?.text.contains("NOT OBEYED: alpha was chosen") == true)
    #expect(last()?.step == last()?.text.split(separator: " ").last.map(String.init))
    shell.grow([.note(NoteEvent(level: .info, text: "later"))])
    #expect(last()?.text == "later")
  }

  /// The headless twin prints what came since by `journalTotal`, and the pane keeps its place by it.
  @Test func aNewRunGoesOnCountingTheLines() {
    let notes = (0..<9).map { RunEvent.note(NoteEvent(level: .info, text: "note \($0)")) }
    var shell = Shell.settled(TestLog.timed([TestLog.header()] + notes))
    shell.press("7", "z", .up)
    let before = shell.model.run.journal.total
    shell.grow([TestLog.header(name: "another")])
    #expect(shell.model.run.progress.runs == 2)
    #expect(shell.model.run.journal.total == before + 2)
    #expect(shell.model.run.journal.total == shell.model.run.journal.count)
  }
}
