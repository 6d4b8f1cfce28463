import Router
import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct RunStatePosteriorTests {
  /// Three RMs over random batches, against dense normal equations and the batch rule written out.
  @Test(arguments: [false, true]) func equalsANaiveSolve(intercept: Bool) {
    for seed in 0..<5 {
      let dim = 4
      var numbers = SeededGenerator(seed: seed)
      let priors = (0..<3).map { _ in numbers.vector(dim + (intercept ? 1 : 0)) }
      var naive = priors.map { NaivePosterior(priorMean: $0.map { $0 * 0.5 }, priorPrecision: 3) }
      var log = LogBuilder()
      log.run(dim: nil) { router in
        router.priorPrecision = .value(3)
        router.noiseVariance = .value(0.7)
        router.priorScale = .value(0.5)
        router.intercept = intercept
        router.prior = .vectors(
          zip(["c", "a", "b"], [priors[2], priors[0], priors[1]]).map {
            PriorVector(rewardModel: $0, mean: $1)
          })
      }
      for step in 0..<6 {
        var batch: [(arm: Int, x: [Double], loss: Double)] = []
        for index in 0..<(3 + numbers.below(9)) {
          let arm = numbers.below(3)
          let x = numbers.vector(dim)
          let id = "\(step)-\(index)"
          if index % 2 == 0 { log.pair(id, step: step, x: x) }
          log.decide(id, ["a", "b", "c"][arm], step: step, x: index % 2 == 0 ? nil : x)
          switch index % 5 {
          case 4: log.feedback(id, .tie)
          case 3:
            let reward = numbers.number()
            log.feedback(id, .reward(reward))
            batch.append((arm, x, -reward))
          default:
            let loss = numbers.number()
            log.loss(id, loss)
            batch.append((arm, x, loss))
          }
        }
        for (entry, reward) in zip(batch, NaivePosterior.normalise(batch.map(\.loss), clip: 2)) {
          naive[entry.arm].observe(entry.x + (intercept ? [1] : []), reward, noiseVariance: 0.7)
        }
      }
      log.add(.end(EndEvent()))
      var state = log.state
      #expect(state.posterior == .available)
      guard let report = state.posteriorReport() else {
        Issue.record("no posterior")
        continue
      }
      #expect(report.dimension == dim)
      for arm in 0..<3 {
        #expect(isNear(report.rewardModels[arm].mean, naive[arm].mean))
        #expect(isNear(report.rewardModels[arm].variance, naive[arm].variance))
      }
      checkBelief(state, naive)
    }
  }

  /// Fewer than 64 contexts: all of them are probes.
  private func checkBelief(_ state: RunState, _ naive: [NaivePosterior]) {
    let probes = state.beliefs.probes.contexts.map { $0 + (state.settings.intercept ? [1] : []) }
    for arm in naive.indices {
      let mean = naive[arm].mean
      let covariance = naive[arm].covariance
      var scores = 0.0
      var variances = 0.0
      for x in probes {
        scores += zip(mean, x).reduce(0) { $0 + $1.0 * $1.1 }
        for row in x.indices {
          variances += x[row] * zip(covariance[row], x).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }
      let count = Double(probes.count)
      let belief = state.beliefs[arm].current
      #expect(isNear([belief?.mean ?? .nan], [scores / count]))
      #expect(isNear([belief?.standardDeviation ?? .nan], [(variances / count).squareRoot()]))
    }
    #expect(isNear([state.beliefs.rows.compactMap(\.current?.bestProbability).reduce(0, +)], [1]))
  }

  @Test func anRMNeverObservedHasItsPrior() {
    var state = folded { log in
      log.run { router in
        router.priorPrecision = .value(4)
        router.prior = .vectors([PriorVector(rewardModel: "b", mean: [1, -2])])
      }
    }
    let report = state.posteriorReport()
    #expect(report?.rewardModels.map(\.mean) == [[0, 0], [1, -2], [0, 0]])
    #expect(report?.rewardModels.map(\.variance) == Array(repeating: [0.25, 0.25], count: 3))
    #expect(report?.rewardModels.map(\.observations) == [0, 0, 0])
  }

  @Test func beforeAnyCloseTheBeliefIsThePriors() {
    let state = folded { log in
      log.run { router in
        router.priorPrecision = .value(4)
        router.prior = .vectors([PriorVector(rewardModel: "b", mean: [1, -2])])
      }
      log.pair("1", step: 0, x: [3, 1])
      log.pair("2", step: 0, x: [3, 3])
    }
    #expect(state.beliefs[1].current?.mean == -1)
    #expect(isNear([state.beliefs[1].current?.standardDeviation ?? .nan], [Double(3.5).squareRoot()]))
    #expect(state.beliefs[0].current?.mean == 0)
    #expect(state.beliefs[1].prior?.mean == -1)
    #expect(state.beliefs[1].mean.buckets.isEmpty)
  }

  @Test func numbersForTiesAndErrorsAreFoldedAsTheyStand() {
    var state = folded { log in
      log.run { router in
        router.reward.ties = .number(-0.5)
        router.reward.errors = .number(-2)
      }
      log.decide("1", "a", step: 1, x: [1, 0])
      log.feedback("1", .tie)
      log.decide("2", "b", step: 1, x: [0, 1])
      log.feedback("2", .error("down"))
      log.add(.end(EndEvent()))
    }
    let report = state.posteriorReport()
    #expect(isNear(report?.rewardModels.flatMap(\.mean) ?? [], [-0.25, 0, 0, -1, 0, 0]))
    #expect(state.counts.refusedRewards == 0)
  }

  @Test func aBatchOfOneGivesNone() {
    var state = folded { log in
      log.run()
      log.decide("1", "a", step: 1, x: [1, 0])
      log.loss("1", 3)
      log.pair("2", step: 2)
    }
    #expect(state.counts.refusedRewards == 1)
    #expect(state.posteriorReport()?.rewardModels[0].observations == 0)
  }

  @Test func aRewardWithoutContextCountsInTheNormalisationOnly() {
    var state = folded { log in
      log.run()
      log.decide("1", "a", step: 1, x: [1, 0])
      log.decide("2", "b", step: 1)
      log.loss("1", 0)
      log.loss("2", 1)
      log.add(.end(EndEvent()))
    }
    #expect(state.counts.rewardsWithoutContext == 1)
    let report = state.posteriorReport()
    #expect(isNear(report?.rewardModels[0].mean ?? [], [Double(2).squareRoot() / 2, 0]))
    #expect(report?.rewardModels[1].observations == 0)
  }

  @Test func changedScalesNeedNoRefolding() {
    func run(_ precision: Double, change: Double?) -> RunState {
      folded { log in
        log.run { $0.priorPrecision = .value(precision) }
        for index in 0..<6 {
          log.decide("\(index)", "a", step: 1, x: [1, Double(index)])
          log.loss("\(index)", Double(index * index))
        }
        log.pair("x", step: 2)
        if let change {
          var changes = RouterSettingsChange()
          changes.priorPrecision = .value(change)
          log.add(.settings(SettingsEvent(reason: "evidence", change: changes)))
        }
      }
    }
    var changed = run(1, change: 7)
    var direct = run(7, change: nil)
    #expect(
      isNear(
        changed.posteriorReport()?.rewardModels[0].mean ?? [],
        direct.posteriorReport()?.rewardModels[0].mean ?? [.nan])
    )
    #expect(changed.posterior == .available)
  }

  /// Settings that rule posteriors out, and a word of the sentence that says so.
  static let unsupported: [(word: String, change: @Sendable (inout RouterSettings) -> Void)] = [
    (
      "history",
      { @Sendable router in
        router.reward.rule = .quantile
        router.reward.history = 1 << 40
      }
    ),
    ("x.safetensors", { @Sendable router in router.prior = .file(name: "x.safetensors", sha256: nil) }),
    (
      "prior mean",
      { @Sendable router in router.prior = .vectors([PriorVector(rewardModel: "a", mean: [1])]) }
    ),
  ]

  @Test(arguments: unsupported.indices) func theSentenceNamesTheSettingAndEverythingElseWorks(index: Int) {
    let (word, change) = Self.unsupported[index]
    var state = folded { log in
      log.run { change(&$0) }
      log.decide("1", "a", step: 1, x: [1, 0])
      log.decide("2", "b", step: 1, x: [1, 0])
      log.loss("1", 1)
      log.loss("2", 2)
      log.add(.end(EndEvent()))
    }
    guard case .unavailable(let sentence) = state.posterior else {
      Issue.record("available")
      return
    }
    #expect(sentence.contains(word))
    #expect(state.beliefs[0].current == nil)
    #expect(state.posteriorReport() == nil)
    #expect(state.counts.feedbacks == 2)
    #expect(state.progress.closes == 1)
    #expect(state.reward.buckets.count == 1)
    #expect(state.journal.contains { $0.text.contains(word) })
  }

  @Test func whatWasMissedIsNeverShown() {
    let excuses: [@Sendable (inout RouterSettings) -> Void] = [
      { $0.priorPrecision = .value(1e-300) },
      { $0.noiseVariance = .value(1e-300) },
    ]
    for excuse in excuses {
      let state = folded { log in
        log.run(router: excuse)
        log.decide("1", "a", step: 1, x: [1, 0])
        log.loss("1", 1)
        log.pair("2", step: 2)
        var change = RouterSettingsChange()
        change.forgetting = .value(1)
        change.priorPrecision = .value(1)
        change.noiseVariance = .value(1)
        log.add(.settings(SettingsEvent(reason: "person", change: change)))
      }
      #expect(state.posterior != .available)
    }
  }

  @Test func withoutDimensionItWaitsForTheFirstContext() {
    var log = LogBuilder()
    log.run(dim: nil)
    #expect(log.state.posterior != .available)
    log.pair("1", step: 1, x: [1, 2, 3])
    #expect(log.state.posterior == .available)
    #expect(log.state.dimension == 3)
  }

  /// Rewards without any context belong to no posterior, so that one that comes later lacks nothing.
  @Test func rewardsBeforeTheFirstContextAreNotMissed() {
    var log = LogBuilder()
    log.run(dim: nil)
    for index in 0..<3 {
      log.decide("\(index)", "a", step: 0)
      log.loss("\(index)", Double(index))
    }
    log.pair("9", step: 1, x: [1, 2])
    #expect(log.state.progress.closes == 1)
    #expect(log.state.posterior == .available)
  }

  @Test func loggedScoresAreHeldAgainstTheFold() {
    func differing(_ mean: Double, _ deviation: Double, exploration: Double = 1) -> Int {
      folded { log in
        log.run {
          $0.priorPrecision = .value(4)
          $0.exploration = exploration
        }
        log.decide(
          "1", "a", step: 1, x: [2, 0],
          scores: [LoggedScore(rewardModel: "a", mean: mean, standardDeviation: deviation, draw: 0.3)])
      }.counts.differingScores
    }
    #expect(differing(0, 1) == 0)
    #expect(differing(1e-7, 1 + 1e-7) == 0)
    #expect(differing(1e-5, 1) == 1)
    #expect(differing(0, 1.1) == 1)
    #expect(differing(0, 0.25) == 1)
    // An sd may be logged before or after exploration scales it; neither is anything else.
    #expect(differing(0, 1, exploration: 0.25) == 0)
    #expect(differing(0, 0.25, exploration: 0.25) == 0)
    #expect(differing(0, 0.5, exploration: 0.25) == 1)
  }

}

