import LinearAlgebra

extension LinearTransform {
  /// Pairs projected by one product; always as many, so that a pair's numbers do not depend on those beside it.
  private static let blockPairs = 256

  /// φ of all pairs, as float32 numbers: the x of the log and of the decision.
  ///
  /// A category that is not among the transform's, or none, is all zeros before the mean is subtracted.
  ///
  /// - Returns: pairs × d, row-major.
  /// - Complexity: O(pairs · features · r), in parallel over blocks of pairs.
  func contexts(of pairs: PairDataset) -> [Double] {
    let width = mean.count
    let blocks = pairs.blocks(of: Self.blockPairs)
    return Matrices.inParallel(blocks.count) { place in
      var rows = rawContexts(of: pairs, blocks[place])
      rows.withUnsafeMutableBufferPointer { rows in
        for index in 0..<rows.count { rows[index] = Double(Float(rows[index] - mean[index % width])) }
      }
      return rows
    }.flatMap { $0 }
  }

  /// [one-hot category, u] of some pairs, row-major.
  func rawContexts(of pairs: PairDataset, _ range: Range<Int>) -> [Double] {
    let ones = categories.count
    let rank = rank
    let width = ones + rank
    let columns = columns(of: pairs)
    var result = Array(repeating: 0.0, count: range.count * width)
    var start = range.lowerBound
    while start < range.upperBound {
      let block = start..<min(start + Self.blockPairs, range.upperBound)
      let rows = pairs.featureBlock(block, minus: center, capacity: Self.blockPairs)
      let projected = Matrices.product(
        basis, rows, rows: rank, inner: center.count, columns: Self.blockPairs)
      for (row, pair) in block.enumerated() {
        let target = (pair - range.lowerBound) * width
        if let category = pairs.categories[pair], let column = columns[category] {
          result[target + column] = 1
        }
        for index in 0..<rank { result[target + ones + index] = projected[row * rank + index] / scale }
      }
      start = block.upperBound
    }
    return result
  }

  /// By the pairs' numbers of categories, the column of the one-hot.
  private func columns(of pairs: PairDataset) -> [Int?] {
    let table = IdentifierTable(categories)
    return pairs.categoryNames.map { table.index(of: $0) }
  }
}
