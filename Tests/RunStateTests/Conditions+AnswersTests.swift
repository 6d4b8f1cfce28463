import RunEvents
import TestSupport
import Testing

@testable import RunState

/// No feedback: of the run, and of one RM while others are answered.
@Suite struct RunStateAnswerHealthTests {
  private func kinds(_ state: RunState) -> [String] {
    state.conditions.filter { $0.kind == .noFeedback }.map(\.short)
  }

  @Test func aRunThatNeverHadAnyHas8Steps() {
    func state(steps: Int, each: Int, thenFeedback: Bool = false) -> RunState {
      folded { log in
        log.run()
        for index in 0..<(steps * each) {
          log.decide("\(index)", ["a", "b", "c"][index % 3], step: index / each)
        }
        if thenFeedback { log.loss("0", 1) }
      }
    }
    #expect(kinds(state(steps: 9, each: 7)).isEmpty)
    #expect(kinds(state(steps: 9, each: 8)) == ["no feedback for 72 decisions"])
    #expect(kinds(state(steps: 8, each: 100)).isEmpty)
    #expect(kinds(state(steps: 1, each: 3000)).isEmpty)
    #expect(kinds(state(steps: 3, each: 600)) == ["no feedback for 1800 decisions"])
    let over = state(steps: 9, each: 8, thenFeedback: true)
    #expect(kinds(over).isEmpty)
    #expect(over.journal.contains { $0.text == "over: no feedback for the last 72 decisions (since step 8)" })
  }

  @Test func withoutStepsItIsAThousandDecisions() {
    func state(_ count: Int) -> RunState {
      folded { log in
        log.run()
        for index in 0..<count { log.decide("\(index)", "a") }
      }
    }
    #expect(kinds(state(999)).isEmpty)
    #expect(kinds(state(1000)).count == 1)
  }

  /// Batches of 500 that are answered a step later are no silence; when nothing comes any more it is.
  @Test func aRunGoesByItsLongestWait() {
    var log = LogBuilder()
    log.run()
    for step in 0..<6 {
      for place in 0..<500 { log.decide("\(step)-\(place)", ["a", "b", "c"][place % 3], step: step) }
      if step > 0 { for place in 0..<500 { log.loss("\(step - 1)-\(place)", Double(place)) } }
    }
    #expect(!log.state.journal.contains { $0.subject == .alarm })
    for step in 6..<12 {
      for place in 0..<500 { log.decide("\(step)-\(place)", ["a", "b", "c"][place % 3], step: step) }
    }
    #expect(kinds(log.state) == ["no feedback for 3000 decisions"])
  }

  /// - Parameters:
  ///   - hangs: the step from which `c` is not answered.
  ///   - delay: by how many steps `c` is answered later than others.
  private func hanging(steps: Int, each: Int = 4, hangs: Int, until: Int = .max, delay: Int = 0) -> RunState {
    folded { log in
      log.run()
      for step in 0..<steps {
        for place in 0..<each {
          let rm = ["a", "b", "c", "c"][place % 4]
          log.decide("\(step)-\(place)", rm, step: step)
        }
        for place in 0..<each {
          let isC = place % 4 > 1
          let answered = isC ? step - delay : step
          if answered < 0 || (isC && (hangs..<until).contains(step)) { continue }
          log.loss("\(answered)-\(place)", Double(step * 7 + place))
        }
      }
    }
  }

  @Test func oneThatHangsIsNamed() throws {
    let state = hanging(steps: 20, hangs: 10)
    let condition = try #require(state.conditions.first)
    #expect(state.conditions.count == 1)
    #expect((condition.kind, condition.arm) == (.noFeedback, 2))
    #expect(condition.short == "c silent 20 calls")
    #expect(condition.sentence == "c is silent: no feedback for its last 20 calls, while others are answered")
    // It was answered after two calls at the most: twelve are enough.
    #expect(condition.step == 15)
  }

  @Test func itIsOverAfterFourAnswers() {
    #expect(hanging(steps: 31, hangs: 10, until: 30).conditions.count == 1)
    let state = hanging(steps: 32, hangs: 10, until: 30)
    #expect(state.conditions.isEmpty)
    #expect(state.journal.filter { $0.subject == .alarm }.count == 2)
  }

  @Test func whoAnswersLateIsNotSilent() {
    for delay in 1...3 {
      let state = hanging(steps: 60, each: 40, hangs: .max, delay: delay)
      #expect(!state.journal.contains { $0.subject == .alarm }, "\(delay) steps later")
    }
  }

  @Test func oneThatNeverAnswered() {
    #expect(kinds(hanging(steps: 30, hangs: 0)) == ["c silent 60 calls"])
  }

  /// A trainer that reports one decision in ten leaves many of every RM unanswered.
  @Test func rareFeedbackIsNoSilence() {
    for seed in 0..<5 {
      var numbers = SeededGenerator(seed: seed)
      let state = folded { log in
        log.run()
        for index in 0..<3000 {
          log.decide("\(index)", ["a", "b", "c"][numbers.below(3)], step: index / 4)
          if numbers.below(10) == 0 { log.loss("\(index)", Double(index)) }
        }
      }
      #expect(!state.journal.contains { $0.subject == .alarm }, "seed \(seed)")
    }
  }

  @Test func aRestartIsNoSilence() {
    var log = LogBuilder()
    log.run()
    for round in 0..<10 {
      for step in 0..<12 {
        for place in 0..<3 { log.decide("\(round)-\(step)-\(place)", ["a", "b", "c"][place], step: step) }
        // The trainer dies each time before half of the answers are in.
        if step < 6 { for place in 0..<3 { log.loss("\(round)-\(step)-\(place)", Double(step)) } }
      }
    }
    #expect(!log.state.journal.contains { $0.subject == .alarm && $0.text.contains("silent") })
  }
}
