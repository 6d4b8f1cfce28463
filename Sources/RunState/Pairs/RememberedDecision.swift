/// One of the last decisions, and where the lines begin that tell of it: what it says is read from the log again.
package struct RememberedDecision: Equatable, Sendable {
  /// Its place among all decisions of the run, from 1.
  package var ordinal: Int
  /// Index of the chosen RM.
  package var arm: Int
  package var step: Int?
  /// Index among the categories.
  package var category: Int?
  /// Offset of the `pair` line; `nil` where the decision came without one.
  package var pairOffset: Int?
  package var offset: Int
  /// `nil` while it has no feedback.
  package var feedbackOffset: Int?
  private let hash: IdentifierHash

  fileprivate init(_ entry: IdentifierMemory.Entry, ordinal: Int) {
    self.ordinal = ordinal
    arm = Int(entry.arm)
    step = entry.step
    category = entry.category
    pairOffset = entry.pairOffset < 0 ? nil : entry.pairOffset
    offset = entry.offset
    feedbackOffset = entry.feedbackOffset < 0 ? nil : entry.feedbackOffset
    hash = entry.hash
  }

  /// Whether an id, as a line of the log has it, is this decision's: a line that was read again may be another file's.
  ///
  /// - Parameter segments: of the run so far.
  /// - Complexity: O(segments), a few operations each.
  package func isOf(_ id: String, segments: Int) -> Bool {
    let id = IdentifierHash(id)
    return (0...max(0, segments)).reversed().contains { id.inSegment($0) == hash }
  }
}

extension RunState {
  /// How many decisions are remembered: the last 100,000 at most.
  package var rememberedDecisions: Int { min(counts.decisions, pairs.identifiers.decisions.entries.count) }

  /// A decision by its place among all of the run, from 1.
  ///
  /// - Returns: `nil` where it is not remembered, or has not come.
  /// - Complexity: O(1).
  package func rememberedDecision(_ ordinal: Int) -> RememberedDecision? {
    let back = counts.decisions - ordinal
    guard ordinal >= 1, (0..<rememberedDecisions).contains(back) else { return nil }
    return RememberedDecision(pairs.identifiers.decisions.fromNewest(back), ordinal: ordinal)
  }
}

extension IdentifierMemory.Ring {
  fileprivate func fromNewest(_ back: Int) -> IdentifierMemory.Entry {
    entries[(oldest + 2 * entries.count - 1 - back) % entries.count]
  }
}
