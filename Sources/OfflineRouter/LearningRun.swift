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
      let arms = try policy.decide(batch: requests, posteriors: &bank).map(\.arm)
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
    switch reward {
    case .correct:
      return batch.enumerated().map { place, pair in
        let right = stream.correctness(pair, arms[place])
        switch scale {
        case .correctness: return right
        case .signed: return 2 * right - 1
        case .calibrated(let baseline): return right - baseline.value(at: contexts[place])
        case .never: return nil
        }
      }
    case .proxyLoss:
      var normaliser = RewardNormaliser(batchClip: EvaluationSettings.proxyClip)
      let rewards = normaliser.normalise(
        batch.enumerated().map { place, pair in
          RewardSample(arm: arms[place], loss: stream.proxyLoss(pair, arms[place]))
        })
      guard case .calibrated(let baseline) = scale else { return rewards }
      return innovations(rewards, baseline: baseline, arms: arms, contexts: contexts)
    }
  }

  /// r′_j = κ z_j − (p_j − mean of p_i over the others) + μ_k·x_j with p_j = c₀ + f₀·φ_j + μ_k·x_j; fewer than 4 give
  /// none.
  private mutating func innovations(
    _ rewards: [Double?], baseline: SharedBaseline, arms: [Int], contexts: [[Double]]
  ) -> [Double?] {
    let usable = rewards.indices.filter { rewards[$0] != nil }
    guard usable.count >= 4 else { return rewards.map { _ in nil } }
    var expected: [Double] = []
    var own: [Double] = []
    for place in usable {
      let mean = bank.scores(of: [contexts[place]], arms: [arms[place]])[0][0].mean
      own.append(mean)
      expected.append(baseline.value(at: contexts[place]) + mean)
    }
    let total = expected.reduce(0, +)
    var result: [Double?] = Array(repeating: nil, count: rewards.count)
    for (index, place) in usable.enumerated() {
      let others = (total - expected[index]) / Double(usable.count - 1)
      result[place] =
        baseline.gain * (rewards[place] ?? 0) - (expected[index] - others) + own[index]
    }
    return result
  }
}
