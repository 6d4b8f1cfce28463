import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// The decision inspector: keys in, what is read again and shown out.
@Suite struct DecisionPaneTests {
  private static func event(_ event: RunEvent) -> TimedEvent { TimedEvent(time: 1_700_000_000, event) }

  private static func log(decisions: Int = 5) -> [LogLine] {
    var events: [TimedEvent] = [
      event(
        .run(
          RunHeader(
            name: "r", rewardModels: ["alpha", "beta"].map { RewardModelInfo(id: $0) }, dimension: 1)))
    ]
    for index in 0..<decisions {
      let prompt = "What is \(index)?\u{1B}[31m \u{202E}end"
      events.append(
        event(
          .pair(
            PairEvent(
              id: "p\(index)", step: index,
              description: PairDescription(features: .context([1]), category: "math", prompt: prompt)))))
      events.append(
        event(
          .decision(
            DecisionEvent(
              id: "p\(index)", rewardModel: index % 2 == 0 ? "alpha" : "beta", by: "thompson",
              propensity: 0.625,
              scores: [
                LoggedScore(rewardModel: "alpha", mean: 0.25, standardDeviation: 0.5, draw: 0.75),
                LoggedScore(rewardModel: "beta", mean: -0.5, standardDeviation: 0.25, draw: -0.25),
              ]))))
    }
    events.append(
      event(
        .feedback(
          FeedbackEvent(id: "p1", outcome: .loss(0.125), scoreA: 2, scoreB: -1, latencyMilliseconds: 40))))
    return TestLog.lines(events, after: nil)
  }

  private func shown(_ shell: Shell) -> DecisionPane { DecisionPane(shell.model) }

  @Test func nothingIsReadUntilSomebodyLooks() {
    var shell = Shell.settled(Self.log())
    #expect(!shell.effects.contains { if case .readBack = $0 { true } else { false } })
    shell.type("8")
    #expect(shell.effects.contains { if case .readBack = $0 { true } else { false } })
  }

