import RunEvents

/// The pairs of the run: which ids are known and how far each has come, the contexts that wait for their feedback, the
/// categories, and the last rewards.
struct PairLedger: Codable, Sendable {
  static let categoryLimit = 256
  /// Bytes of a category's name that is followed.
  static let nameLimit = 256
  /// The name under which categories beyond the 256th are counted together.
  static let otherCategory = "(other)"

  /// In order of first appearance; at most 256, then `(other)`.
  var categories: [CategoryState] = []
  /// Looked up, never iterated.
  var categoryByName: [String: Int] = [:]
  /// Of all pairs, also of those without a category.
  var recentRewards = RecentRewards()

  /// How often the routing step has moved or a segment begun.
  private(set) var epoch: UInt32 = 0
  /// What stands for the decision that the last feedback answered.
  private(set) var answered: IdentifierHash?
  var identifiers = IdentifierMemory()
  var contexts = ContextStore()

  init() {}

  /// What is known of an id.
  struct Known {
    fileprivate var slot: IdentifierMemory.Slot
    var category: Int?
    var step: Int?
    var isDecided: Bool
    var hasFeedback: Bool
    /// Where the lines of its pair and its decision begin.
    var pairOffset: Int
    var offset: Int
    var context: UInt64
  }

  func find(_ hash: IdentifierHash) -> Known? {
    identifiers.find(hash).map { slot in
      let entry = identifiers[slot]
      return Known(
        slot: slot, category: entry.category, step: entry.step, isDecided: entry.flags.contains(.decided),
        hasFeedback: entry.flags.contains(.hasFeedback), pairOffset: entry.pairOffset, offset: entry.offset,
        context: entry.context)
    }
  }

  mutating func advanceEpoch() { epoch &+= 1 }

  /// A pair whose id is new.
  mutating func append(pair hash: IdentifierHash, step: Int?, category: Int?, offset: Int, context: UInt64) {
    var entry = IdentifierMemory.Entry(hash: hash, step: step, epoch: epoch, category: category)
    entry.pairOffset = offset
    entry.context = context
    identifiers.insertPair(entry)
  }

  /// A decision of a pair that had none.
  ///
  /// - Returns: the decision that had to be forgotten for it, where it still had no feedback.
  mutating func append(
    decision hash: IdentifierHash, of pair: Known?, arm: Int, step: Int?, category: Int?, offset: Int,
    context: UInt64
  ) -> IdentifierHash? {
    var entry = IdentifierMemory.Entry(hash: hash, step: step, epoch: epoch, category: category)
    entry.pairOffset = pair?.pairOffset ?? -1
    entry.offset = offset
    entry.context = pair?.context ?? context
    entry.arm = UInt8(truncatingIfNeeded: arm)
    entry.flags = .decided
    return identifiers.insertDecision(entry, replacing: pair?.slot)?.hash
  }

  /// What a feedback answers.
  enum Answer {
    /// No decision that is known.
    case orphan
    /// One that had its feedback before.
    case repetition
    case decision(Decision)
  }

  struct Decision {
    var hash: IdentifierHash
    var arm: Int
    var category: Int?
    var step: Int?
    var epoch: UInt32
    var segment: Int
  }

  /// Takes the feedback for an id: of the latest of these segments that has a decision of it.
  ///
  /// - Parameter offset: where its line begins.
  mutating func answer(_ id: String, segments: ClosedRange<Int>, offset: Int) -> Answer {
    let id = IdentifierHash(id)
    for segment in segments.reversed() {
      guard let slot = identifiers.find(id.inSegment(segment)), identifiers[slot].flags.contains(.decided)
      else { continue }
      let entry = identifiers[slot]
      guard !entry.flags.contains(.hasFeedback) else { return .repetition }
      identifiers[slot].flags.insert(.hasFeedback)
      identifiers[slot].feedbackOffset = offset
      answered = entry.hash
      return .decision(
        Decision(
          hash: entry.hash, arm: Int(entry.arm), category: entry.category, step: entry.step,
          epoch: entry.epoch, segment: segment))
    }
    return .orphan
  }
}
