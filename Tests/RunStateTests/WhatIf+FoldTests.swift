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
    #expect(whatIf.stride == 1 && whatIf.rounds.count == 4)
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
