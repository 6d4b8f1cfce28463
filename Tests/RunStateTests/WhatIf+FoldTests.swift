import RouterEngine
import RunEvents
import Testing

@testable import RunState

@Suite struct WhatIfFoldTests {
  private static func decision(_ id: String, _ rm: String, p: Double?, step: Int = 0) -> RunEvent {
    .decision(
      DecisionEvent(
        id: id, rewardModel: rm, step: step, by: "thompson", propensity: p,
        description: PairDescription(features: .context([1, 0]))))
  }

  private static let random = WhatIfSample.question { $0.policy = .random }

  /// A propensity of exactly 1 is one; above 1 there is none.
  @Test func propensitiesAreUpToOne() {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    for (place, p) in [1, 1 + 1e-9, -0.5, .nan].enumerated() { log.add(Self.decision("\(place)", "a", p: p)) }
    let tally = WhatIfSample.ask(Self.random, log.lines).0.tally
    #expect(tally.answered == 4 && tally.withoutPropensity == 3)
  }

  /// Who chooses a banned one heeds no controls: all that are present could have been chosen.
  @Test func whatWasChosenCouldHaveBeenChosen() throws {
    var log = LogBuilder()
    log.run(rms: ["a", "b", "c", "d"])
    log.control("1", .ban, "a")
    log.applied("1", step: 0)
    log.control("2", .remove, "c")
    log.applied("2", step: 0)
    for (place, rm) in ["a", "b"].enumerated() {
      log.add(Self.decision("\(place)", rm, p: 0.5))
      log.loss("\(place)", Double(place))
    }
    log.add(.end(EndEvent()))
    let rounds = WhatIfSample.ask(Self.random, log.lines).0.rounds
    #expect(rounds.map(\.allowed) == [[0, 1, 3], [1, 3]])
  }

  /// The oldest of too many that wait is given up, and counted.
  @Test func whatWaitsTooLongIsCounted() {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    for index in 0..<(PendingRounds.limit + 2) { log.add(Self.decision("\(index)", "a", p: 0.5)) }
    let whatIf = WhatIfSample.ask(Self.random, log.lines).0
    #expect(whatIf.tally.withoutReward == 2 && whatIf.report().waiting == PendingRounds.limit)
  }

  /// Without a run line the first decision begins the run, and is one of it.
  @Test func aLogWithoutARunLineIsCountedFromItsFirstDecision() {
    var log = LogBuilder()
    for index in 0..<3 { log.add(Self.decision("\(index)", "a", p: 0.5)) }
    #expect(WhatIfSample.ask(Self.random, log.lines).0.tally.decisions == 3)
  }

  /// Another run may have its reward models in another order, and begins with all memory to itself.
  @Test func anotherRunIsAskedAfresh() {
    var log = WhatIfSample.log(steps: 60)
    log.run("another", rms: ["b", "c", "a"])
    for index in 0..<4 {
      log.add(Self.decision("\(index)", "a", p: 0.5, step: index / 2))
      log.loss("\(index)", Double(index))
    }
    log.add(.end(EndEvent()))
    let question = WhatIfSample.question { $0.policy = .fixed("c") }
    let whatIf = WhatIfSample.ask(question, log.lines, limit: 9000).0
    #expect(whatIf.shares.map(\.whatIf) == [0, 1, 0])
    #expect(whatIf.shareHistory.byArm.map { $0.buckets.map(\.first) } == [[0, 0], [1, 1], [0, 0]])
    #expect(whatIf.stride == 1 && whatIf.rounds.count == 4)
  }

  /// The shares over the run: as recorded before the question begins, then the probabilities of its settings.
  @Test func sharesOverTheRunAreThoseOfTheQuestion() throws {
    let log = WhatIfSample.log(steps: 20)
    let question = WhatIfSample.question { $0.policy = .fixed("c") }
    var state = RunState()
    var whatIf: WhatIf?
    for line in log.lines {
      state.fold(line)
      whatIf?.fold(line, recorded: state)
      // The last decision of step 9 has its feedback: the step's point is still open.
      if whatIf == nil, state.counts.feedbacks == 40 { whatIf = WhatIf(question, from: state) }
    }
    let asked = try #require(whatIf).shareHistory.byArm
    let recorded = state.shares.byArm
    #expect(asked.map(\.buckets.count) == recorded.map(\.buckets.count))
    for arm in 0..<3 {
      let (own, other) = (recorded[arm].buckets, asked[arm].buckets)
      #expect(own.prefix(10) == other.prefix(10))
      #expect(other.dropFirst(10).map(\.first) == Array(repeating: arm == 2 ? 1 : 0, count: other.count - 10))
    }
    // The recording has nothing of it.
    #expect(state.digest == log.state.digest)
  }

  /// Without steps a point is a group of decisions, the last one of it among them; those without an answer have none.
  @Test func sharesWithoutStepsHaveTheSamePoints() {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids, router: { $0.group = 4 })
    for index in 0..<12 {
      log.add(
        .decision(
          DecisionEvent(
            id: "\(index)", rewardModel: "a", by: "thompson", propensity: 0.5,
            description: PairDescription(features: index < 8 ? .context([1, 0]) : nil))))
    }
    let question = WhatIfSample.question { $0.policy = .thompson }
    let (whatIf, state) = WhatIfSample.ask(question, log.lines)
    let points = whatIf.shareHistory.byArm.map { $0.buckets.map(\.first) }
    #expect(state.shares.byArm[0].buckets.map(\.first) == [1, 1, 1])
    #expect(points.map(\.count) == [2, 2, 2], "\(points)")
    #expect(points.allSatisfy { $0.allSatisfy { $0 > 0.2 && $0 < 0.5 } }, "\(points)")
  }

  /// A pin of the question takes no turn: the other category goes on one by one.
  @Test func aPinTakesNoTurn() {
    let question = WhatIfSample.question(
      { $0.policy = .roundRobin }, controls: [(.pin, "c", "math")])
    let shares = WhatIfSample.ask(question, WhatIfSample.log(steps: 10).lines).0.shares.map(\.whatIf)
    #expect(isNear(shares, [7.0 / 40, 7.0 / 40, 26.0 / 40], 1e-12))
  }

  /// Feedback that the run refuses, because it has it already, changes nothing of what waits.
  @Test func aRepeatedFeedbackIsNone() {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    for id in ["1", "2"] { log.add(Self.decision(id, "a", p: 0.5)) }
    for (id, loss) in [("1", 1.0), ("2", 2), ("1", 3)] { log.loss(id, loss) }
    log.add(.end(EndEvent()))
    let tally = WhatIfSample.ask(Self.random, log.lines).0.tally
    #expect(tally.eligible == 2 && tally.withoutReward == 0)
  }

  /// Asked in the middle: a decision that the run has already, and refuses, is none here either.
  @Test func aRepeatedDecisionIsNoneFromTheMiddleOnEither() {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    log.add(Self.decision("1", "a", p: 0.5))
    var state = log.state
    var whatIf = WhatIf(Self.random, from: state)
    log.add(Self.decision("1", "a", p: 0.5))
    for line in log.lines.suffix(1) {
      state.fold(line)
      whatIf.fold(line, recorded: state)
    }
    #expect(state.counts.decisions == 1 && whatIf.tally.decisions == 0)
  }
}
