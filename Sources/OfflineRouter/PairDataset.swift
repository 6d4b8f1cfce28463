import RouterEngine
package import RunEvents

/// Judged pairs as the offline fits need them: labels as a matrix, groups and categories as numbers, features as they
/// came.
///
/// Features stay in the precision they came in and are made into f = [(a+b)/2 ; |a−b|] block by block, so that the
/// pairs are never held a second time as doubles.
///
/// Tested by `PairDatasetTests`.
package struct PairDataset: Sendable {
  /// Greatest number of reward models.
  package static var rewardModelLimit: Int { PosteriorBank.armLimit }
  /// Greatest magnitude of a feature: sums of products of them stay finite.
  static let featureLimit = 1e60

  /// A label as it is stored.
  enum Mark {
    static let wrong: Int8 = 0
    static let right: Int8 = 1
    static let unknown: Int8 = -1
  }

  /// K ids, in the order of the columns of the labels.
  package let rewardModels: [String]
  /// Length of f, ≥ 1.
  package let featureCount: Int
  /// By pair.
  let features: [JudgedPair.Features]
  /// N × K, row-major, as `Mark`.
  let labels: [Int8]
  /// By pair: groups are numbered in order of first appearance.
  package let groups: [Int]
  package let groupCount: Int
  /// Names of categories in order of first appearance.
  let categoryNames: [String]
  /// By pair, an index into `categoryNames`.
  let categories: [Int?]

  /// - Parameters:
  ///   - pairs: with features of one kind and length.
  ///   - rewardModels: in the wanted order; `nil` takes those of the labels in order of first appearance. A reward
  ///     model without any label is allowed; of two labels of one reward model in a pair the later counts.
  /// - Throws: the first thing out of its domain, with the pair's id.
  /// - Complexity: O(pairs · (features + K)).
  package init(_ pairs: [JudgedPair], rewardModels given: [String]? = nil) throws(ContrastError) {
    guard let first = pairs.first else { throw .noPairs }
    var columns = IdentifierTable(given ?? [])
    for pair in pairs {
      for label in pair.labels {
        if given != nil, columns.index(of: label.rewardModel) == nil {
          throw .unknownRewardModel(pair: pair.id, label.rewardModel)
        }
        columns.insert(label.rewardModel)
      }
      guard columns.names.count <= Self.rewardModelLimit else {
        throw .tooManyRewardModels(columns.names.count)
      }
    }
    let kind = first.features.isContext
    let expected = first.features.featureCount
    var labels = Array(repeating: Mark.unknown, count: pairs.count * columns.names.count)
    var groupNumbers = GroupNumbers()
    var categoryTable = IdentifierTable([])
    var categories: [Int?] = []
    for (row, pair) in pairs.enumerated() {
      try Self.check(pair, isContext: kind, expected: expected)
      for label in pair.labels {
        guard let column = columns.index(of: label.rewardModel) else { continue }
        let mark = label.isRight.map { $0 ? Mark.right : Mark.wrong } ?? Mark.unknown
        labels[row * columns.names.count + column] = mark
      }
      categories.append(pair.category.map { categoryTable.insert($0) })
    }
    rewardModels = columns.names
    featureCount = expected
    features = pairs.map(\.features)
    self.labels = labels
    groups = pairs.map { groupNumbers.number(of: $0.group) }
    groupCount = groupNumbers.count
    categoryNames = categoryTable.names
    self.categories = categories
  }

  private static func check(_ pair: JudgedPair, isContext: Bool, expected: Int) throws(ContrastError) {
    guard pair.features.isContext == isContext else { throw .featureKind(pair: pair.id) }
    if case .embeddings(let one, let other) = pair.features, one.count != other.count {
      throw .embeddingLengths(pair: pair.id, one.count, other.count)
    }
    guard pair.features.featureCount == expected, expected > 0 else {
      throw .featureLength(pair: pair.id, length: pair.features.featureCount, expected: max(expected, 1))
    }
    guard pair.features.isBounded(by: featureLimit) else { throw .featureRange(pair: pair.id) }
  }

  /// The pairs at these indices, in this order; groups are numbered anew, categories and reward models keep theirs.
  init(_ whole: PairDataset, indices: [Int]) {
    rewardModels = whole.rewardModels
    featureCount = whole.featureCount
    let count = whole.rewardModels.count
    features = indices.map { whole.features[$0] }
    labels = indices.flatMap { whole.labels[($0 * count)..<(($0 + 1) * count)] }
    var numbers: [Int?] = Array(repeating: nil, count: whole.groupCount)
    var next = 0
    groups = indices.map { index in
      let group = whole.groups[index]
      if let number = numbers[group] { return number }
      numbers[group] = next
      next += 1
      return next - 1
    }
    groupCount = next
    categoryNames = whole.categoryNames
    categories = indices.map { whole.categories[$0] }
  }

  /// N.
  package var count: Int { features.count }

  /// 1, 0, or `nil` where the label is not known.
  package func label(_ pair: Int, _ rewardModel: Int) -> Double? {
    let mark = labels[pair * rewardModels.count + rewardModel]
    return mark == Mark.unknown ? nil : Double(mark)
  }

  /// The category's name of a pair.
  package func category(_ pair: Int) -> String? { categories[pair].map { categoryNames[$0] } }
}

/// Names numbered in order of first appearance.
struct IdentifierTable {
  private(set) var names: [String] = []
  private var indices: [String: Int] = [:]

  init(_ names: [String]) { for name in names { insert(name) } }

  func index(of name: String) -> Int? { indices[name] }

  @discardableResult
  mutating func insert(_ name: String) -> Int {
    if let index = indices[name] { return index }
    indices[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
