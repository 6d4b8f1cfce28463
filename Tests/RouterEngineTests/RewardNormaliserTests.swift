import Testing

@testable import RouterEngine

@Suite struct RewardNormaliserTests {
  private func normalise(_ losses: [Double], rule: RewardRule = .batch(clip: 2)) -> [Double?] {
    var normaliser = RewardNormaliser(rule: rule)
    return normaliser.normalise(losses.map { RewardSample(arm: 0, loss: $0) })
  }

  @Test func batchIsTheLeaveOneOutContrast() {
    let losses = [0.3, -1.25, 2, 0.75, 0.5]
    // By the rule's own words: mean of the others, sample deviation of all.
    let mean = losses.reduce(0, +) / 5
    let deviation = (losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4).squareRoot()
    for (index, value) in normalise(losses, rule: .batch(clip: 100)).enumerated() {
      var others = losses
      let own = others.remove(at: index)
      let expected = (others.reduce(0, +) / 4 - own) / deviation
      #expect(abs((value ?? .nan) - expected) < 1e-14)
    }
  }

  @Test func batchClips() {
    // Of two, each is √2 sample deviations from the other.
    let pair = normalise([1, 3]).map { $0 ?? .nan }
    #expect(abs(pair[0] - 2.0.squareRoot()) < 1e-14)
    #expect(abs(pair[1] + 2.0.squareRoot()) < 1e-14)
    #expect(normalise([1, 3], rule: .batch(clip: 0.5)) == [0.5, -0.5])
    #expect(normalise([0, 0, 0, 0, 0, 0, 0, 0, 0, 100]).last == -2)
  }

  @Test func batchOfOneGivesNoneAndEqualLossesGiveZero() {
    #expect(normalise([]) == [])
    #expect(normalise([0.7]) == [nil])
    #expect(normalise([0.25, 0.25, 0.25]) == [0, 0, 0])
    // Below the least deviation, 1e-6 divides: (0 − 2e-9)/1e-6.
    #expect(abs((normalise([2e-9, 0])[0] ?? 1) + 2e-3) < 1e-15)
  }

  @Test func whatIsNotFiniteTakesNoPart() {
    #expect(normalise([1, .nan, 3]) == [normalise([1, 3])[0], nil, normalise([1, 3])[1]])
    #expect(normalise([1, .infinity]) == [nil, nil])
  }

  /// Rewards are ratios of losses: the greatest losses have the rewards of small ones, and neither a sum nor a square
  /// on the way decides whether they exist.
  @Test func theGreatestLossesHaveTheRewardsOfSmallOnes() {
    let huge = Double.greatestFiniteMagnitude
    #expect(normalise([huge, huge]) == [0, 0])
    let losses = [0.5, -1, 0.25, 0.75, 0]
    let small = normalise(losses)
    for exponent in [200, 600, 1022, 1023] {
      let unit = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(normalise(losses.map { $0 * unit }) == small)
    }
    let quantile = RewardRule.quantile(low: 0, high: 1, minimumHistory: 1, history: 9, scope: .all)
    let unit = 0x1p1023
    #expect(
      normalise([-1, 1, 0].map { $0 * unit }, rule: quantile) == normalise([-1, 1, 0], rule: quantile))
  }

  @Test func noneNegatesTheLoss() {
    #expect(normalise([1, -2.5, .nan], rule: .none) == [-1, 2.5, nil])
    #expect(normalise([7], rule: .none) == [-7])
    #expect(RewardNormaliser.none != RewardNormaliser(batchClip: 2))
  }
}
