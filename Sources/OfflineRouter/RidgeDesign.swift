import LinearAlgebra

/// Regressions that share their rows: the targets that are known on the same pairs.
struct RidgeDesign {
  /// Columns of `Contrasts.target`.
  let columns: [Int]
  /// By pair: whether the targets are known on it.
  let rows: [Bool]

  /// Groups all targets (the K contrasts, then ȳ) by the pairs they are known on.
  ///
  /// - Complexity: O(pairs · K²) where no two are known on the same pairs, else O(pairs · K).
  static func designs(of contrasts: Contrasts) -> [RidgeDesign] {
    var designs: [(columns: [Int], rows: [Bool])] = []
    for column in 0...contrasts.rewardModels {
      let rows = (0..<contrasts.count).map { !contrasts.target(column, $0).isNaN }
      if let place = designs.firstIndex(where: { $0.rows == rows }) {
        designs[place].columns.append(column)
      } else {
        designs.append(([column], rows))
      }
    }
    return designs.map { RidgeDesign(columns: $0.columns, rows: $0.rows) }
  }
}

/// Sums over some rows of a design, from which ridge regressions are solved for any penalty and any centre.
struct RidgeMoments {
  /// d.
  let width: Int
  let targets: Int
  /// n.
  private(set) var count = 0.0
  /// G = Σ φφᵀ, d × d.
  private(set) var gram: [Double]
  /// Σ φ.
  private(set) var contextSum: [Double]
  /// Σ φt by target, d × targets.
  private(set) var products: [Double]
  /// Σ t by target.
  private(set) var targetSums: [Double]

  /// - Parameters:
  ///   - contexts: φ of all pairs, row-major.
  ///   - pairs: the rows to sum over, those the design does not know are left out.
  /// - Complexity: O(rows · d · (d + targets)).
  init(
    _ design: RidgeDesign, contexts: [Double], width: Int, contrasts: Contrasts, pairs: some Sequence<Int>
  ) {
    self.width = width
    targets = design.columns.count
    gram = Array(repeating: 0, count: width * width)
    contextSum = Array(repeating: 0, count: width)
    products = Array(repeating: 0, count: width * targets)
    targetSums = Array(repeating: 0, count: targets)
    var rows: [Double] = []
    var values: [Double] = []
    func flush() {
      let number = rows.count / width
      Matrices.addGram(rows, rows: width, columns: number, to: &gram)
      // Targets stand row by row: (d × n)(n × targets) with the second as its transpose's transpose.
      Matrices.addProduct(rows, values, rows: width, inner: number, columns: targets, to: &products)
      count += Double(number)
      rows.removeAll(keepingCapacity: true)
      values.removeAll(keepingCapacity: true)
    }
    for pair in pairs where design.rows[pair] {
      rows += contexts[(pair * width)..<((pair + 1) * width)]
      for index in 0..<width { contextSum[index] += contexts[pair * width + index] }
      for (place, column) in design.columns.enumerated() {
        let value = contrasts.target(column, pair)
        values.append(value)
        targetSums[place] += value
      }
      if rows.count >= width * PairDataset.blockPairs { flush() }
    }
    flush()
    Matrices.mirror(&gram, order: width)
  }

  /// Without the rows of another.
  func without(_ part: RidgeMoments) -> RidgeMoments {
    var rest = self
    rest.count -= part.count
    for index in gram.indices { rest.gram[index] -= part.gram[index] }
    for index in contextSum.indices { rest.contextSum[index] -= part.contextSum[index] }
    for index in products.indices { rest.products[index] -= part.products[index] }
    for index in targetSums.indices { rest.targetSums[index] -= part.targetSums[index] }
    return rest
  }

  /// Means of the targets; 0 without rows.
  var targetMeans: [Double] { targetSums.map { count > 0 ? $0 / count : 0 } }

  /// Σ (φ − c)(φ − c)ᵀ.
  func centredGram(_ center: [Double]) -> [Double] {
    var result = gram
    for column in 0..<width {
      for row in 0..<width {
        result[row + column * width] +=
          count * center[row] * center[column] - contextSum[row] * center[column]
          - center[row] * contextSum[column]
      }
    }
    return result
  }

  /// (G_c + λI)⁻¹ Σ (φ − c)(t − t̄), d × targets.
  ///
  /// The centre drops out of the right side, because t − t̄ sums to zero.
  ///
  /// - Parameter centredGram: of this centre.
  func weights(centredGram: [Double], penalty: Double) -> [Double] {
    var right = products
    let means = targetMeans
    for target in 0..<targets {
      for index in 0..<width { right[target * width + index] -= means[target] * contextSum[index] }
    }
    return Matrices.solveRidge(centredGram, order: width, ridge: penalty, right, columns: targets)
  }
}
