/// Observations of one arm that wait beside its base statistics, in order of arrival, until they are folded together.
///
/// An arm that is brought a row or a few at every close would pay O(width³) for its factor each time. Its rows wait
/// here instead, and the factor is carried on by rotating each in, O(width²). Which rows wait is a matter of counts
/// alone.
struct PendingRows: Codable, Sendable {
  /// So many rows are folded into the base: the factor is made afresh then, which bounds what rotations add up to,
  /// and the memory of what waits.
  static let limit = 64

  /// Contexts, one after the other.
  private(set) var rows: [Double] = []
  private(set) var rewards: [Double] = []
  /// The arm's history before the first row and after each: by it a copy knows the rows that it has already.
  private(set) var marks: [UInt64] = []

  var count: Int { rewards.count }

  /// Adds an observation to those that wait, and to the history of the arm.
  mutating func append(row: UnsafeBufferPointer<Double>, reward: Double, history: inout StateDigest) {
    if marks.isEmpty { marks.append(history.value) }
    history.combine(span: row)
    history.combine(reward)
    rows.append(contentsOf: row)
    rewards.append(reward)
    marks.append(history.value)
  }
}
