import RouterEngine
import RunEvents
import RunState
import Testing

@testable import Dashboard

@Suite struct BadgeWordsTests {
  private func run(_ events: [RunEvent]) -> RunState {
    var run = RunState()
    for line in TestLog.untimed([TestLog.header()] + events) { run.fold(line) }
    return run
  }

  private func words(_ run: RunState, arm: Int = 0) -> [BadgeWords] {
    run.allowed.badges(arm).map { BadgeWords($0, run) }
  }

  private func ban(
    _ sequence: String, _ id: String = "alpha", at step: Int, steps: Int? = nil, by: String? = "ana",
    reason: String? = nil, undoes: String? = nil, action: ControlEvent.Action = .ban
  ) -> [RunEvent] {
    [
      .control(
        ControlEvent(
          sequence: sequence, action: action, rewardModel: id, steps: steps, undoes: undoes, by: by,
          reason: reason)),
      .applied(AppliedEvent(sequence: sequence, ok: true, step: step)),
    ]
  }

  @Test func saysSinceWhenByWhomAndForHowLong() {
    let run = run(
      TestLog.steps(0...4) + ban("c-1", at: 5, steps: 10, reason: "length hacking") + TestLog.step(8))
    let badge = words(run)[0]
    #expect(badge.whole == "BAN since step 5 by ana (7 left)")
    #expect(badge.sinceAndLeft == "BAN since 5 (7 left)")
    #expect(badge.sinceStep == "BAN since 5" && badge.short == "BAN")
    #expect(badge.spoken == "BAN since step 5 by ana, 7 steps left: length hacking")
  }

  /// An undo brings the earlier ban back, with the step since which that one stood.
  @Test func anUndoneUnbanIsTheOldBan() {
    let run = run(
      TestLog.steps(0...2) + ban("c-1", at: 2) + TestLog.steps(3...6)
        + ban("c-2", at: 6, by: "eve", action: .unban) + TestLog.steps(7...9)
        + ban("c-3", at: 9, by: "eve", undoes: "c-2"))
    #expect(words(run).map(\.whole) == ["BAN since step 2 by ana"])
  }

  @Test func whatIsNotKnownIsLeftOut() {
    let run = run(
      [
        .control(ControlEvent(sequence: "c-1", action: .ban, rewardModel: "alpha")),
        .applied(AppliedEvent(sequence: "c-1", ok: true)),
      ])
    #expect(words(run).map(\.whole) == ["BAN"] && words(run).map(\.spoken) == ["BAN"])
  }

  @Test func hostileTextIsMadeSafe() {
    let evil = "\u{1B}[31mx\u{202E}\u{7}" + String(repeating: "y", count: 900)
    let spoken = words(run(ban("c-1", at: 3, by: evil, reason: evil)))[0].spoken
    #expect(!spoken.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
    #expect(spoken.count < 300)
  }
}
