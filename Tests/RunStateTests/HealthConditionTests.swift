import RunEvents
import TestSupport
import Testing

@testable import RunState

/// Every kind of condition, from logs: what raises it, what it says, and when it is over.
@Suite struct HealthConditionTests {
  /// Goes round among RMs, one decision a step and its answer at once.
  private func healthy(_ log: inout LogBuilder, _ range: Range<Int>, rms: [String] = ["a", "b", "c"]) {
    for index in range {
      log.decide("\(index)", rms[index % rms.count], step: index)
      log.loss("\(index)", Double(index * 37 % 101) / 100)
    }
  }

  /// The lines of the journal about conditions; as many marks stand over the charts.
  private func said(_ state: RunState) -> [String] {
    let entries = state.journal.filter { $0.subject == .alarm }
    #expect(state.markers.filter { $0.kind == .alarm }.count == entries.count { $0.severity != .good })
    #expect(state.markers.filter { $0.kind == .allClear }.count == entries.count { $0.severity == .good })
    return entries.map(\.text)
  }

  private func alarms(_ write: (inout LogBuilder) -> Void) -> [String] {
    said(
      folded { log in
        log.run { $0.group = 100_000 }
        write(&log)
      })
  }

  /// Beside the id in the table an alarm has a shorter name, or none.
  @Test func whatTheHeaderAndTheRowSay() {
    var drift = HealthCondition(kind: .drift, arm: 1, subject: "judge-large-v2", direction: "lower")
    #expect(drift.headline("large") == "large below belief" && drift.note == "below belief")
    #expect(
      drift.headline(nil) == "judge-large-v2 below belief" && drift.short == "judge-large-v2 drifts lower")
    drift.direction = "higher"
    #expect(drift.headline("large") == "large above belief")
    let collapse = HealthCondition(
      kind: .collapse, arm: 0, count: 253, window: 256, subject: "judge-large-v2")
    #expect(collapse.headline("large") == "large takes 99%" && collapse.note == "takes 99%")
    let ban = HealthCondition(kind: .notObeyed, arm: 0, count: 1, subject: "BAN judge-large-v2")
    #expect(ban.headline("large") == "NOT OBEYED: BAN judge-large-v2")
    #expect(
      HealthCondition.Kind.allCases.allSatisfy {
        HealthCondition(kind: $0).note.count <= 14 || $0 == .relativeDrift
      })
  }

  @Test func collapseIsSaidOnceAnEpisode() {
    let texts = alarms { log in
      for index in 0..<2000 {
        let spread = (600..<800).contains(index)
        log.decide("\(index)", spread && index % 2 == 0 ? "b" : "a", step: index)
        log.loss("\(index)", Double(index))
      }
    }
    #expect(
      texts == [
        "alarm: a took 244 of the last 256 free decisions",
        "over: a took 244 of the last 256 free decisions (since step 243)",
        "alarm: a took 244 of the last 256 free decisions",
      ])
  }

  @Test func aPinIsNoCollapse() {
    let texts = alarms { log in
      log.control("s-1", .pin, "a")
      log.applied("s-1")
      for index in 0..<500 {
        log.decide("\(index)", "a", step: index, by: "pin")
        log.loss("\(index)", Double(index))
      }
    }
    #expect(texts.isEmpty)
  }

  /// Nor what a fixed policy chose, nor the only RM that bans left.
  @Test(arguments: ["fixed", "thompson"]) func withoutAChoiceNothingCollapses(by: String) {
    let texts = alarms { log in
      if by == "thompson" {
        for (sequence, rm) in [("s-1", "b"), ("s-2", "c")] {
          log.control(sequence, .ban, rm)
          log.applied(sequence)
        }
      }
      for index in 0..<500 {
        log.decide("\(index)", "a", step: index, by: by)
        log.loss("\(index)", Double(index))
      }
    }
    #expect(texts.isEmpty)
  }

  /// A pin of a while does not fill the window: what was free before and after it counts.
  @Test func aPinAmongFreeDecisionsIsLeftOut() {
    let texts = alarms { log in
      for index in 0..<2000 {
        let isPinned = (300..<900).contains(index)
        let rm = isPinned ? "a" : ["a", "b", "c"][index % 3]
        log.decide("\(index)", rm, step: index, by: isPinned ? "pin" : "thompson")
        log.loss("\(index)", Double(index))
      }
    }
    #expect(texts.isEmpty)
  }

  /// The numbers at which a condition over a window begins, and at which it is over: each of them, and one off.
  struct Threshold: Sendable, CustomStringConvertible {
    var kind: HealthCondition.Kind
    var arm: Int?
    var window: Int
    var raisedFrom: Int
    var overAt: Int
    var description: String { "\(kind) \(arm.map(String.init) ?? "of all")" }
  }

  /// `count` of what the condition is about, then others up to the window and `further` of them.
  private func stands(_ threshold: Threshold, count: Int, further: Int = 0) -> Bool {
    let state = folded { log in
      log.run()
      for index in 0..<(threshold.window + further) {
        // Not four in a row, so that only the window counts; a collapse is a row by nature.
        let place = index % threshold.window
        let counts =
          index < threshold.window
          && (threshold.kind == .collapse
            ? place < count : place * count / threshold.window != (place + 1) * count / threshold.window)
        var arm = threshold.arm ?? index % 3
        if threshold.kind == .collapse { arm = counts ? 0 : 1 + index % 2 }
        log.decide("\(index)", ["a", "b", "c"][arm], step: index)
        let outcome: FeedbackEvent.Outcome =
          switch threshold.kind {
          case .ties where counts: .tie
          case .failures where counts: .error("x")
          case .notFinite where counts: .loss(.nan)
          default: .loss(Double(index))
          }
        log.feedback("\(index)", outcome)
      }
    }
    return state.conditions.stands(threshold.kind, arm: threshold.arm)
  }

  @Test(arguments: [
    Threshold(kind: .ties, window: 256, raisedFrom: 129, overAt: 102),
    Threshold(kind: .failures, window: 256, raisedFrom: 52, overAt: 38),
    Threshold(kind: .failures, arm: 1, window: 64, raisedFrom: 33, overAt: 25),
    Threshold(kind: .notFinite, window: 64, raisedFrom: 33, overAt: 16),
    Threshold(kind: .collapse, arm: 0, window: 256, raisedFrom: 244, overAt: 230),
  ]) func theThresholdsOfAWindow(threshold: Threshold) {
    #expect(!stands(threshold, count: threshold.raisedFrom - 1))
    #expect(stands(threshold, count: threshold.raisedFrom))
    // Well on the way it still stands; when all have left the window it is over.
    #expect(stands(threshold, count: threshold.raisedFrom, further: 8))
    #expect(!stands(threshold, count: threshold.raisedFrom, further: threshold.window))
  }

  @Test func everyLossNaN() {
    let state = folded { log in
      log.run(rms: ["a", "b"])
      healthy(&log, 0..<20, rms: ["a", "b"])
      for index in 20..<60 {
        log.decide("\(index)", ["a", "b"][index % 2], step: index)
        log.loss("\(index)", index % 3 == 0 ? .infinity : .nan)
      }
      healthy(&log, 60..<200, rms: ["a", "b"])
    }
    #expect(state.conditions.isEmpty)
    #expect(state.rewardModels.map(\.nonFinite) == [20, 20])
    #expect(
      said(state) == [
        "alarm: the last 8 losses or rewards of a are NaN or infinite",
        "alarm: the last 16 losses or rewards are NaN or infinite",
        "over: the last 16 losses or rewards are NaN or infinite (since step 35)",
        "over: the last 20 losses or rewards of a are NaN or infinite (since step 34)",
      ])
  }

  @Test func oneRMThatFails() throws {
    var log = LogBuilder()
    log.run(rms: ["a", "b"])
    healthy(&log, 0..<20, rms: ["a", "b"])
    for index in 20..<34 {
      log.decide("\(index)", ["a", "b"][index % 2], step: index)
      log.feedback(
        "\(index)", index % 2 == 1 ? .error("503 from \u{1b}[31mnode \(index)") : .loss(Double(index)))
    }
    let failing = log.state
    let condition = try #require(failing.conditions.first)
    #expect(failing.conditions.count == 1)
    #expect((condition.kind, condition.arm) == (.failures, 1))
    #expect(condition.sentence == "the last 7 calls of b failed; the last error: 503 from [31mnode 33")
    #expect(condition.short == "b: last 7 calls failed")
    #expect(condition.step == 29)
    #expect(failing.rewardModels[1].lastError == "503 from [31mnode 33")
    healthy(&log, 34..<60, rms: ["a", "b"])
    #expect(log.state.conditions.isEmpty)
    #expect(said(log.state).count == 2)
  }

  /// One RM's condition does not stand in the way of another's.
  @Test func everyRMHasItsOwn() {
    let state = folded { log in
      log.run()
      for index in 0..<60 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        log.feedback("\(index)", index % 3 == 2 ? .loss(Double(index)) : .error("x"))
      }
    }
    #expect(state.conditions.filter { $0.kind == .failures }.map(\.arm) == [0, 1])
  }

  @Test func contextsThatBecomeZero() {
    func state(zeros: Int, then: Int = 0) -> RunState {
      folded { log in
        log.run()
        for index in 0..<(40 + zeros + then) {
          let isZero = (40..<(40 + zeros)).contains(index)
          log.decide(
            "\(index)", ["a", "b", "c"][index % 3], step: index / 4, x: isZero ? [0, 0] : [1, Double(index)])
          log.loss("\(index)", Double(index * 37 % 101))
        }
      }
    }
    #expect(state(zeros: 15).conditions.isEmpty)
    #expect(state(zeros: 16).conditions.map(\.short) == ["last 16 contexts all zeros"])
    #expect(state(zeros: 30, then: 10).conditions.map(\.kind) == [.zeroContexts])
    #expect(state(zeros: 30, then: 64).conditions.isEmpty)
  }

  @Test func orphansAndRepetitions() {
    func state(_ bad: Int, repeats: Bool, then: Int = 0) -> RunState {
      folded { log in
        log.run()
        healthy(&log, 0..<60)
        for index in 0..<bad { log.loss(repeats ? "\(index)" : "x\(index)", 1) }
        healthy(&log, 60..<(60 + then))
      }
    }
    #expect(state(12, repeats: false).conditions.isEmpty)
    #expect(state(13, repeats: false).conditions.map(\.short) == ["13 of 73 feedbacks orphaned"])
    #expect(state(13, repeats: false, then: 180).conditions.map(\.kind) == [.orphans])
    #expect(state(13, repeats: false, then: 260).conditions.isEmpty)
    #expect(state(12, repeats: true).conditions.isEmpty)
    #expect(state(13, repeats: true).conditions.map(\.short) == ["13 of 133 ids repeated"])
    #expect(state(13, repeats: true, then: 130).conditions.isEmpty)
  }

  /// Batches of one under rule `batch` give no reward; nothing hangs on that where there are no contexts.
  @Test func refusedRewards() {
    func state(each: Int, x: [Double]?) -> RunState {
      folded { log in
        log.run()
        for index in 0..<400 {
          // Two hundred decisions alone in their steps, then others in company.
          let step = index < 200 ? index : 200 + (index - 200) / each
          log.decide("\(index)", ["a", "b", "c"][index % 3], step: step, x: x)
          log.loss("\(index)", Double(index * 37 % 101))
        }
      }
    }
    #expect(state(each: 1, x: nil).conditions.isEmpty)
    #expect(state(each: 1, x: [1, 2]).conditions.map(\.kind) == [.refusedRewards])
    let over = state(each: 1, x: [1, 2]).journal.filter { $0.subject == .alarm }
    #expect(
      over.map(\.text) == ["alarm: 64 of the last 64 rewards were refused or clipped by the normalisation"])
  }

  @Test func noPosteriorAndWhy() throws {
    var log = LogBuilder()
    log.run(dim: 2) { router in
      router.reward.rule = .quantile
      router.reward.history = 1 << 40
    }
    let condition = try #require(log.state.conditions.first)
    #expect(condition.kind == .noPosterior && condition.short == "no posterior")
    #expect(condition.sentence.hasPrefix("no posterior: router.reward.history is 1099511627776"))
    var change = RouterSettingsChange()
    change.reward.history = 1000
    log.add(.settings(SettingsEvent(reason: "person", change: change)))
    #expect(log.state.conditions.isEmpty)
    #expect(said(log.state).count == 2)
    // Without contexts there is nothing that a posterior could be of.
    #expect(folded { $0.run(dim: nil) }.conditions.isEmpty)
  }

  @Test func anOutputThatIsStuck() {
    func state(rewards: (Int) -> FeedbackEvent.Outcome, margins: ((Int) -> Double)? = nil, then: Int = 0)
      -> RunState
    {
      folded { log in
        log.run(rms: ["a", "b"])
        for index in 0..<(128 + then) {
          log.decide("\(index)", ["a", "b"][index % 2], step: index)
          let isB = index % 2 == 1
          var feedback = FeedbackEvent(
            id: "\(index)", outcome: isB && (64..<128).contains(index) ? rewards(index) : .loss(Double(index))
          )
          if let margins {
            feedback.scoreA = isB && (64..<128).contains(index) ? margins(index) : Double(index)
            feedback.scoreB = 0
          }
          log.add(.feedback(feedback))
        }
      }
    }
    func constant(_ state: RunState) -> [String] {
      state.conditions.filter { $0.kind == .constant }.map(\.sentence)
    }
    #expect(constant(state { .loss(Double($0)) }).isEmpty)
    #expect(constant(state { _ in .loss(0.5) }) == ["b: its last 32 rewards are all the same"])
    #expect(constant(state { .loss($0 == 69 ? 1 : 0.5) }).isEmpty)
    #expect(constant(state { _ in .tie }) == ["b: its last 32 answers were all ties"])
    #expect(
      constant(
        state {
          .loss(Double($0))
        } margins: { _ in
          0.25
        })
        == ["b: its last 32 score margins are all the same"])
    #expect(constant(state(rewards: { _ in .loss(0.5) }, then: 6)).count == 1)
    #expect(constant(state(rewards: { _ in .loss(0.5) }, then: 10)).isEmpty)
    #expect(constant(state(rewards: { _ in .tie }, then: 10)).isEmpty)
  }

  /// Right or wrong as a reward is the same many times in a row by nature.
  @Test func twoValuesAreNotStuck() {
    for seed in 0..<4 {
      var numbers = SeededGenerator(seed: seed)
      let state = folded { log in
        log.run()
        for index in 0..<3000 {
          log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
          log.loss("\(index)", numbers.below(20) == 0 ? 1 : 0)
        }
      }
      #expect(!state.journal.contains { $0.text.contains("the same") }, "seed \(seed)")
    }
  }

  @Test func aControlThatIsNotObeyedUntilItIsTakenBack() {
    var log = LogBuilder()
    log.run()
    log.control("s-1", .ban, "b")
    log.applied("s-1")
    log.decide("1", "b", step: 0)
    #expect(log.state.conditions.map(\.short) == ["NOT OBEYED: BAN b"])
    #expect(log.state.conditions.map(\.arm) == [1])
    var acknowledged = log
    acknowledged.control("s-2", .unban, "b")
    acknowledged.applied("s-2")
    #expect(acknowledged.state.conditions.isEmpty)
    log.control("s-3", .remove, "b")
    log.applied("s-3")
    #expect(log.state.conditions.isEmpty)
  }

  @Test func theWorstComesFirst() {
    func condition(_ kind: HealthCondition.Kind, arm: Int? = nil, event: Int = 0) -> HealthCondition {
      HealthCondition(kind: kind, arm: arm, event: event)
    }
    let sorted = [
      condition(.relativeDrift, arm: 0), condition(.drift, arm: 1), condition(.noFeedback, arm: 1, event: 2),
      condition(.noFeedback, arm: 0, event: 1), condition(.divergence), condition(.notObeyed, arm: 2),
      condition(.notFinite), condition(.notFinite, arm: 2),
    ].worstFirst
    #expect(
      sorted.map(\.kind) == [
        .notObeyed, .notFinite, .divergence, .notFinite, .noFeedback, .noFeedback, .drift, .relativeDrift,
      ])
    #expect(sorted[4].arm == 0)
  }

  /// What is said in few cells is short, whatever the names.
  @Test func shortIsShort() {
    for kind in HealthCondition.Kind.allCases where kind != .notObeyed {
      for arm in [nil, 3] {
        let condition = HealthCondition(
          kind: kind, arm: arm, count: 1000, window: 1000,
          subject: "Skywork/Skywork-Reward-Llama-3.1-8B-v0.2",
          direction: "falls")
        #expect(condition.short.count <= 50, "\(condition.short)")
      }
    }
  }

  /// Conditions are state: folded whole or from a checkpoint, the same stand.
  @Test func theSameStandFromACheckpoint() {
    var standing = 0
    for seed in 0..<12 {
      let lines = MessyLog.lines(count: 500, seed: seed)
      let whole = fold(lines)
      for cut in [100, 250, 400] {
        let parts = fold(lines[cut...], into: fold(lines[..<cut]))
        #expect(Array(parts.conditions) == Array(whole.conditions), "seed \(seed), cut at \(cut)")
      }
      standing += whole.conditions.count
    }
    #expect(standing > 0)
  }
}
