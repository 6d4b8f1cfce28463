import ElementaryFunctions
import RouterEngine

/// The pairs that policies route, one after the other, with the judgements they are fed back.
struct EvaluationStream: Sendable {
  let pairs: PairDataset
  /// By pair, the RMs that are labelled, ascending: only they can be chosen.
  let allowed: [[Int]]
  let seed: UInt64
  let noise: Double

  /// - Parameter pairs: in the order they come, each with a label.
  init(_ pairs: PairDataset, seed: UInt64, noise: Double) {
    self.pairs = pairs
    self.seed = seed
    self.noise = noise
    allowed = (0..<pairs.count).map { pair in
      pairs.rewardModels.indices.filter { pairs.label(pair, $0) != nil }
    }
  }

  var count: Int { pairs.count }

  /// 1 where the RM is right on the pair.
  func truth(_ pair: Int, _ arm: Int) -> Double { pairs.label(pair, arm) ?? 0 }

  /// r: the truth, flipped with probability `noise`; the same whichever policy asks.
  func correctness(_ pair: Int, _ arm: Int) -> Double {
    let truth = truth(pair, arm)
    guard noise > 0 else { return truth }
    let random = KeyedRandom(seed: seed, decision: "noise/\(pair)", rewardModel: pairs.rewardModels[arm])
    return random.uniform < noise ? 1 - truth : truth
  }

  /// ℓ = softplus(−(1.5(2r − 1) + 0.3 ε)).
  func proxyLoss(_ pair: Int, _ arm: Int) -> Double {
    let random = KeyedRandom(seed: seed, decision: "loss/\(pair)", rewardModel: pairs.rewardModels[arm])
    let margin = 1.5 * (2 * correctness(pair, arm) - 1) + 0.3 * random.standardNormal
    return max(-margin, 0) + log1p(exp(-margin.magnitude))
  }
}
