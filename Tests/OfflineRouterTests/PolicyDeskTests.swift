import RouterEngine
import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct PolicyDeskTests {
  private typealias Bench = PolicyBench

  @Test func policiesThatDoNotLearnAreWhatTheirNamesSay() throws {
    let bench = try Bench(SamplePairs(count: 200, rewardModels: 4, groups: 50))
    let count = bench.pairs.count
    let rows = (0..<count).map { pair in (0..<4).map { bench.label(pair, $0) } }
    #expect(try bench.desk.hits(.oracle) == rows.map { $0.max() ?? 0 })
    #expect(try bench.desk.hits(.random) == rows.map { $0.reduce(0, +) / 4 })
    // Two of four is a tie: half a hit.
    #expect(
      try bench.desk.hits(.majority) == rows.map { [0, 0, 0.5, 1, 1][Int($0.reduce(0, +))] })
    #expect(try bench.desk.hits(.single("rm2")) == rows.map { $0[2] })
    #expect(try bench.desk.hits(.roundRobin) == rows.enumerated().map { $1[$0 % 4] })
    func best(_ isIncluded: (Int) -> Bool) -> Int {
      let sums = (0..<4).map { arm in
        (0..<bench.offline.count).filter(isIncluded).reduce(0.0) { $0 + (bench.offline.label($1, arm) ?? 0) }
      }
      return sums.firstIndex(of: sums.max() ?? 0) ?? 0
    }
    #expect(try bench.desk.hits(.bestSingle) == rows.map { $0[best { _ in true }] })
    let byCategory = rows.enumerated().map { pair, row in
      row[best { bench.offline.category($0) == bench.pairs.category(pair) }]
    }
    #expect(try bench.desk.hits(.bestPerCategory) == byCategory)
  }

  @Test func theOfflineRouterTakesTheGreatestPriorScore() throws {
    let bench = try Bench(SamplePairs(count: 300, groups: 80))
    let fit = try #require(bench.desk.fit)
    let width = fit.dimension
    let expected = (0..<bench.pairs.count).map { pair in
      let scores = fit.weights.map { weights in
        (0..<width).reduce(weights[width]) { $0 + weights[$1] * bench.desk.contexts[pair * width + $1] }
      }
      return bench.label(pair, scores.firstIndex(of: scores.max() ?? 0) ?? 0)
    }
    #expect(try bench.desk.hits(.offline) == expected)
  }

  /// The default recipe by conditioning on every observation at once: predictions of μ by dense elimination in the
  /// space of observations.
  @Test func theHybridIsTheExactPosteriorMean() throws {
    var (open, learned) = (0, 0)
    for seed in 1...8 {
      // All judgements are flipped, so that what is learned changes decisions.
      let bench = try Bench(
        SamplePairs(count: 160, length: 3, groups: 60, categories: [], signal: 1, seed: seed), noise: 1)
      let fit = try #require(bench.desk.fit)
      guard fit.isGateOpen else { continue }
      open += 1
      let expected = try exactHits(bench, fit)
      let hits = try bench.desk.hits(.hybrid)
      #expect(hits == expected)
      if try bench.desk.hits(.offline) != expected { learned += 1 }
    }
    // What was learned has to have mattered for this test to say anything.
    #expect(open > 1 && learned > 0)
  }

  private func exactHits(_ bench: Bench, _ fit: ContrastFit) throws -> [Double] {
    guard case .shared(let matrix) = fit.precision else { return [] }
    let order = fit.dimension + 1
    let covariance = Dense.inverse(matrix, order)
    var seen: [[(row: [Double], reward: Double)]] = Array(repeating: [], count: 3)
    return (0..<bench.pairs.count).map { pair in
      let row = Array(bench.desk.contexts[(pair * fit.dimension)..<((pair + 1) * fit.dimension)]) + [1]
      let means = (0..<3).map { arm in
        Dense.predict(row, prior: fit.weights[arm], covariance, noise: fit.noiseVariance, seen[arm])
      }
      let arm = means.firstIndex(of: means.max() ?? 0) ?? 0
      var difficulty = fit.baseline.level
      for (weight, entry) in zip(fit.baseline.weights, row) { difficulty += weight * entry }
      seen[arm].append((row, bench.desk.stream.correctness(pair, arm) - difficulty))
      return bench.label(pair, arm)
    }
  }

  @Test func aClosedGateIsCautious() throws {
    var bench = try Bench(SamplePairs(count: 60, groups: 20, signal: 0, seed: 2))
    let fit = try #require(bench.desk.fit)
    #expect(!fit.isGateOpen)
    let hits = try bench.desk.hits(.hybrid)
    let intercepts = fit.weights.map { $0[fit.dimension] }
    let best = intercepts.firstIndex(of: intercepts.max() ?? 0) ?? 0
    #expect(hits[0] == bench.label(0, best))
    bench.desk.contexts = bench.desk.contexts.map { _ in 0 }
    #expect(try bench.desk.hits(.hybrid).count == bench.pairs.count)
  }

  /// Behind a closed gate whose regressions still say something, the cautious rule decides, and not the greatest mean.
  @Test func aClosedGateDecidesByTheCautiousRule() throws {
    var unlike = 0
    for seed in 1...20 {
      let bench = try Bench(SamplePairs(count: 90, groups: 30, signal: 0.6, seed: seed))
      let fit = try #require(bench.desk.fit)
      guard !fit.isGateOpen, fit.penalty < 1e9 else { continue }
      func hits(_ policy: PolicyName) throws -> [Double] {
        var settings = RouterSettings()
        settings.policy = policy
        settings.exploration = 0
        settings.intercept = true
        settings.seed = 1
        settings.noiseVariance = .value(fit.noiseVariance)
        settings.priorPrecision = .value(1)
        var run = try LearningRun(
          bench.desk.stream, contexts: bench.desk.contexts, width: fit.dimension, scale: .correctness,
          reward: .correct, settings: settings,
          prior: RouterPrior(
            rewardModels: fit.rewardModels, means: fit.weights, shape: fit.precision, baseline: fit.baseline))
        return try run.hits()
      }
      let cautious = try hits(.cautious)
      #expect(try bench.desk.hits(.hybrid) == cautious)
      if try hits(.thompson) != cautious { unlike += 1 }
    }
    #expect(unlike > 0, "a case in which the rules differ, for this test to say anything")
  }

  /// Every policy that learns is fed only what its own choices earned: with all labels right it is always right.
  @Test(arguments: [EvaluationSettings.Reward.correct, .proxyLoss])
  func everyPolicyScoresEveryPair(reward: EvaluationSettings.Reward) throws {
    let bench = try Bench(SamplePairs(count: 120, rewardModels: 3, groups: 40), reward: reward)
    let oracle = try bench.desk.hits(.oracle)
    for policy in EvaluationPolicy.all(rewardModels: bench.pairs.rewardModels) {
      let hits = try bench.desk.hits(policy)
      #expect(hits.count == bench.pairs.count)
      #expect(zip(hits, oracle).allSatisfy { $0 >= 0 && $0 <= $1 })
      #expect(try bench.desk.hits(policy) == hits)
    }
  }

  /// An RM that is mostly right where the other is wrong is found; under flipped feedback it is avoided.
  @Test func learnersFollowTheirFeedback() throws {
    func share(_ policy: EvaluationPolicy, noise: Double, _ reward: EvaluationSettings.Reward) throws
      -> Double
    {
      let bench = try Bench(
        SamplePairs(count: 700, rewardModels: 2, groups: 350, signal: 0), reward: reward, noise: noise
      ) { pairs in
        for index in pairs.indices {
          pairs[index].labels[0].isRight = index % 5 != 0
          pairs[index].labels[1].isRight = index % 5 == 0
        }
      }
      let tail = try bench.desk.hits(policy).suffix(100)
      return tail.reduce(0, +) / 100
    }
    // Not `linucb`: φ is centred and says nothing here, and there is no constant beside it.
    for policy in [EvaluationPolicy.hybrid, .beta] {
      #expect(try share(policy, noise: 0, .correct) > 0.7, "\(policy.name)")
    }
    #expect(try share(.beta, noise: 1, .correct) < 0.3)
    #expect(try share(.beta, noise: 0, .proxyLoss) > 0.7)
  }

  @Test func unlabelledRewardModelsAreNeverChosen() throws {
    let bench = try Bench(SamplePairs(count: 200, rewardModels: 3, groups: 50)) { pairs in
      for index in pairs.indices where index % 2 == 0 { pairs[index].labels[index % 3].isRight = nil }
    }
    for pair in 0..<bench.pairs.count {
      #expect(bench.desk.stream.allowed[pair] == (0..<3).filter { bench.pairs.label(pair, $0) != nil })
    }
    for policy in EvaluationPolicy.all(rewardModels: bench.pairs.rewardModels) {
      let hits = try bench.desk.hits(policy)
      let oracle = try bench.desk.hits(.oracle)
      #expect(zip(hits, oracle).allSatisfy { $0 <= $1 })
    }
  }
}
