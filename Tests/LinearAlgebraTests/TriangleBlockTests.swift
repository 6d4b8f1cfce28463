import TestSupport
import Testing

@testable import LinearAlgebra

/// Against the textbook's loops, at the edges of the kernels' pieces.
@Suite struct TriangleBlockTests {
  private static let widths = [1, 2, 7, 8, 9, 17, 65]

  /// What a mutating call answers, which `#expect` cannot make itself.
  private func made(_ block: inout TriangleBlock, _ make: (inout TriangleBlock) -> Bool) -> Bool {
    make(&block)
  }

  private func close(_ one: [Double], _ other: [Double], within limit: Double = 1e-11) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= limit * (1 + abs($1)) }
  }

  /// op(A) v, by loops.
  private func times(_ a: [Double], transposed: Bool = false, _ v: [Double]) -> [Double] {
    let width = v.count
    return (0..<width).map { row in
      var sum = 0.0
      for column in 0..<width {
        sum += (transposed ? a[column + row * width] : a[row + column * width]) * v[column]
      }
      return sum
    }
  }

  private func dot(_ u: [Double], _ v: [Double]) -> Double {
    var sum = 0.0
    for index in u.indices { sum += u[index] * v[index] }
    return sum
  }

  /// L, zeros above its diagonal.
  private func factor(_ block: TriangleBlock) -> [Double] {
    let width = block.width
    return (0..<(width * width)).map { $0 % width >= $0 / width ? block.numbers[$0] : 0 }
  }

  @Test(arguments: widths) func theSymmetricPartIsWhatWasPutIn(width: Int) {
    var random = SeededGenerator(seed: width)
    let entries = NaiveTriangle(size: width, random: &random).entries
    var block = TriangleBlock(lower: entries, width: width)
    #expect(block.entries == entries)
    let v = random.vector(width)
    #expect(block.times(v) == times(entries, v))
    #expect(made(&block) { $0.factorise() })
    #expect(block.entries == entries)
    block.scale(by: 0.5)
    #expect(block.entries == entries.map { $0 * 0.5 })
    var columns: [[Double]] = []
    block.forEachColumn { columns.append(Array($0)) }
    #expect(columns == (0..<width).map { column in (0...column).map { block[$0, column] } })
  }

  @Test func onlyWhatStandsOnAndBelowTheDiagonalIsTaken() {
    let block = TriangleBlock(lower: [4, 1, .nan, 9], width: 2)
    #expect(block.entries == [4, 1, 1, 9])
  }

  @Test func memoryIsTakenWhenItIsAskedFor() {
    var block = TriangleBlock(width: 3)
    block.scale(by: 2)
    #expect(block.isEmpty)
    var zeros = block
    zeros.allocate()
    #expect(!zeros.isEmpty && zeros.entries == Array(repeating: 0, count: 9))
    block.addSquares([1, 2, 3], count: 1)
    block.allocate()
    #expect(block.entries == [1, 2, 3, 2, 4, 6, 3, 6, 9])
  }

  /// By kernels and by the library: the factor, its solves, and what is read off it.
  @Test(arguments: widths) func whatAFactorGivesEqualsPlainLoops(width: Int) {
    var random = SeededGenerator(seed: width + 100)
    let matrix = NaiveTriangle(size: width, random: &random)
    let expected = matrix.factor()
    let vector = random.vector(width)
    let solved = NaiveTriangle.solve(expected, vector)
    var byKernels = TriangleBlock(lower: matrix.entries, width: width)
    #expect(made(&byKernels) { $0.factorise(prior: nil, weight: 0, scale: 1) })
    var byLibrary = TriangleBlock(lower: matrix.entries, width: width)
    #expect(made(&byLibrary) { $0.factorise() })
    for block in [byKernels, byLibrary] {
      #expect(close(factor(block), expected))
      #expect(close(block.product, matrix.entries))
      var solution = vector
      block.solve(&solution)
      #expect(close(solution, solved))
      #expect(close(block.solution(vector), solved))
      let back = block.solution(vector, transposed: true)
      #expect(close(times(expected, transposed: true, back), vector))
      let dots = TriangleBlock.dots(solution, vector)
      #expect(abs(dots.product - dot(solved, vector)) < 1e-11)
      #expect(abs(block.inverseForm(vector[...]) - dot(solved, solved)) < 1e-11)
      #expect(block.inverseForm(vector[...]) == dots.square)
      #expect(close(block.solution(block.product, columns: width), TriangleBlockTests.identity(width)))
      #expect(block.pivot(width - 1) == factor(block)[width * width - 1])
      var whitened = matrix.entries
      block.whiten(&whitened)
      #expect(close(whitened, TriangleBlockTests.identity(width)))
    }
  }

  private static func identity(_ width: Int) -> [Double] {
    (0..<(width * width)).map { $0 % (width + 1) == 0 ? 1 : 0 }
  }

  @Test func theDeterminantAndTheInverseOfADiagonal() {
    var block = TriangleBlock(lower: [4, 0, 0, 0, 9, 0, 0, 0, 0.25], width: 3)
    #expect(made(&block) { $0.factorise() })
    #expect(abs(block.logDeterminant - 2.1972245773362196) < 1e-15)
    #expect(close(block.inverseDiagonal, [0.25, 1.0 / 9, 4], within: 1e-15))
  }

  @Test(arguments: widths) func aPriorAndADiagonalAreAdded(width: Int) {
    var random = SeededGenerator(seed: width + 200)
    let matrix = NaiveTriangle(size: width, random: &random)
    let prior = TriangleBlock(
      lower: NaiveTriangle(size: width, random: &random).entries, width: width)
    var block = TriangleBlock(lower: matrix.entries, width: width)
    #expect(made(&block) { $0.factorise(prior: prior, weight: 0.5, scale: 3) })
    #expect(close(block.product, zip(prior.entries, matrix.entries).map { 0.5 * $0 + 3 * $1 }))
    #expect(made(&block) { $0.factorise(prior: nil, weight: 0.5, scale: 3) })
    let added = zip(TriangleBlockTests.identity(width), matrix.entries)
    #expect(close(block.product, added.map { 0.5 * $0 + 3 * $1 }))
    #expect(made(&block) { $0.factorise(ridge: 0.25) })
    #expect(close(block.product, added.map { 0.25 * $0 + $1 }))
    #expect(made(&block) { $0.factorise(adding: { $0 == width - 1 ? 2 : 0 }) })
    var last = matrix.entries
    last[width * width - 1] += 2
    #expect(close(block.product, last))
  }

  /// A singular matrix has a factor once it is raised, by a little of its size, and one that nothing helps has none.
  @Test(arguments: [1e-6, 1, 1e9]) func aSingularMatrixIsRaised(size: Double) {
    let lower = [size, size * (1 + 1e-12), 0, size]
    var block = TriangleBlock(lower: lower, width: 2)
    #expect(!made(&block) { $0.factorise() })
    #expect(made(&block) { $0.factorise(prior: nil, weight: 0, scale: 1) })
    #expect(close(block.product.map { $0 / size }, [1, 1, 1, 1], within: 1e-10))
    #expect(made(&block) { $0.factorise(ridge: size * 1e-14) })
    #expect(close(block.product.map { $0 / size }, [1, 1, 1, 1], within: 1e-10))
    for hopeless in [[Double.nan, 0, 0, 1], [.infinity, 0, 0, 1], [1, 1e3, 0, 1]] {
      var block = TriangleBlock(lower: hopeless, width: 2)
      #expect(!made(&block) { $0.factorise(prior: nil, weight: 0, scale: 1) }, "\(hopeless)")
    }
    block = TriangleBlock(lower: [1, 1e3, 0, 1], width: 2)
    #expect(!made(&block) { $0.factorise(ridge: 0) })
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8, 11, 12, 13, 24, 33])
  func rowsTogetherAreRowsOneByOne(width: Int) {
    var random = SeededGenerator(seed: width)
    let matrix = NaiveTriangle(size: width, random: &random)
    var together = TriangleBlock(lower: matrix.entries, width: width)
    #expect(made(&together) { $0.factorise() })
    var alone = together
    var half = random.vector(width)
    var otherHalf = half
    for count in [1, 2, 7, 8, 9, 17] {
      let rows = random.vector(count * width)
      let rewards = random.vector(count)
      var spent = rows
      var rest = rewards
      var solved = random.vector(width)
      var expected = solved
      together.rotate(rows: &spent, rest: &rest, half: &half, solving: &solved)
      together.solve(&expected)
      #expect(solved == expected)
      for index in 0..<count {
        var row = Array(rows[(index * width)...].prefix(width))
        var reward = [rewards[index]]
        alone.rotate(rows: &row, rest: &reward, half: &otherHalf, solving: nil)
      }
      #expect(together.numbers == alone.numbers)
      #expect(half == otherHalf)
    }
    // S is another's.
    #expect(together.entries == matrix.entries)
  }
}
