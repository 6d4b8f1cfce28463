import RouterEngine

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
    if policy == .linucb {
      let plain = PosteriorSettings(dimension: fit.dimension)
      var run = LearningRun(
        stream, contexts: contexts, scale: .correctness, reward: reward,
        policy: LinUCBPolicy(confidence: 1, ridge: 1, seed: seed),
        bank: try PosteriorBank(settings: plain, priorMeans: rewardModels.map { _ in nil }))
      return try run.hits()
    }
    let settings = PosteriorSettings(
      dimension: fit.dimension, hasIntercept: true, noiseVariance: fit.noiseVariance)
    let bank = try PosteriorBank(settings: settings, priorMeans: fit.weights, priorShape: fit.precision)
    let router: any RoutingPolicy =
      if policy == .offline {
        OfflinePolicy(seed: seed)
      } else if fit.isGateOpen {
        ThompsonPolicy(rewardModels: rewardModels, seed: seed, exploration: 0)
      } else {
        CautiousPolicy(seed: seed)
      }
    var run = LearningRun(
      stream, contexts: contexts, scale: policy == .offline ? .never : .calibrated(fit.baseline),
      reward: reward,
      policy: router, bank: bank)
    return try run.hits()
  }

  private func published(_ policy: EvaluationPolicy, _ head: HeadContexts) throws -> [Double] {
    let precision: Double =
      switch policy {
      case .online: 10
      case .hybridPublished, .hybridThompson: 50
      default: 1
      }
    let hasPrior = policy == .hybridPublished || policy == .hybridThompson
    let bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: head.width, priorPrecision: precision),
      priorMeans: rewardModels.indices.map { hasPrior ? head.vectors[$0] : nil })
    let router: any RoutingPolicy
    let scale: LearningRun.Scale
    switch policy {
    case .laser, .laserTuned:
      router = LinUCBPolicy(confidence: policy == .laser ? 0.1 : 1, ridge: 1, seed: seed)
      scale = .correctness
    default:
      let exploration: Double = policy == .hybridPublished ? 0 : 1
      router = ThompsonPolicy(rewardModels: rewardModels, seed: seed, exploration: exploration)
      scale = .signed
    }
    var run = LearningRun(
      stream, contexts: head.stream, scale: scale, reward: reward, policy: router, bank: bank)
    return try run.hits()
  }

  private func roundRobin() throws -> [Double] {
    let bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 1), priorMeans: rewardModels.map { _ in nil })
    var run = LearningRun(
      stream, contexts: Array(repeating: 0, count: stream.count), scale: .never, reward: reward,
      policy: RoundRobinPolicy(), bank: bank)
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
