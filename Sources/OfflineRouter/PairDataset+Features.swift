import RunEvents

extension JudgedPair.Features {
  var isContext: Bool {
    if case .context = self { return true }
    return false
  }

  /// Length of f.
  var featureCount: Int {
    switch self {
    case .context(let context): context.count
    case .embeddings(let one, _): 2 * one.count
    }
  }

  func isBounded(by limit: Double) -> Bool {
    switch self {
    case .context(let context): context.isBounded(by: limit)
    case .embeddings(let one, let other): one.isBounded(by: limit) && other.isBounded(by: limit)
    }
  }
}

extension Embedding {
  fileprivate func isBounded(by limit: Double) -> Bool {
    switch self {
    case .single(let values): values.allSatisfy { $0.isFinite }
    case .double(let values): values.allSatisfy { $0.magnitude <= limit }
    }
  }

  /// Writes the numbers as doubles.
  fileprivate func write(to target: UnsafeMutablePointer<Double>) {
    switch self {
    case .single(let values):
      values.withUnsafeBufferPointer { values in
        for index in 0..<values.count { target[index] = Double(values[index]) }
      }
    case .double(let values):
      values.withUnsafeBufferPointer { values in
        for index in 0..<values.count { target[index] = values[index] }
      }
    }
  }
}

extension PairDataset {
  /// Whether pairs came with a context in place of embeddings.
  package var haveContexts: Bool { features[0].isContext }

  /// Writes f of one pair, less `center` where there is one.
  ///
  /// - Parameters:
  ///   - target: `featureCount` doubles.
  ///   - scratch: as many, for the second embedding.
  func writeFeatures(
    _ pair: Int, minus center: [Double]?, to target: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutablePointer<Double>
  ) {
    switch features[pair] {
    case .context(let context): context.write(to: target)
    case .embeddings(let one, let other):
      let half = one.count
      one.write(to: target)
      other.write(to: scratch)
      for index in 0..<half {
        let (a, b) = (target[index], scratch[index])
        target[index] = (a + b) / 2
        target[half + index] = (a - b).magnitude
      }
    }
    center?.withUnsafeBufferPointer { center in
      for index in 0..<featureCount { target[index] -= center[index] }
    }
  }

  /// f − center of some pairs, one after the other, and zeros up to `capacity` pairs.
  ///
  /// - Complexity: O(pairs · features).
  func featureBlock(_ pairs: Range<Int>, minus center: [Double]?, capacity: Int? = nil) -> [Double] {
    let size = featureCount
    let total = max(capacity ?? 0, pairs.count)
    return Array(unsafeUninitializedCapacity: total * size) { buffer, count in
      buffer.initialize(repeating: 0)
      count = total * size
      var spare = Array(repeating: 0.0, count: size)
      spare.withUnsafeMutableBufferPointer { spare in
        guard let base = buffer.baseAddress, let scratch = spare.baseAddress else { return }
        for (row, pair) in pairs.enumerated() {
          writeFeatures(pair, minus: center, to: base + row * size, scratch: scratch)
        }
      }
    }
  }

  /// Pairs that are made into features together.
  static let blockPairs = 1024

  /// The pairs in runs of `size`, the last one shorter.
  func blocks(of size: Int = blockPairs) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// m0: the mean of f over all pairs.
  func featureMean() -> [Double] {
    var sum = Array(repeating: 0.0, count: featureCount)
    for block in blocks(of: 64) {
      let rows = featureBlock(block, minus: nil)
      rows.withUnsafeBufferPointer { rows in
        sum.withUnsafeMutableBufferPointer { sum in
          for row in 0..<block.count {
            for index in 0..<sum.count { sum[index] += rows[row * sum.count + index] }
          }
        }
      }
    }
    return sum.map { $0 / Double(count) }
  }
}
