import Router
import RouterEngine
import RunEvents
import StateCoding
import TestSupport
import Testing

@testable import RunState

@Suite struct BeliefLawTests {
  /// Closes at which a law looks, of so many that each bring so many rows.
  private func looks(_ law: BeliefLaw = BeliefLaw(), arms: Int, width: Int, rows: Int, closes: Int) -> [Int] {
    var law = law
    let cost = BeliefLaw.cost(arms: arms, width: width)
    return (1...closes).filter { close in
      law.close(rows: rows, ageing: 0, width: width)
      guard law.isDue(close: close, cost: cost) else { return false }
      law.look(cost: cost)
      return true
    }
  }

  @Test func smallContextsAreLookedAtAtEveryCloseUntilChartsThin() {
    let looks = looks(arms: 4, width: 64, rows: 16, closes: 8191)
    #expect(looks.prefix(2047) == ArraySlice(1...2047))
    #expect(looks.count { $0 >= 2048 && $0 < 4096 } == 1024)
    #expect(looks.count { $0 >= 4096 } == 1024)
    #expect(!looks.contains(4098) && looks.contains(4100))
  }

  @Test func largeOnesSeldom() {
    let looks = looks(arms: 4, width: 384, rows: 16, closes: 20_400)
    #expect(looks.prefix(32) == ArraySlice(1...32))
    for start in [64, 1024, 8192] { #expect(looks.count { $0 >= start && $0 < 2 * start } >= 16) }
    #expect((150...400).contains(looks.count))
    // However large, the powers of 2.
    #expect(
      self.looks(arms: 64, width: 4096, rows: 1, closes: 1000) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
  }

  /// Whatever comes, looks cost a quarter of the fold and so much of each doubling.
  @Test(arguments: 0..<40) func theCostIsBounded(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    let (arms, width) = (1 + numbers.below(64), 1 + numbers.below(seed % 2 == 0 ? 4096 : 300))
    var law = BeliefLaw()
    let cost = BeliefLaw.cost(arms: arms, width: width)
    var first = 0.0
    for close in 1...4096 {
      law.close(rows: numbers.below(200), ageing: numbers.below(2) * arms, width: width)
      if law.isDue(close: close, cost: cost) { law.look(cost: cost) }
      if close.nonzeroBitCount == 1 { first += max(law.costPerDoubling, cost) }
      #expect(law.looked <= law.share * law.folded + 2 * first)
    }
    #expect(law.looked > cost * 12.9)
  }

  @Test func aLookIsFreshUntilTheStatisticsChange() {
    var law = BeliefLaw()
    #expect(law.isFresh)
    law.close(rows: 3, ageing: 0, width: 2)
    #expect(!law.isFresh && law.audit() == nil)
    law.look(cost: 1)
    #expect(law.audit() == true)
    for _ in 1..<BeliefLaw.auditedDecisions { #expect(law.audit() == false) }
    #expect(law.audit() == nil && law.isFresh)
  }
}

/// The law at work: runs whose looks are made dear, so that few are taken.
@Suite struct ThinnedRunTests {
  /// A run of some two hundred closes of 40 rows and fewer, some of whose decisions have scores, with controls and
  /// settings in between.
  private static func lines(seed: Int) -> [LogLine] {
    var numbers = SeededGenerator(seed: seed)
    var log = LogBuilder()
    log.run { $0.noiseVariance = .value(0.5) }
    var sequence = 0
    for step in 0..<200 {
      for place in 0..<(1 + numbers.below(40)) {
        let id = "\(step).\(place)"
        let rm = ["a", "b", "c"][numbers.below(3)]
        let scores =
          numbers.below(3) == 0
          ? [] : [LoggedScore(rewardModel: rm, mean: numbers.number(), standardDeviation: 0.5)]
        log.decide(
          id, rm, step: step, x: numbers.below(9) == 0 ? nil : numbers.vector(2),
          category: ["x", "y"][place % 2],
          scores: scores)
        if numbers.below(8) > 0 { log.loss(id, numbers.number()) }
      }
      guard numbers.below(6) == 0 else { continue }
      sequence += 1
      switch numbers.below(3) {
      case 0:
        log.control("s-\(sequence)", .forget(keep: 0.5), numbers.below(2) == 0 ? nil : "a")
        log.applied("s-\(sequence)")
      case 1:
        var change = RouterSettingsChange()
        change.priorPrecision = .value(1 + Double(numbers.below(3)))
        log.add(.settings(SettingsEvent(reason: "person", change: change)))
      default:
        log.control("s-\(sequence)", .add(name: nil, cost: nil, prior: nil), "added \(sequence)")
        log.applied("s-\(sequence)")
      }
    }
    return log.lines
  }

  /// The state after the `run` line, with looks that each doubling has four of.
  private static func begin(_ lines: [LogLine]) -> RunState {
    var state = fold(lines.prefix(1))
    state.beliefs.law.costPerDoubling = 4 * BeliefLaw.cost(arms: 8, width: 2)
    state.beliefs.law.share = 0
    return state
  }

  private func expectSame(_ one: RunState, _ other: RunState) {
    #expect(one.digest == other.digest)
    #expect(one.counts == other.counts)
    #expect(one.beliefs.law == other.beliefs.law)
    #expect(one.conditions.coverage == other.conditions.coverage)
    #expect(one.journal == other.journal)
    #expect(looked(one).summary == looked(other).summary)
  }

  @Test(arguments: 0..<6) func chunksLooksAndResumesChangeNothing(seed: Int) throws {
    let lines = Self.lines(seed: seed)
    let start = Self.begin(lines)
    let whole = fold(lines.dropFirst(), into: start)
    #expect((8..<60).contains(whole.counts.looks) && whole.progress.closes > 150)
    #expect(whole.counts.auditedCloses > 4 && whole.counts.auditedCloses <= whole.counts.looks)
    #expect(whole.counts.auditedDecisions <= BeliefLaw.auditedDecisions * (whole.counts.looks + 1))
    #expect(whole.counts.differingScores > 0 && whole.counts.predictedCloses > 4)
    #expect(whole.beliefs[0].mean.sampleCount == whole.counts.looks)
    var numbers = SeededGenerator(seed: seed + 1000)
    var state = start
    for line in lines.dropFirst() {
      switch numbers.below(12) {
      case 0: state.look()
      case 1: _ = state.posteriorReport()
      case 2: _ = state.summary
      case 3 where numbers.below(20) == 0:
        state = try state.savedBytes.withUnsafeBytes { try RunState(saved: $0, priors: .none) }
      default: break
      }
      state.fold(line)
    }
    expectSame(state, whole)
  }

  /// Audits and predictions are those of the closes that the law has, as counted from outside.
  @Test(arguments: 0..<4) func onlyWhatFollowsALookIsAudited(seed: Int) {
    let lines = Self.lines(seed: seed)
    var state = Self.begin(lines)
    var (audited, left) = (0, BeliefLaw.auditedDecisions)
    for line in lines.dropFirst() {
      let (closes, looks, coverage) = (state.progress.closes, state.counts.looks, folded(state))
      let wasFresh = state.beliefs.law.isFresh
      state.fold(line)
      if folded(state) > coverage { #expect(wasFresh && state.progress.closes > closes) }
      if state.progress.closes > closes { left = state.counts.looks > looks ? BeliefLaw.auditedDecisions : 0 }
      guard case .event(let timed) = line.content else { continue }
      switch timed.event {
      case .settings: if !state.beliefs.law.isFresh { left = 0 }
      case .applied: if !state.beliefs.law.isFresh { left = 0 }
      case .decision(let decision)
      where !decision.scores.isEmpty && decision.description.context != nil && left > 0:
        left -= 1
        audited += 1
      default: break
      }
      #expect(state.counts.auditedDecisions == audited)
    }
    #expect(audited > 50)
  }

  private func folded(_ state: RunState) -> Int {
    state.conditions.coverage.reduce(0) { $0 + $1.folded.count }
  }

  /// After `forget` nothing is held against factors of what was: the next look has new ones.
  @Test func statisticsThatAControlChangedAreNotAudited() {
    func audited(reset: Bool) -> Int {
      var log = LogBuilder()
      log.run { $0.reward.rule = .none }
      log.decide("0", "a", step: 0, x: [1, 0])
      log.loss("0", -1)
      log.decide("1", "a", step: 1, x: [1, 0])
      if reset {
        log.control("s-1", .reset, "a")
        log.applied("s-1")
      }
      log.decide(
        "2", "a", step: 1, x: [1, 0], scores: [LoggedScore(rewardModel: "a", mean: 9, standardDeviation: 1)])
      return log.state.counts.auditedDecisions
    }
    #expect(audited(reset: false) == 1)
    #expect(audited(reset: true) == 0)
  }

  /// A router that folds its own decisions has the state of whoever replays its log.
  @Test func ownDecisionsCountAsAudited() {
    let lines = Self.lines(seed: 7)
    var own = Self.begin(lines)
    var replayed = own
    for line in lines.dropFirst() {
      own.fold(own: line)
      replayed.fold(line)
    }
    #expect(
      own.counts.auditedDecisions == replayed.counts.auditedDecisions && own.counts.auditedDecisions > 50)
    #expect(own.beliefs.law == replayed.beliefs.law && own.counts.differingScores == 0)
  }

  /// A point of the charts is what somebody sees who looks at that moment.
  @Test func aPointIsWhatALookSees() {
    var state = Self.begin(Self.lines(seed: 8))
    var points = 0
    for line in Self.lines(seed: 8).dropFirst() {
      let looks = state.counts.looks
      state.fold(line)
      guard case .event(let timed) = line.content, case .decision(let decision) = timed.event,
        state.counts.looks > looks, decision.description.context == nil
      else { continue }
      points += 1
      let seen = looked(state)
      for arm in state.router.inRun {
        #expect(seen.beliefs[arm].current?.mean == state.beliefs[arm].mean.buckets.last?.last)
        #expect(
          seen.beliefs[arm].current?.standardDeviation
            == state.beliefs[arm].standardDeviation.buckets.last?.last)
      }
    }
    #expect(points > 0)
  }
}
