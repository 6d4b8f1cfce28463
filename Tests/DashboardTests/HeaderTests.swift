import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct HeaderTests {
  @Test func whatTheRunDoesIsNeverCut() {
    var model = sampleDashboard()
    model.session.mode = .replay
    model.feed.transport = .paused
    model.feed.source.reachedEnd = false
    model.feed.source.linesAhead = 1165
    let long = Header.Item(String(repeating: "n", count: 19), .runName, importance: 8)
    var items = Header(model).run
    items[1] = long
    for cells in 40...90 {
      let texts = Header.fitting(items, cells: cells).map(\.text.text)
      #expect(texts.contains("❚❚ PAUSED +1,165 lines behind"), "\(texts) in \(cells) cells")
    }
  }

  @Test func aRouterThatCannotWriteItsLogIsTheFirstAlarm() {
    var model = sampleDashboard()
    let before = Header.alarms(model)
    var report = model.feed.source
    report.isUnwritable = true
    _ = model.update(.source(report))
    #expect(Header.alarms(model).map(\.text) == ["the router cannot write its log"] + before.map(\.text))
    report.isUnwritable = false
    _ = model.update(.source(report))
    #expect(Header.alarms(model) == before)
  }

  @Test func oneDecisionIsNoneOfMany() {
    var model = sampleDashboard()
    let many = Header(model).run.map(\.text.text)
    #expect(many.contains { $0.hasSuffix(" decisions") })
    model.run = RunState()
    model.run.fold(
      LogLine(
        number: 1, offset: 0, length: 1,
        content: .event(TimedEvent(time: nil, .decision(DecisionEvent(id: "1", rewardModel: "a", step: 0))))))
    #expect(Header(model).run.map(\.text.text).contains("1 decision"))
  }

  @Test func stateWords() {
    func words(_ condition: RunCondition) -> String { Header.words(condition, mode: .watch).text }
    #expect(words(.live) == "● LIVE")
    #expect(words(.paused(behind: 1204)) == "❚❚ PAUSED +1,204 lines behind")
    #expect(words(.paused(behind: 0)) == "❚❚ PAUSED")
    #expect(words(.playing(speed: 4)) == "▶ REPLAY 4×")
    #expect(words(.ended) == "■ ENDED")
    #expect(words(.stalled(seconds: 48)) == "STALLED 48 s")
    #expect(words(.loading(percent: 41)) == "… LOADING 41 %")
    #expect(words(.waiting(for: nil)) == "○ WAITING")
  }

  @Test func theLeastImportantGoesFirst() {
    let items = [
      Header.Item("rmtop", .faint, importance: 1),
      Header.Item("a-long-name-of-a-run", .runName, importance: 8),
      Header.Item("● LIVE", .live, importance: 10), Header.Item("1,000 decisions", .header, importance: 6),
    ]
    func texts(_ cells: Int) -> [String] { Header.fitting(items, cells: cells).map { $0.text.text } }
    #expect(texts(60).count == 4)
    #expect(texts(51) == ["a-long-name-of-a-run", "● LIVE", "1,000 decisions"])
    #expect(texts(41) == ["a-long-name-of-…", "● LIVE", "1,000 decisions"])
    #expect(texts(30) == ["a-long-name-of-a-run", "● LIVE"])
    #expect(texts(8) == ["● LIVE"])
  }

  @Test func healthNamesWhatIsWrong() {
    func texts(_ model: DashboardModel) -> [String] { Header.health(model).map { $0.text.text } }
    #expect(texts(sampleDashboard()).prefix(2) == ["no alarm, but NaN 2", "2 controls obeyed"])
    #expect(Header.errorRole(0, of: 0) == .header && Header.errorRole(1, of: 101) == .warning)
    #expect(Header.errorRole(1, of: 100) == .error)
    #expect(texts(sampleDashboard([])) == [])
    let early = sampleDashboard(Array(SampleRun.lines().prefix(4)))
    #expect(texts(early).prefix(2) == ["ok", "waiting for feedback of step 0"])
    var lines = SampleRun.lines(steps: 2)
    let bad = FaultReason(.invalidJSON, "no JSON")
    lines.append(LogLine(number: lines.count + 1, offset: lines.count * 100, content: .fault(bad)))
    let faulty = texts(sampleDashboard(lines))
    #expect(faulty.first == "no alarm, but faults 1")
    #expect(faulty.last == "last fault: line \(lines.count), invalid JSON")
  }

  /// `ok`, or what stands, or what was counted: the line never begins with anything else, and says nothing twice.
  @Test func theVerdictComesFirst() throws {
    func second(_ model: DashboardModel) -> [String] {
      let lines = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText.split(separator: "\n")
      return lines[1].trimmingPrefix { $0 == " " }.replacing("  ", with: "\t").split(separator: "\t").map {
        String($0).trimmingPrefix { $0 == " " }.description
      }
    }
    let lines = TestLog.timed([TestLog.header()] + TestLog.steps(0...3))
    #expect(second(sampleDashboard(lines)).first == "ok")
    let bad = LogLine(
      number: lines.count + 1, offset: lines.count * 100,
      content: .fault(FaultReason(.invalidJSON, "no JSON")))
    let faulty = second(sampleDashboard(lines + [bad]))
    #expect(faulty.first == "no alarm, but faults 1")
    #expect(faulty.count { $0.hasPrefix("faults") } == 0 && faulty.contains("NaN 0"))
    let ban: [RunEvent] = [
      .control(ControlEvent(sequence: "b", action: .ban, rewardModel: "alpha")),
      .applied(AppliedEvent(sequence: "b", ok: true, step: 4)),
      .decision(DecisionEvent(id: "late", rewardModel: "alpha", step: 5)),
    ]
    let disobeyed = TestLog.timed([TestLog.header()] + TestLog.steps(0...3) + ban)
    let standing = second(sampleDashboard(disobeyed + [bad]))
    #expect(standing.first == "▲ NOT OBEYED since 5: BAN alpha" && standing.contains("faults 1"))
  }

  /// What a person has set and all decisions obey is said, and no more when one does not.
  @Test func anObeyedBanIsSaid() {
    func texts(_ chosen: String) -> [String] {
      let events: [RunEvent] = [
        TestLog.header(),
        .control(ControlEvent(sequence: "b", action: .ban, rewardModel: "alpha")),
        .applied(AppliedEvent(sequence: "b", ok: true, step: 0)),
        .decision(DecisionEvent(id: "1", rewardModel: chosen, step: 1)),
      ]
      return Header.health(sampleDashboard(TestLog.timed(events), mode: .replay)).map(\.text.text)
    }
    #expect(texts("beta").contains("BAN obeyed"))
    #expect(!texts("alpha").contains("BAN obeyed"))
  }

  @Test func aControlThatIsNotObeyedIsTheFirstThingSaid() {
    var lines = SampleRun.lines(steps: 4, pinStep: 99)
    func add(_ event: RunEvent) {
      lines.append(
        LogLine(
          number: lines.count + 1, offset: lines.count * 100, length: 100, content: .event(TimedEvent(event)))
      )
    }
    add(.control(ControlEvent(sequence: "x-1", action: .ban, rewardModel: SampleRun.ids[1])))
    add(.applied(AppliedEvent(sequence: "x-1", ok: true, step: 4)))
    add(.decision(DecisionEvent(id: "late", rewardModel: SampleRun.ids[1], step: 5)))
    let model = sampleDashboard(lines)
    #expect(
      Header(model).alarms.first
        == Header.Alarm("NOT OBEYED", of: "BAN grm-llama3.2", role: .error, since: 5))
    #expect(!Header.health(model).contains { $0.text.text == "ok" })
  }

  /// Reward, loss and KL as numbers and with the way they go, at 80 columns already.
  @Test func saysHowRewardAndMetricsGo() throws {
    let model = sampleDashboard()
    let vitals = Header(model).vitals
    #expect(vitals.prefix(4).map(\.name) == ["reward", "loss", "kl", "calls saved"])
    #expect(["rises", "falls", "flat"].contains(vitals[0].course) && vitals[1].course == nil)
    let sample = vitals.map { $0.direction }
    #expect(sample[1] == .falls && sample[2] == .rises)
    let lines = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText.split(separator: "\n")
    #expect(
      lines[2].hasPrefix(" reward -0.") && lines[2].contains("loss 0.") && lines[2].contains(" ↘  kl 3."))
    // On a low screen they share the second line.
    var low = model
    _ = low.update(.resized(CellSize(width: 100, height: 20)))
    let second = low.frame(theme: Theme(name: "none"), glyphs: .braille).plainText.split(separator: "\n")[1]
    #expect(second.contains("reward -0.") && second.contains("NaN 2") && second.contains("ties"), "\(second)")
    #expect(low.layout.header.height == 2 && model.layout.header.height == 3)
    #expect(sampleDashboard([]).layout.header.height == 2)
  }

  @Test func anAlarmSaysSinceWhenWhereThereIsRoom() {
    #expect(Header.Alarm("vowel takes 99%", role: .warning, since: 203).dated == "vowel takes 99% since 203")
    #expect(Header.Alarm("a", role: .error).dated == "a")
    let deaf = Header.Alarm("NOT OBEYED", of: "BAN vowel", role: .error, since: 13)
    #expect(deaf.dated == "NOT OBEYED since 13: BAN vowel" && deaf.undated == "NOT OBEYED: BAN vowel")
  }
}
