import CKernels
import TestSupport
import Testing

@Suite struct InverseDiagonalTests {
  /// Every variant, at the edges of lanes, panels and blocks, against solves by plain loops; what stands above the
  /// diagonal and below the matrix is not read.
  @Test(arguments: [1, 2, 7, 8, 9, 16, 17, 63, 64, 65, 191, 192, 193, 208, 385])
  func theDiagonalIsOfTheSquaredColumnsOfTheInverse(size: Int) {
    var random = SeededGenerator(seed: size)
    let factor = NaiveTriangle(size: size, random: &random).factor()
    let leading = size + size % 3
    var padded = Array(repeating: Double.nan, count: size * leading)
    for column in 0..<size {
      for row in column..<size { padded[row + column * leading] = factor[row + column * size] }
    }
    let columns =
      size < 20 ? Array(0..<size) : [0, 1, 15, 16, size / 2, size - 2, size - 1].filter { $0 < size }
    let expected = columns.map { column in
      var unit = Array(repeating: 0.0, count: size)
      unit[column] = 1
      return NaiveTriangle.solve(factor, unit).reduce(0) { $0 + $1 * $1 }
    }
    for level in instructionLevels {
      atInstructionLevel(level) {
        var diagonal = Array(repeating: Double.nan, count: size)
        var work = Array(repeating: Double.nan, count: rmtop_inverse_diagonal_numbers(size))
        rmtop_inverse_diagonal(padded, size, leading, &diagonal, &work)
        #expect(diagonal.allSatisfy { $0 > 0 && $0.isFinite })
        for (column, value) in zip(columns, expected) {
          #expect(abs(diagonal[column] - value) <= 1e-12 * value, "column \(column), level \(level)")
        }
      }
    }
  }
}
