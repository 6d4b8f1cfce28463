import TestSupport
import Testing

@testable import LinearAlgebra

@Suite struct MatricesTests {
  /// A matrix that rounding has left indefinite is raised in proportion to its size until it has a factor.
  @Test(arguments: [1e-6, 1, 1e9]) func anIndefiniteMatrixIsRaised(size: Double) {
    let matrix = [size, size * 1.00001, size * 1.00001, size]
    let solution = Matrices.solveRidge(matrix, order: 2, ridge: size * 1e-7, [size, -size], columns: 1)
    // Along (1, −1) what is raised is all there is; symmetric, and of one order whatever the size.
    #expect(solution[0] > 1e2 && solution[0] < 1e6)
    #expect((solution[0] + solution[1]).magnitude < 1e-6 * solution[0])
  }

  private func close(_ one: [Double], _ other: [Double]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= 1e-12 * (1 + abs($1)) }
  }

  /// By index, the sum of four products.
  private func sums(_ count: Int, _ term: (_ place: Int, _ step: Int) -> Double) -> [Double] {
    var sums = Array(repeating: 0.0, count: count)
    for place in 0..<count {
      for step in 0..<4 { sums[place] += term(place, step) }
    }
    return sums
  }

  /// 3 × 4 and 4 × 2, every way that they can stand.
  @Test func productsEqualPlainSums() {
    var random = SeededGenerator(seed: 1)
    let a = random.vector(12)
    let b = random.vector(8)
    let plain = Matrices.product(a, b, rows: 3, inner: 4, columns: 2)
    #expect(close(plain, sums(6) { a[$0 % 3 + 3 * $1] * b[$1 + 4 * ($0 / 3)] }))
    let transposed = Matrices.product(a, transposed: true, b, rows: 3, inner: 4, columns: 2)
    #expect(close(transposed, sums(6) { a[$1 + 4 * ($0 % 3)] * b[$1 + 4 * ($0 / 3)] }))
    var sum = Array(repeating: 1.0, count: 6)
    Matrices.addProduct(a, b, rows: 3, inner: 4, columns: 2, to: &sum)
    #expect(close(sum.map { $0 - 1 }, sums(6) { a[$0 % 3 + 3 * $1] * b[$0 / 3 + 2 * $1] }))
    var byRows = Array(repeating: Double.nan, count: 6)
    Double.multiply(a, transposed: false, b, transposed: true, to: &byRows, m: 3, n: 2, k: 4)
    #expect(close(byRows, sums(6) { a[$1 + 4 * ($0 / 2)] * b[$1 + 4 * ($0 % 2)] }))
    var single = Array(repeating: Float.nan, count: 6)
    let (floatA, floatB) = (a.map { Float($0) }, b.map { Float($0) })
    Float.multiply(floatA, transposed: false, floatB, transposed: true, to: &single, m: 3, n: 2, k: 4)
    #expect(zip(single, byRows).allSatisfy { abs(Double($0) - $1) < 1e-5 })
  }

  @Test func vectorsSquaresAndSumsEqualPlainLoops() {
    var random = SeededGenerator(seed: 2)
    let a = random.vector(12)
    let v = random.vector(4)
    var product = [1.0, 1, 1]
    Matrices.addProduct(a, rows: 3, columns: 4, scale: 2, v, to: &product)
    #expect(close(product.map { ($0 - 1) / 2 }, sums(3) { a[$0 + 3 * $1] * v[$1] }))
    product = [1, 1, 1]
    Matrices.addProduct(a, transposed: true, rows: 4, columns: 3, v, to: &product)
    #expect(close(product.map { $0 - 1 }, sums(3) { a[$1 + 4 * $0] * v[$1] }))
    var gram = Array(repeating: 1.0, count: 9)
    Matrices.addGram(a, rows: 3, columns: 4, scale: -1, to: &gram)
    #expect(gram[3] == 1 && gram[6] == 1 && gram[7] == 1)
    Matrices.mirror(&gram, order: 3)
    #expect(close(gram.map { 1 - $0 }, sums(9) { a[$0 % 3 + 3 * $1] * a[$0 / 3 + 3 * $1] }))
    var rows = [1.0, 1, 1]
    v.withUnsafeBufferPointer { Matrices.addRows(a, weights: $0, to: &rows) }
    #expect(close(rows.map { $0 - 1 }, sums(3) { v[$1] * a[$0 + 3 * $1] }))
    #expect(abs(Matrices.norm([3, 0, -4]) - 5) < 1e-15)
  }

  /// Both ways to the same eigenvalues, and vectors that satisfy A v = λ v.
  @Test func eigenvaluesAreThoseOfTheirVectors() throws {
    var random = SeededGenerator(seed: 3)
    let order = 12
    let matrix = NaiveTriangle(size: order, random: &random).entries
    var vectors = matrix
    let all = try #require(Matrices.diagonalise(&vectors, order: order))
    #expect(all == all.sorted())
    let leading = Matrices.leadingEigenvectors(matrix, order: order, count: 3)
    #expect(close(leading.values, all.suffix(3).reversed()))
    for (values, vectors) in [(all, vectors), leading] {
      let images = Matrices.product(matrix, vectors, rows: order, inner: order, columns: values.count)
      #expect(close(images, vectors.indices.map { values[$0 / order] * vectors[$0] }))
      #expect(abs(Matrices.norm(Array(vectors.prefix(order))) - 1) < 1e-12)
    }
    vectors[5] = .nan
    #expect(Matrices.diagonalise(&vectors, order: order) == nil)
  }

  /// Tiles of 256 and their edges.
  @Test func tilesOfAGramAreTheGram() {
    var random = SeededGenerator(seed: 4)
    let matrix = random.vector(300 * 5)
    var gram = Array(repeating: 0.0, count: 300 * 300)
    var tiled = gram
    Matrices.addGram(matrix, rows: 300, columns: 5, to: &gram)
    Matrices.addGramTiles(matrix, rows: 300, columns: 5, to: &tiled)
    let below = gram.indices.filter { $0 % 300 >= $0 / 300 }
    #expect(close(below.map { tiled[$0] }, below.map { gram[$0] }))
  }
}
