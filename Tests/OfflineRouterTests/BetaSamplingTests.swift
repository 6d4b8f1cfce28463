import Testing

@testable import OfflineRouter

@Suite struct BetaSamplingTests {
  /// Mean and variance of Gamma(a, 1) are a: 20,000 draws, five standard errors.
  @Test(arguments: [1.0, 1.5, 3, 40]) func gammaHasItsMoments(shape: Double) {
    var stream = KeyedStream(seed: 5, purpose: "gamma")
    let draws = (0..<20_000).map { _ in BetaSampling.gamma(shape, &stream) }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19_999
    #expect((mean - shape).magnitude < 5 * (shape / 20_000).squareRoot())
    // Var of the sample variance: (μ4 − σ⁴)/n with μ4 = 3a² + 6a.
    #expect((variance - shape).magnitude < 5 * ((2 * shape * shape + 6 * shape) / 20_000).squareRoot())
  }

  @Test func itIsUniformAtFirstAndLearns() {
    var sampling = BetaSampling(count: 2)
    let first = (0..<2000).filter { sampling.choose(among: [0, 1], seed: 1, pair: $0) == 1 }.count
    #expect((850...1150).contains(first))
    for _ in 0..<50 {
      sampling.learn(1, isSuccess: true)
      sampling.learn(0, isSuccess: false)
    }
    #expect((0..<200).allSatisfy { sampling.choose(among: [0, 1], seed: 1, pair: $0) == 1 })
    #expect(sampling.choose(among: [0], seed: 1, pair: 0) == 0)
  }

  /// Often right of very often tried is less than nearly always right of fewer.
  @Test func failuresCount() {
    var sampling = BetaSampling(count: 2)
    for round in 0..<200 { sampling.learn(0, isSuccess: round % 2 == 0) }
    for _ in 0..<40 { sampling.learn(1, isSuccess: true) }
    #expect((0..<200).allSatisfy { sampling.choose(among: [0, 1], seed: 2, pair: $0) == 1 })
  }
}
