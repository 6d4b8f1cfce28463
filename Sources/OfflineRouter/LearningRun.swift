import RouterEngine

/// A policy of the engine on a stream: it decides, is fed back what the chosen RM was worth, and learns.
struct LearningRun {
  /// What is folded for r ∈ {0, 1}; under a proxy loss the batch's z, less what the pair's difficulty explains for
  /// `calibrated`.
  enum Scale {
    /// r.
    case correctness
    /// 2r − 1.
    case signed
    /// r − c₀ − f₀·φ.
    case calibrated(SharedBaseline)
    /// Nothing is folded.
    case never
  }

  let stream: EvaluationStream
  /// x by pair, row-major.
  let contexts: [Double]
  let scale: Scale
  let reward: EvaluationSettings.Reward
  private var policy: any RoutingPolicy
  private var bank: PosteriorBank

  init(
    _ stream: EvaluationStream, contexts: [Double], scale: Scale, reward: EvaluationSettings.Reward,
    policy: any RoutingPolicy, bank: PosteriorBank
  ) {
    self.stream = stream
    self.contexts = contexts
    self.scale = scale
    self.reward = reward
    self.policy = policy
    self.bank = bank
  }

  private func context(_ pair: Int) -> [Double] {
    let width = bank.settings.dimension
    return Array(contexts[(pair * width)..<((pair + 1) * width)])
  }

  /// By pair, whether the chosen RM was right.
  mutating func hits() throws(EngineError) -> [Double] {
    var hits: [Double] = []
    hits.reserveCapacity(stream.count)
    let size = reward == .correct ? 1 : EvaluationSettings.proxyBatch
    var start = 0
    while start < stream.count {
      let batch = start..<min(start + size, stream.count)
      let requests = batch.map { pair in
        RoutingRequest(decision: "\(pair)", context: context(pair), allowed: stream.allowed[pair])
      }
      let arms = try policy.choose(batch: requests, posteriors: &bank)
      for (pair, arm) in zip(batch, arms) { hits.append(stream.truth(pair, arm)) }
      learn(batch, arms: arms, contexts: requests.map(\.context))
      start = batch.upperBound
    }
    return hits
  }

  private mutating func learn(_ batch: Range<Int>, arms: [Int], contexts: [[Double]]) {
    if case .never = scale { return }
    var observations: [Observation] = []
    for (place, value) in values(batch, arms: arms, contexts: contexts).enumerated() {
      guard let value else { continue }
      observations.append(Observation(arm: arms[place], context: contexts[place], reward: value))
    }
    bank.closeBatch(observations)
  }

  private mutating func values(_ batch: Range<Int>, arms: [Int], contexts: [[Double]]) -> [Double?] {
    let losses = zip(batch, arms).map { pair, arm in
      switch reward {
      case .correct: -stream.correctness(pair, arm)
      case .proxyLoss: stream.proxyLoss(pair, arm)
      }
    }
    if case .calibrated(let baseline) = scale {
      let samples = losses.indices.map {
        ContextualSample(arm: arms[$0], loss: losses[$0], context: contexts[$0])
      }
      return baseline.innovations(samples, rule: rule, posteriors: &bank)
    }
    var normaliser = RewardNormaliser(rule: rule)
    let rewards = normaliser.normalise(
      losses.indices.map { RewardSample(arm: arms[$0], loss: losses[$0]) })
    guard reward == .correct, case .signed = scale else { return rewards }
    return rewards.map { $0.map { 2 * $0 - 1 } }
  }

  /// How losses become what is folded: correctness as it is, a proxy by its batch.
  private var rule: RewardRule {
    switch reward {
    case .correct: .none
    case .proxyLoss: .batch(clip: EvaluationSettings.proxyClip)
    }
  }
}
