import RouterEngine

/// Rounds of a world whose truth is known: 24 contexts, equally likely, and a reward that is linear in them or not.
///
/// The logging policy and the other one are different functions of the context, so that neither the recorded mean
/// nor an unweighted regression on one arm is the answer.
struct SimulatedRounds {
  static let armCount = 3
  static let contexts: [[Double]] = (0..<24).map { index in
    (0..<3).map { entry -> Double in
      let place = index * (5 + 4 * entry) + 3 * entry
      return Double(place % 11 - 5) / 5
    }
  }

  /// Adds x₀² · arm to the reward, which no ridge regression on x finds.
  var isCurved = false
  /// Added to every reward.
  var shift = 0.0
  /// Rounds that share a part of their noise.
  var batchSize = 4
  var noise = 0.5

  func expectation(_ context: [Double], _ arm: Int) -> Double {
    let place = Double(arm)
    let own = [0.5, -0.25, 0.125][arm] * context[0]
    let linear = own + 0.25 * place * context[1] - 0.125 * context[2] + 0.1 * place
    let curve = isCurved ? context[0] * context[0] * place : 0
    return linear + curve + shift
  }

  /// Probabilities with which the recorded router chose.
  static func logging(_ context: [Double]) -> [Double] {
    normalised([1 + context[0] * context[0], 0.8 + 0.6 * context[1], 1.5 - 0.5 * context[2]])
  }

  static func other(_ context: [Double]) -> [Double] {
    normalised([0.6 + 0.4 * context[2], 1.4 + 0.5 * context[0], 0.9])
  }

  private static func normalised(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// The value of the other policy, exactly.
  var truth: Double {
    let values = Self.contexts.map { context in
      Self.other(context).enumerated().reduce(0) { $0 + $1.element * expectation(context, $1.offset) }
    }
    return values.reduce(0, +) / Double(values.count)
  }

  func rounds(_ count: Int, seed: Int) -> [LoggedRound] {
    (0..<count).map { index in
      func random(_ name: String) -> KeyedRandom {
        KeyedRandom(seed: UInt64(seed), decision: String(index), rewardModel: name)
      }
      let context = Self.contexts[random("context").index(below: Self.contexts.count)]
      let propensities = Self.logging(context)
      var place = random("arm").uniform
      var arm = 0
      while arm < 2, place >= propensities[arm] {
        place -= propensities[arm]
        arm += 1
      }
      let batch = index / batchSize
      let common = KeyedRandom(seed: UInt64(seed), decision: "batch \(batch)", rewardModel: "").standardNormal
      let reward = expectation(context, arm) + noise * random("noise").standardNormal + 0.2 * common
      return LoggedRound(
        context: context, arm: arm, propensity: propensities[arm], allowed: [0, 1, 2], reward: reward,
        target: Self.other(context), batch: batch)
    }
  }

  /// Normalises the rewards of every batch by rule `batch`, without a clip.
  ///
  /// - Returns: what the other policy would have got: every round with each arm in the place of its own, beside the
  ///   other rounds of its batch as they were.
  func normaliseBatches(_ rounds: inout [LoggedRound]) -> Double {
    let raw = rounds.map(\.reward)
    var truth = 0.0
    for index in rounds.indices {
      let start = index / batchSize * batchSize
      var batch = Array(raw[start..<min(start + batchSize, raw.count)])
      let place = index - start
      for (arm, probability) in rounds[index].target.enumerated() {
        let change =
          expectation(rounds[index].context, arm) - expectation(rounds[index].context, rounds[index].arm)
        batch[place] = raw[index] + change
        let reward = Self.normalised(place, of: batch)
        truth += probability * reward / Double(rounds.count)
        if arm == rounds[index].arm { rounds[index].reward = reward }
      }
    }
    return truth
  }

  private static func normalised(_ place: Int, of batch: [Double]) -> Double {
    let count = Double(batch.count)
    let sum = batch.reduce(0, +)
    let squares = batch.reduce(0) { $0 + ($1 - sum / count) * ($1 - sum / count) }
    return (batch[place] - (sum - batch[place]) / (count - 1))
      / max((squares / (count - 1)).squareRoot(), 1e-6)
  }
}
