import CKernels

/// The observations of a close that can be folded, by arm, in order of arrival.
struct RowsByArm {
  /// Contexts with their intercept, and rewards, arm after arm; a place for every observation whose arm exists.
  private let rows: [Double]
  private let rewards: [Double]
  /// Where each arm's places begin, and where those that are used end.
  private let starts: [Int]
  private let ends: [Int]
  private let width: Int

  /// Takes the observations whose arm exists, whose context has length `dimension`, and whose numbers are all finite
  /// and within ±1e60.
  ///
  /// - Complexity: O(observations · width + count).
  init(_ observations: [Observation], count: Int, settings: PosteriorSettings) {
    let width = settings.width
    let limit = PosteriorSettings.scaleRange.upperBound
    var starts = Array(repeating: 0, count: count + 1)
    for index in observations.indices where (0..<count).contains(observations[index].arm) {
      starts[observations[index].arm + 1] += 1
    }
    for arm in 0..<count { starts[arm + 1] += starts[arm] }
    let places = starts[count]
    var ends = starts
    var rewards = Array(repeating: 0.0, count: places)
    rows = Array(unsafeUninitializedCapacity: places * width) { rows, filled in
      for index in observations.indices where (0..<count).contains(observations[index].arm) {
        let arm = observations[index].arm
        let row = rows.baseAddress.map { $0 + ends[arm] * width }
        guard let row, Self.copy(observations[index].context, to: row, limit: limit, settings),
          observations[index].reward.magnitude <= limit
        else { continue }
        rewards[ends[arm]] = observations[index].reward
        ends[arm] += 1
      }
      // Places of what was refused.
      for arm in 0..<count {
        for offset in ends[arm]..<starts[arm + 1] {
          rows[(offset * width)..<((offset + 1) * width)].initialize(repeating: 0)
        }
      }
      filled = places * width
    }
    self.rewards = rewards
    self.starts = starts
    self.ends = ends
    self.width = width
  }

  /// Whether a context can be folded; if so it stands at `row`.
  private static func copy(
    _ context: [Double], to row: UnsafeMutablePointer<Double>, limit: Double, _ settings: PosteriorSettings
  ) -> Bool {
    guard context.count == settings.dimension,
      rmtop_copy_within(context, settings.dimension, limit, row)
    else { return false }
    if settings.hasIntercept { row[settings.dimension] = 1 }
    return true
  }

  /// Observations of all arms.
  var total: Int { (0..<(starts.count - 1)).reduce(0) { $0 + count(of: $1) } }

  func count(of arm: Int) -> Int { ends[arm] - starts[arm] }

  /// Calls `body` with an arm's rows, one after the other, and its rewards.
  func withRows(
    of arm: Int, _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) -> Void
  ) {
    rows.withUnsafeBufferPointer { rows in
      rewards.withUnsafeBufferPointer { rewards in
        body(
          UnsafeBufferPointer(rebasing: rows[(starts[arm] * width)..<(ends[arm] * width)]),
          UnsafeBufferPointer(rebasing: rewards[starts[arm]..<ends[arm]]))
      }
    }
  }
}