  @Test func theLastDecisionIsShownAndFollowed() {
    var shell = Shell.settled(Self.log())
    shell.type("8")
    #expect(shown(shell).detail == "5 of 5, the last")
    #expect(
      shown(shell).place.map(\.text).joined().hasPrefix("p4 · step 4 · category math · by thompson · p 0.625")
    )
    #expect(shown(shell).outcome.map(\.text) == ["no feedback yet"])
    shell.grow([.decision(DecisionEvent(id: "q", rewardModel: "beta", step: 5, by: "pin"))])
    #expect(shown(shell).detail == "6 of 6, the last")
    #expect(shown(shell).place.map(\.text).joined().hasPrefix("q · step 5 · by pin"))
    #expect(shown(shell).axis == nil)
  }

  @Test func arrowsGoFromDecisionToDecision() {
    var shell = Shell.settled(Self.log())
    shell.type("8")
    shell.press(.up, .up, .up)
    let pane = shown(shell)
    #expect(pane.detail == "2 of 5")
    #expect(pane.rows.first { $0.isChosen }?.id == "beta")
    #expect(pane.rows.map(\.mean) == [0.25, -0.5] || pane.rows.map(\.mean) == [-0.5, 0.25])
    #expect(pane.outcome.map(\.text).joined() == "loss 0.1250 · scores 2.000 and -1.000 · latency 40ms")
    // What comes in below does not move it.
    shell.grow([.decision(DecisionEvent(id: "q", rewardModel: "beta", step: 5))])
    #expect(shown(shell).detail == "2 of 6")
    shell.press(.up, .up, .up)
    #expect(shown(shell).detail == "1 of 6")
    shell.press(Array(repeating: KeyStroke.down, count: 9))
    #expect(shown(shell).detail == "6 of 6, the last")
  }

  @Test func thePromptIsSafeToDraw() {
    var shell = Shell.settled(Self.log())
    shell.type("8")
    #expect(shown(shell).prompt.hasPrefix("What is 4?"))
    #expect(!shown(shell).prompt.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }

  @Test func anEarlierMomentShowsItsOwnLastDecision() {
    var shell = Shell.settled(Self.log(), mode: .replay)
    shell.type("8")
    shell.press(.left, .left)
    let last = shell.model.run.counts.decisions
    #expect(last < 5)
    #expect(shown(shell).detail == "\(last) of \(last), the last")
    #expect(shown(shell).place.map(\.text).joined().hasPrefix("p\(last - 1) · "))
  }

  @Test func aFileThatWasReplacedHasItNoLonger() {
    var shell = Shell.settled(Self.log())
    shell.type("8")
    shell.log = TestLog.lines([Self.event(.note(NoteEvent(level: .info, text: "another file")))], after: nil)
    shell.press(.up)
    #expect(shown(shell).emptyText == "The log no longer has this decision: its file was cut or replaced.")
  }

  /// At the same places another file has other decisions: they are not taken for these.
  @Test func anotherFilesDecisionAtThatPlaceIsNotShown() {
    var shell = Shell.settled(Self.log())
    shell.type("8")
    #expect(shown(shell).emptyText == nil)
    shell.log = shell.log.map { line in
      guard case .event(let timed) = line.content, case .decision(var decision) = timed.event else {
        return line
      }
      decision.id += "-of-another-run"
      var line = line
      line.content = .event(TimedEvent(time: timed.time, .decision(decision)))
      return line
    }
    shell.press(.up)
    #expect(shown(shell).emptyText == "The log no longer has this decision: its file was cut or replaced.")
  }

  @Test func enterGoesToItsStep() {
    var shell = Shell.settled(Self.log(), mode: .replay)
    shell.type("8")
    shell.press(.up, .up, .enter)
    #expect(shell.model.run.progress.routingStep == 2)
  }

  /// Every reward model at 80×24, and where there are more than lines, the one that was chosen.
  @Test(arguments: [2, 4, 8, 30]) func theChosenOneIsAlwaysThere(count: Int) throws {
    let ids = (0..<count).map { "model-\($0)" }
    let log = TestLog.lines([
      Self.event(
        .run(RunHeader(name: "r", rewardModels: ids.map { RewardModelInfo(id: $0) }, dimension: 1))),
      Self.event(
        .decision(
          DecisionEvent(
            id: "p", rewardModel: ids[count - 1], step: 0,
            scores: ids.map { LoggedScore(rewardModel: $0, mean: 0.5, standardDeviation: 0.1, draw: 0.4) },
            description: PairDescription(prompt: "Why?")))),
    ])
    var shell = Shell.settled(log)
    shell.type("8")
    let rect = try #require(shell.model.layout.rect(of: .decision))
    let frame = shell.model.frame(theme: Theme.standard, glyphs: .braille)
    let lines = (rect.y..<rect.bottom).map { y in (0..<80).map { frame[$0, y].glyph }.joined() }
    #expect(lines.contains { $0.hasPrefix(" ▸ ") && $0.contains("model-\(count - 1) ") })
    #expect(lines.contains { $0.contains("Why?") })
    #expect(lines.count { $0.contains("+0.50 ±0.10") } == min(count, rect.height - 6))
  }

  @Test func withoutDecisionsItSaysSo() {
    var shell = Shell.settled(Array(Self.log().prefix(1)))
    shell.type("8")
    #expect(shown(shell).emptyText == "No decision has been made yet.")
  }

  /// One answer at a time: however fast decisions come, the reader is asked again when it has answered.
  @Test func oneQuestionIsOnItsWayAtATime() throws {
    let log = Self.log(decisions: 50)
    var shell = Shell(log)
    shell.answersReadBack = false
    shell.pump()
    shell.type("8")
    shell.press(.up, .up, .up)
    let asked = shell.effectsSoFar.filter { if case .readBack = $0 { true } else { false } }
    #expect(asked.count == 1)
    guard case .readBack(let offsets)? = asked.first else { return }
    shell.send(.readBack(offsets: offsets, lines: offsets.map { _ in [] }))
    #expect(shell.effectsSoFar.count { if case .readBack = $0 { true } else { false } } == 2)
  }
}
