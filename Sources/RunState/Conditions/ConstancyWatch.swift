import RouterEngine

/// How often a number comes again at once: a number that is stuck, told from one that has few values by nature.
struct ConstancyWatch: Codable, Sendable {
  /// So many alike in a row are a condition.
  static let limit = 32
  /// It is over when so many of the last 16 differed from the one before.
  static let changesToEnd = 4

  private(set) var last: Double?
  /// How many in a row are the same, the last included.
  private(set) var alike = 0
  /// Pairs of neighbours so far, and those that were the same.
  private(set) var pairs = 0
  private(set) var repeats = 0
  /// Of the last pairs.
  private(set) var changes = FlagWindow(capacity: 16)

  init() {}

  mutating func append(_ value: Double) {
    let isSame = value == last
    if last != nil {
      pairs += 1
      if isSame { repeats += 1 }
      changes.append(!isSame)
    }
    alike = isSame ? alike + 1 : 1
    last = value
  }

  var isStuck: Bool { alike >= Self.limit }
  var isOver: Bool { changes.ones >= Self.changesToEnd }

  func hash(into digest: inout StateDigest) {
    digest.combine(last ?? .nan)
    for number in [alike, pairs, repeats] { digest.combine(number) }
    changes.hash(into: &digest)
  }
}
