import Testing

@testable import RouterEngine

@Suite struct StudentQuantileTests {
  /// Values of scipy.
  @Test(arguments: [
    (3, 3.1824463052837078, 0.02), (4, 2.7764451051977934, 0.005), (9, 2.262157162798205, 1e-4),
    (29, 2.045229642132703, 1e-6), (59, 2.000995378088267, 1e-7), (1000, 1.9623390808264083, 1e-9),
  ])
  func equalsAnIndependentProgram(degrees: Int, value: Double, tolerance: Double) {
    #expect(abs(studentQuantile975(degrees: Double(degrees)) - value) < tolerance)
  }

  @Test func fewDegreesAreThree() {
    #expect(studentQuantile975(degrees: -5) == studentQuantile975(degrees: 3))
    #expect(abs(studentQuantile975(degrees: 1e12) - 1.959963984540054) < 1e-10)
  }
}
