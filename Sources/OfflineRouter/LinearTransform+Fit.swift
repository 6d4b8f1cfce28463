import LinearAlgebra

extension LinearTransform {
  /// Most principal components.
  static let componentLimit = 64
  /// Most categories, by frequency.
  static let categoryLimit = 256
  /// Components with at most this part of the greatest one's eigenvalue are dropped.
  static let leastEigenvalue = 1e-12

  /// The context of the calibrated fit, made once from all offline pairs.
  ///
  /// ```
  /// m0 = mean f;  Q = the first r principal components of f − m0, r = min(64, N − 1, length of f);
  /// u = (f − m0)Q / √(Σ over the r columns of their population variance);  φ = [one-hot category, u] − mean
  /// ```
  /// Components come from the covariance or, where pairs are fewer than features, from the pairs' inner products: the
  /// smaller of the two. Each component's entry of greatest magnitude is positive (the first of equal ones), so that
  /// the same pairs give the same basis. Categories are in byte order. Where nothing varies and there is no category
  /// one component of zeros stands, so that a context always has a number.
  ///
  /// - Complexity: O(N · n · min(N, n) + min(N, n)³) for n features; one block of pairs and one square of the smaller
  ///   side in memory.
  ///
  /// Source: docs/engine.md, *Offline, the default: calibrated contrasts* and *Definitions*. Departure: the
  /// leading eigenvectors are found alone (`dsyevr`), which costs a quarter of `dsyevd` on all.
  ///
  /// Tested by `LinearTransformFitTests` against an independent program.
  init(fitting pairs: PairDataset) {
    let center = pairs.featureMean()
    let components = Self.components(of: pairs, center: center)
    let variance = components.values.reduce(0, +) / Double(pairs.count)
    let size = pairs.featureCount
    let rank = components.values.count
    let categories = Self.frequentCategories(of: pairs)
    var basis = Array(repeating: 0.0, count: size * max(rank, categories.isEmpty ? 1 : 0))
    for column in 0..<rank {
      for row in 0..<size { basis[row * rank + column] = components.vectors[column * size + row] }
    }
    self.init(
      center: center, basis: basis, mean: [], scale: variance > 0 ? variance.squareRoot() : 1,
      categories: categories)
    mean = Array(repeating: 0, count: categories.count + basis.count / size)
    var sum = mean
    let width = mean.count
    for block in pairs.blocks() {
      let rows = rawContexts(of: pairs, block)
      for row in 0..<block.count {
        for column in 0..<width { sum[column] += rows[row * width + column] }
      }
    }
    mean = sum.map { $0 / Double(pairs.count) }
  }

  /// r, the number of components.
  var rank: Int { center.isEmpty ? 0 : basis.count / center.count }

  private static func frequentCategories(of pairs: PairDataset) -> [String] {
    var counts = Array(repeating: 0, count: pairs.categoryNames.count)
    for category in pairs.categories { if let category { counts[category] += 1 } }
    var places = counts.indices.filter { counts[$0] > 0 }
    places.sort { isBefore(pairs.categoryNames[$0], pairs.categoryNames[$1]) }
    if places.count > categoryLimit {
      // Stable: equally frequent ones stay in byte order.
      places = places.enumerated().sorted {
        (counts[$1.element], $0.offset) < (counts[$0.element], $1.offset)
      }.prefix(categoryLimit).map(\.element)
      places.sort { isBefore(pairs.categoryNames[$0], pairs.categoryNames[$1]) }
    }
    return places.map { pairs.categoryNames[$0] }
  }

  /// Byte order of UTF-8.
  private static func isBefore(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Eigenvalues of (f − m0)ᵀ(f − m0), descending, and unit vectors one after the other.
  private static func components(
    of pairs: PairDataset, center: [Double]
  ) -> (values: [Double], vectors: [Double]) {
    let size = pairs.featureCount
    let wanted = min(componentLimit, pairs.count - 1, size)
    guard wanted > 0 else { return ([], []) }
    var found: (values: [Double], vectors: [Double])
    if pairs.count < size {
      let rows = pairs.featureBlock(0..<pairs.count, minus: center)
      // Inner products of pairs: (F Fᵀ)v = λv gives Fᵀv of length √λ.
      let gram = Matrices.product(
        rows, transposed: true, rows, rows: pairs.count, inner: size, columns: pairs.count)
      found = Matrices.leadingEigenvectors(gram, order: pairs.count, count: wanted)
      found.vectors = Matrices.product(
        rows, found.vectors, rows: size, inner: pairs.count, columns: wanted)
    } else {
      found = Matrices.leadingEigenvectors(
        covariance(of: pairs, center: center), order: size, count: wanted)
    }
    let least = leastEigenvalue * max(found.values[0], 0)
    let kept = found.values.prefix { $0 > least }.count
    var vectors = Array(found.vectors[..<(kept * size)])
    for column in 0..<kept { orient(&vectors, from: column * size, count: size) }
    return (Array(found.values[..<kept]), vectors)
  }

  /// Unit length, and the entry of greatest magnitude positive.
  private static func orient(_ vectors: inout [Double], from start: Int, count: Int) {
    var square = 0.0
    var greatest = start
    for index in start..<(start + count) {
      square += vectors[index] * vectors[index]
      if vectors[index].magnitude > vectors[greatest].magnitude { greatest = index }
    }
    let scale = (vectors[greatest] < 0 ? -1 : 1) / square.squareRoot()
    for index in start..<(start + count) { vectors[index] *= scale }
  }

  /// Σ (f − m0)(f − m0)ᵀ, the lower triangle; tiles of it in parallel, so that the numbers do not depend on how many
  /// threads there are.
  private static func covariance(of pairs: PairDataset, center: [Double]) -> [Double] {
    let size = pairs.featureCount
    var result = Array(repeating: 0.0, count: size * size)
    for block in pairs.blocks() {
      let rows = pairs.featureBlock(block, minus: center)
      Matrices.addGramTiles(rows, rows: size, columns: block.count, to: &result)
    }
    return result
  }
}
