package import RunEvents

/// Judged pairs as the published head is trained on them: features f as one matrix, labels as another.
///
/// Memory: 4 bytes for each number of f (50,000 pairs of 2 × 768: 307 MB).
///
/// Tested by `HeadDataTests`.
package struct HeadData: Sendable {
  typealias Mark = PairDataset.Mark

  /// Greatest magnitude of an embedding's number: sums of products of them stay finite in single precision.
  static let featureLimit = 1e15

  /// K ids, the columns of the labels.
  package let rewardModels: [String]
  /// Length of f = [(a+b)/2 ; |a−b|], 2m.
  package let featureCount: Int
  /// N × 2m, row-major.
  let features: [Float]
  /// N × K, row-major, as `Mark`.
  let labels: [Int8]
  /// By pair: groups numbered in order of first appearance; a pair without one is a group of its own.
  let groups: [Int]

  /// N.
  package var count: Int { groups.count }

  package var groupCount: Int { (groups.max() ?? -1) + 1 }

  /// - Parameters:
  ///   - pairs: with embeddings of one length.
  ///   - rewardModels: the columns, 1…64 of them; labels of others are not used, and a column without labels is
  ///     allowed here.
  /// - Throws: ``HeadError``, for the first pair that is out of this domain.
  /// - Complexity: O(pairs · (2m + K)).
  package init(_ pairs: [JudgedPair], rewardModels: [String]) throws(HeadError) {
    guard let first = pairs.first else { throw .noPairs }
    guard case .embeddings(let embedding, _) = first.features else { throw .contextsOnly }
    let length = embedding.count
    guard length > 0 else { throw .emptyEmbeddings(pair: first.id) }
    var features: [Float] = []
    features.reserveCapacity(pairs.count * 2 * length)
    var labels = [Int8](repeating: Mark.unknown, count: pairs.count * rewardModels.count)
    var columns: [String: Int] = [:]
    for (column, id) in rewardModels.enumerated() where columns[id] == nil { columns[id] = column }
    var numbers = GroupNumbers()
    for (row, pair) in pairs.enumerated() {
      try Self.append(pair.features, id: pair.id, length: length, to: &features)
      for label in pair.labels {
        guard let column = columns[label.rewardModel], let isRight = label.isRight else { continue }
        labels[row * rewardModels.count + column] = isRight ? Mark.right : Mark.wrong
      }
    }
    self.rewardModels = rewardModels
    featureCount = 2 * length
    self.features = features
    self.labels = labels
    groups = pairs.map { numbers.number(of: $0.group) }
  }

  private static func append(
    _ pair: JudgedPair.Features, id: String, length: Int, to features: inout [Float]
  ) throws(HeadError) {
    guard case .embeddings(let one, let other) = pair else { throw .contextsOnly }
    guard one.count == length, other.count == length else {
      throw .embeddingLength(
        pair: id, length: one.count == length ? other.count : one.count, expected: length)
    }
    let start = features.count
    switch (one, other) {
    case (.single(let one), .single(let other)):
      // Halves first: the sum of two large numbers might not be finite.
      for index in 0..<length { features.append(one[index] / 2 + other[index] / 2) }
      for index in 0..<length { features.append((one[index] - other[index]).magnitude) }
    default:
      features += pairFeatures(pair).map { Float($0) }
    }
    // NaN fails the comparison too.
    let limit = Float(featureLimit)
    guard features[start...].allSatisfy({ $0.magnitude <= limit }) else { throw .featureRange(pair: id) }
  }
}
