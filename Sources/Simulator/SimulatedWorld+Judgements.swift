import ElementaryFunctions

/// What comes of a pair once a reward model has labelled it.
struct Judgement: Sendable {
  var isRight: Bool
  var loss: Double
  var scoreA: Double
  var scoreB: Double
  var latencyMilliseconds: Double
}

extension SimulatedWorld {
  /// Whether `arm` prefers the right response of a pair; hard pairs are hard for all.
  func isRight(arm: Int, pair: SimulatedPair, exploit: Double) -> Bool {
    let rate = skills.accuracy(arm: arm, category: pair.category, step: pair.step, exploit: exploit)
    let logit = log(rate / (1 - rate)) - 0.7 * pair.difficulty
    var random = SimulationRandom(seed: seed, .label, pair.step, pair.index, arm)
    return random.uniform() < 1 / (1 + exp(-logit))
  }

  /// The feedback of a pair labelled by `arm`.
  ///
  /// loss = −log σ(margin), as in direct preference optimisation: a right label leaves a positive margin, a wrong
  /// one a negative; the hacked reward model's margin is large whatever it says, in the measure of the exploit.
  func judgement(arm: Int, pair: SimulatedPair, dynamics: TrainingDynamics) -> Judgement {
    let right = isRight(arm: arm, pair: pair, exploit: dynamics.exploit)
    var noise = SimulationRandom(seed: seed, .loss, pair.step, pair.index, arm)
    let strength = 1.0 + 0.5 * max(0, dynamics.quality)
    var margin = (right ? strength : -strength) + 0.3 * noise.normal()
    if arm == skills.hacker { margin += dynamics.exploit * (2.6 - margin) + 0.25 }
    let scores = scores(arm: arm, pair: pair, isRight: right, margin: margin, exploit: dynamics.exploit)
    return Judgement(
      isRight: right, loss: log1p(exp(-margin)).rounded(toOneIn: 1e6), scoreA: scores.a, scoreB: scores.b,
      latencyMilliseconds: latency(arm: arm, pair: pair))
  }

  /// The reward model's own scores of both responses: each has a scale of its own, as real ones have.
  private func scores(
    arm: Int, pair: SimulatedPair, isRight: Bool, margin: Double, exploit: Double
  ) -> (a: Double, b: Double) {
    var random = SimulationRandom(seed: seed, .score, pair.step, pair.index)
    let rightIsA = random.uniform() < 0.5
    let level = Double(arm % 5) - 1.5 + (arm == skills.hacker ? 4 * exploit : 0) + random.normal()
    let gap = 0.2 + abs(margin)
    let high = (level + gap / 2).rounded(toOneIn: 1e4)
    let low = (level - gap / 2).rounded(toOneIn: 1e4)
    return isRight == rightIsA ? (high, low) : (low, high)
  }

  private func latency(arm: Int, pair: SimulatedPair) -> Double {
    var random = SimulationRandom(seed: seed, .latency, pair.step, pair.index, arm)
    let typical = RewardModelRoster.latency(of: rewardModels[arm])
    let queue = random.uniform() < 0.02 ? 3 * typical : 0
    return (typical * (0.8 + 0.4 * random.uniform()) + queue).rounded(toOneIn: 10)
  }
}
