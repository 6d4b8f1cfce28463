import Testing

@testable import OfflineRouter

@Suite struct MatricesTests {
  /// A matrix that rounding has left indefinite is raised in proportion to its size until it has a factor.
  @Test(arguments: [1e-6, 1, 1e9]) func anIndefiniteMatrixIsRaised(size: Double) {
    let matrix = [size, size * 1.00001, size * 1.00001, size]
    let solution = Matrices.solveRidge(matrix, order: 2, ridge: size * 1e-7, [size, -size], columns: 1)
    // Along (1, −1) what is raised is all there is; symmetric, and of one order whatever the size.
    #expect(solution[0] > 1e2 && solution[0] < 1e6)
    #expect((solution[0] + solution[1]).magnitude < 1e-6 * solution[0])
  }
}
