import Testing

@testable import RouterEngine

@Suite struct ScoreDistributionTests {
  /// Values of the formula in Python.
  @Test func densityIsTheNormalOne() {
    let standard = ScoreDistribution(mean: 0, standardDeviation: 1)
    #expect(abs(standard.density(at: 0) - 0.3989422804014327) < 1e-15)
    #expect(abs(standard.density(at: 1.96) - 0.0584409443334515) < 1e-15)
    let other = ScoreDistribution(mean: -0.5, standardDeviation: 0.25)
    #expect(abs(other.density(at: -0.25) - 0.9678828980765735) < 1e-14)
    #expect(other.density(at: -0.75) == other.density(at: -0.25))
  }

  @Test func densityHasTheArea1() {
    let normal = ScoreDistribution(mean: 3, standardDeviation: 0.125)
    let step = 1.0 / 512
    let sum = (0..<1024).reduce(0) { $0 + normal.density(at: 2 + (Double($1) + 0.5) * step) * step }
    #expect(abs(sum - 1) < 1e-12)
  }

  @Test func withoutADeviationThereIsNone() {
    for deviation in [0, -1, .nan, .infinity] {
      #expect(ScoreDistribution(mean: 0, standardDeviation: deviation).density(at: 0).isNaN)
    }
    #expect(ScoreDistribution(mean: 0, standardDeviation: 1).density(at: 1e200) == 0)
  }
}
