import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateAlarmTests {
  private func alarms(_ write: (inout LogBuilder) -> Void) -> [String] {
    let state = folded { log in
      log.run { $0.group = 100_000 }
      write(&log)
    }
    #expect(
      state.markers.filter { $0.kind == .alarm }.count == state.journal.filter { $0.subject == .alarm }.count)
    return state.journal.filter { $0.subject == .alarm }.map(\.text)
  }

  @Test func collapseIsSaidOnceAnEpisode() {
    let texts = alarms { log in
      for index in 0..<2000 {
        let spread = (600..<800).contains(index)
        log.decide("\(index)", spread && index % 2 == 0 ? "b" : "a", step: index)
        log.loss("\(index)", 1)
      }
    }
    #expect(texts.count == 2)
    #expect(texts[0] == "signal: a took 244 of the last 256 free decisions")
  }

  @Test func aPinIsNoCollapse() {
    let texts = alarms { log in
      log.control("s-1", .pin, "a")
      log.applied("s-1")
      for index in 0..<500 {
        log.decide("\(index)", "a", step: index, by: "pin")
        log.loss("\(index)", 1)
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
        log.loss("\(index)", 1)
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
        log.loss("\(index)", 1)
      }
    }
    #expect(texts.isEmpty)
  }

  @Test func noFeedbackForAThousandDecisions() {
    let texts = alarms { log in
      for index in 0..<2600 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        if index == 1300 { log.loss("\(index)", 1) }
      }
    }
    #expect(texts == Array(repeating: "signal: no feedback for 1000 decisions", count: 2))
  }

  @Test func manyTiesAndErrors() {
    let texts = alarms { log in
      for index in 0..<600 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        log.feedback("\(index)", index % 5 < 3 ? .tie : index % 5 == 3 ? .error("x") : .loss(1))
      }
      for index in 600..<900 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        log.feedback("\(index)", index % 4 == 0 ? .error("x") : .loss(1))
      }
    }
    #expect(texts.count == 2)
    #expect(texts[0] == "signal: 154 of the last 256 feedbacks were ties")
    #expect(texts.contains { $0.hasSuffix("of the last 256 feedbacks were errors of reward models") })
  }

  /// The numbers at which a signal over a window is said, and at which its episode is over: each of them, and one off.
  struct Threshold: Sendable, CustomStringConvertible {
    var kind: RunSignal.Kind
    /// The RM whose own rate it is.
    var arm: Int?
    var window: Int
    var raisedFrom: Int
    var overAt: Int
    var description: String { "\(kind) \(arm.map(String.init) ?? "of all")" }
  }

  /// `count` of what the signal is about, then others up to the window and `further` of them.
  private func isRaised(_ threshold: Threshold, count: Int, further: Int = 0) -> Bool {
    let state = folded { log in
      log.run()
      for index in 0..<(threshold.window + further) {
        let counts = index < count
        var arm = threshold.arm ?? index % 3
        if threshold.kind == .collapse { arm = counts ? 0 : 1 + index % 2 }
        log.decide("\(index)", ["a", "b", "c"][arm], step: index)
        let outcome: FeedbackEvent.Outcome =
          switch threshold.kind {
          case .ties where counts: .tie
          case .errors where counts: .error("x")
          default: .loss(1)
          }
        log.feedback("\(index)", outcome)
      }
    }
    return state.signals.contains { $0.kind == threshold.kind && $0.arm == threshold.arm }
  }

  @Test(arguments: [
    Threshold(kind: .ties, arm: nil, window: 256, raisedFrom: 129, overAt: 102),
    Threshold(kind: .errors, arm: nil, window: 256, raisedFrom: 52, overAt: 38),
    Threshold(kind: .errors, arm: 1, window: 64, raisedFrom: 33, overAt: 25),
    Threshold(kind: .collapse, arm: 0, window: 256, raisedFrom: 244, overAt: 230),
  ]) func aSignalsThresholds(threshold: Threshold) {
    #expect(!isRaised(threshold, count: threshold.raisedFrom - 1))
    #expect(isRaised(threshold, count: threshold.raisedFrom))
    let further = threshold.raisedFrom - threshold.overAt
    #expect(isRaised(threshold, count: threshold.raisedFrom, further: further - 1))
    #expect(!isRaised(threshold, count: threshold.raisedFrom, further: further))
  }

  @Test func silenceIsAThousandDecisionsAndEndsWithTheNextFeedback() {
    func signals(_ decisions: Int, thenFeedback: Bool = false) -> [RunSignal.Kind] {
      folded { log in
        log.run()
        for index in 0..<decisions { log.decide("\(index)", ["a", "b", "c"][index % 3], step: index) }
        if thenFeedback { log.loss("0", 1) }
      }.signals.map(\.kind)
    }
    #expect(signals(999).isEmpty)
    #expect(signals(1000) == [.silence])
    #expect(signals(1000, thenFeedback: true).isEmpty)
  }

  /// One RM's signal does not stand in the way of another's.
  @Test func everyRMHasItsOwn() {
    let state = folded { log in
      log.run()
      for index in 0..<240 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        log.feedback("\(index)", index % 3 == 2 ? .loss(1) : .error("x"))
      }
    }
    #expect(state.signals.filter { $0.kind == .errors }.map(\.arm) == [0, 1])
  }
}
