import RouterEngine
import RunEvents

/// Runs every policy on one stream from what the offline part gave.
struct PolicyDesk {
  let offline: PairDataset
  let stream: EvaluationStream
  let reward: EvaluationSettings.Reward
  let seed: UInt64
  var fit: ContrastFit?
  /// φ of the stream's pairs.
  var contexts: [Double] = []
  var head: HeadContexts?

  init(offline: PairDataset, stream: EvaluationStream, reward: EvaluationSettings.Reward, seed: UInt64) {
    self.offline = offline
    self.stream = stream
    self.reward = reward
    self.seed = seed
  }

  private var rewardModels: [String] { stream.pairs.rewardModels }

  /// By pair of the stream, how right the policy was.
  func hits(_ policy: EvaluationPolicy) throws -> [Double] {
    switch policy {
    case .bestSingle, .bestPerCategory, .single, .majority, .random, .oracle: return expected(policy)
    case .roundRobin: return try roundRobin()
    case .beta: return beta()
    case .hybrid, .offline, .linucb:
      guard let fit else { throw ContrastError.setting("\(policy.name) needs the calibrated fit") }
      return try calibrated(policy, fit)
    case .hybridPublished, .hybridThompson, .online, .laser, .laserTuned:
      guard let head else { throw ContrastError.setting("\(policy.name) needs the published head") }
      return try published(policy, head)
    }
  }

  private func calibrated(_ policy: EvaluationPolicy, _ fit: ContrastFit) throws -> [Double] {
    var settings = self.settings
    guard policy != .linucb else {
      settings.policy = .linucb
      return try run(settings, contexts: contexts, width: fit.dimension, scale: .correctness)
    }
    settings.policy = policy == .offline ? .offline : fit.isGateOpen ? .thompson : .cautious
    settings.exploration = 0
    settings.intercept = true
    settings.noiseVariance = .value(fit.noiseVariance)
    return try run(
      settings, contexts: contexts, width: fit.dimension, scale: policy == .offline ? .never : .correctness,
      prior: RouterPrior(
        rewardModels: fit.rewardModels, means: fit.weights, shape: fit.precision, baseline: fit.baseline))
  }

  private func published(_ policy: EvaluationPolicy, _ head: HeadContexts) throws -> [Double] {
    var settings = self.settings
    var scale = LearningRun.Scale.signed
    switch policy {
    case .laser, .laserTuned:
      settings.policy = .linucb
      settings.alpha = policy == .laser ? 0.1 : 1
      scale = .correctness
    case .online:
      settings.priorPrecision = .value(10)
    default:
      settings.priorPrecision = .value(50)
      settings.exploration = policy == .hybridPublished ? 0 : 1
      settings.prior = .vectors(
        zip(rewardModels, head.vectors).map { PriorVector(rewardModel: $0, mean: $1) })
    }
    return try run(settings, contexts: head.stream, width: head.width, scale: scale)
  }

  private func roundRobin() throws -> [Double] {
    var settings = self.settings
    settings.policy = .roundRobin
    return try run(settings, contexts: Array(repeating: 0, count: stream.count), width: 1, scale: .never)
  }

  /// Thompson sampling with N(0, I) as prior and σ² = 1.
  private var settings: RouterSettings {
    var settings = RouterSettings()
    settings.policy = .thompson
    settings.exploration = 1
    settings.alpha = 1
    settings.ridge = 1
    settings.seed = seed
    settings.intercept = false
    settings.priorPrecision = .value(1)
    settings.noiseVariance = .value(1)
    settings.priorScale = .value(1)
    settings.forgetting = .value(1)
    return settings
  }

  private func run(
    _ settings: RouterSettings, contexts: [Double], width: Int, scale: LearningRun.Scale,
    prior: RouterPrior? = nil
  ) throws -> [Double] {
    var run = try LearningRun(
      stream, contexts: contexts, width: width, scale: scale, reward: reward, settings: settings,
      prior: prior)
    return try run.hits()
  }

  /// A proxy loss counts as a success where its batch says that it was better than the others.
  private func beta() -> [Double] {
    var sampling = BetaSampling(count: rewardModels.count)
    var hits: [Double] = []
    let size = reward == .correct ? 1 : EvaluationSettings.proxyBatch
    for start in stride(from: 0, to: stream.count, by: size) {
      let batch = start..<min(start + size, stream.count)
      let arms = batch.map { sampling.choose(among: stream.allowed[$0], seed: seed, pair: $0) }
      for (pair, arm) in zip(batch, arms) { hits.append(stream.truth(pair, arm)) }
      if reward == .correct {
        for (pair, arm) in zip(batch, arms) {
          sampling.learn(arm, isSuccess: stream.correctness(pair, arm) == 1)
        }
      } else {
        var normaliser = RewardNormaliser(batchClip: EvaluationSettings.proxyClip)
        let samples = zip(batch, arms).map { RewardSample(arm: $1, loss: stream.proxyLoss($0, $1)) }
        for (arm, value) in zip(arms, normaliser.normalise(samples)) {
          if let value { sampling.learn(arm, isSuccess: value > 0) }
        }
      }
    }
    return hits
  }
}