extension RunStatePosteriorTests {
  /// Whoever looks sees the posteriors of the moment: also what no close has told.
  @Test func aLookSeesWhatWasForgottenAgedOrRescaled() throws {
    var log = LogBuilder()
    log.run { $0.reward.rule = .none }
    log.decide("0", "a", step: 0, x: [1, 0])
    log.loss("0", -1)
    log.decide("1", "b", step: 1, x: [1, 0])
    func deviation() throws -> Double { try #require(log.state.beliefs[0].current).standardDeviation }
    #expect(abs(try deviation() - 0.5.squareRoot()) < 1e-12)
    log.control("s-1", .reset, "a")
    log.applied("s-1")
    #expect(try deviation() == 1)
    var change = RouterSettingsChange()
    change.priorPrecision = .value(4)
    log.add(.settings(SettingsEvent(reason: "person", change: change)))
    #expect(try deviation() == 0.5)
    change = RouterSettingsChange()
    change.forgetting = .value(0.5)
    change.priorPrecision = .value(1)
    log.add(.settings(SettingsEvent(reason: "person", change: change)))
    log.decide("2", "a", step: 1, x: [1, 0])
    log.loss("2", -1)
    for step in 2...4 {
      log.decide("\(step + 1)", "b", step: step, x: [1, 0])
      log.loss("\(step + 1)", -1)
      #expect(abs(try deviation() - (1 / (1 + 1 / Double(1 << (step - 2)))).squareRoot()) < 1e-12)
    }
  }

  /// The prior's belief is taken over the probes as they are, also those that took another's place.
  @Test func thePriorsBeliefFollowsTheProbes() throws {
    var numbers = SeededGenerator(seed: 4)
    let state = folded { log in
      log.run { $0.priorPrecision = .value(2) }
      for index in 0..<400 {
        let length = Double(1 + index)
        log.decide("\(index)", "a", step: index, x: numbers.vector(2).map { length * $0 })
        log.loss("\(index)", numbers.number())
      }
    }
    let probes = state.beliefs.probes.contexts
    let squares = probes.map { $0[0] * $0[0] + $0[1] * $0[1] }
    let expected = (squares.reduce(0, +) / Double(probes.count) / 2).squareRoot()
    #expect(probes.count == 64)
    let belief = try #require(state.beliefs[0].prior)
    #expect(abs(belief.standardDeviation / expected - 1) < 1e-12)
  }

  /// A look sees P(best) in every category that has contexts.
  @Test func everyCategoryIsLookedAt() {
    let state = folded { log in
      log.run()
      for step in 0..<4 {
        for place in 0..<10 {
          log.decide("\(step)-\(place)", "a", step: step, x: [1, Double(place)], category: "c\(place)")
          log.loss("\(step)-\(place)", Double(place))
        }
      }
      log.decide("last", "a", step: 4, category: "without a context")
    }
    #expect(state.categories.count == 11)
    let sums = state.categories.indices.map { state.beliefs.bestProbabilities(category: $0).reduce(0, +) }
    #expect(sums.prefix(10).allSatisfy { abs($0 - 1) < 1e-9 } && sums[10] == 0)
  }

  /// Another intercept or prior needs every reward again: from then on nothing is shown, and the sentence says why.
  @Test(arguments: [true, false]) func anotherInterceptOrPriorEndsThePosterior(intercept: Bool) {
    let state = folded { log in
      log.run()
      log.decide("1", "a", step: 1, x: [1, 0])
      log.loss("1", 1)
      log.decide("2", "a", step: 2, x: [1, 0])
      var change = RouterSettingsChange()
      if intercept {
        change.intercept = true
      } else {
        change.prior = .vectors([PriorVector(rewardModel: "a", mean: [1, 1])])
      }
      log.add(.settings(SettingsEvent(reason: "person", change: change)))
    }
    guard case .unavailable = state.posterior else {
      Issue.record("a posterior is shown")
      return
    }
    #expect(state.conditions.map(\.kind) == [.noPosterior])
    #expect(
      state.journal.contains { $0.text.hasPrefix("alarm: no posterior: ") && $0.severity == .warning })
  }
}
