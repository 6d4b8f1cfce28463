import Testing

@testable import RouterEngine

@Suite struct StudentQuantileTests {
  /// Values of scipy.
  @Test(arguments: [
    (1, 12.706204736174694, 1e-14), (3, 3.1824463052837078, 1e-14), (8, 2.306004135204166, 1e-14),
    (9, 2.262157162798205, 2e-5), (19, 2.093024054408263, 1e-6), (40, 2.021075382995339, 1e-8),
    (29, 2.045229642132703, 1e-6), (59, 2.000995378088267, 1e-7), (1000, 1.9623390808264083, 1e-9),
  ])
  func equalsAnIndependentProgram(degrees: Int, value: Double, tolerance: Double) {
    #expect(abs(studentQuantile975(degrees: Double(degrees)) - value) < tolerance)
  }

  @Test func partsOfADegreeAreLeftOutWhereTheyAreFew() {
    #expect(studentQuantile975(degrees: 8.9) == studentQuantile975(degrees: 8))
    for degrees in [-5, 0, 0.5, .nan, -.infinity] {
      #expect(studentQuantile975(degrees: degrees) == studentQuantile975(degrees: 1))
    }
  }

  @Test func manyDegreesAreTheNormalOnes() {
    #expect(abs(studentQuantile975(degrees: 1e12) - 1.959963984540054) < 1e-10)
  }
}
