import CKernels

/// The observations of a close that can be folded, by arm, in order of arrival.
struct RowsByArm {
  /// Contexts with their intercept, and rewards, arm after arm.
  private let rows: [Double]
  private let rewards: [Double]
  /// Where each arm's begin, and at last their total.
  private let starts: [Int]
  private let width: Int

  /// Takes the observations whose arm exists, whose context has length `dimension`, and whose numbers are all finite
  /// and within ±1e60.
  ///
  /// - Complexity: O(observations · width + count).
  init(_ observations: [Observation], count: Int, settings: PosteriorSettings) {
    let width = settings.width
    var starts = Array(repeating: 0, count: count + 1)
    var isTaken = Array(repeating: false, count: observations.count)
    for (index, observation) in observations.enumerated()
    where (0..<count).contains(observation.arm) && Self.isFoldable(observation, settings) {
      isTaken[index] = true
      starts[observation.arm + 1] += 1
    }
    for arm in 0..<count { starts[arm + 1] += starts[arm] }
    var next = starts
    var rewards = Array(repeating: 0.0, count: starts[count])
    rows = Array(unsafeUninitializedCapacity: starts[count] * width) { rows, filled in
      for (index, observation) in observations.enumerated() where isTaken[index] {
        let place = next[observation.arm]
        next[observation.arm] += 1
        rewards[place] = observation.reward
        // Every element of a taken observation's place is written once, all places are taken.
        let row = UnsafeMutableBufferPointer(rebasing: rows[(place * width)..<((place + 1) * width)])
        let end = row.initialize(fromContentsOf: observation.context)
        if end < width { row.initializeElement(at: end, to: 1) }
      }
      filled = starts[count] * width
    }
    self.rewards = rewards
    self.starts = starts
    self.width = width
  }

  private static func isFoldable(_ observation: Observation, _ settings: PosteriorSettings) -> Bool {
    let limit = PosteriorSettings.scaleRange.upperBound
    return observation.context.count == settings.dimension && observation.reward.magnitude <= limit
      && rmtop_within(observation.context, observation.context.count, limit)
  }

  /// Observations of all arms.
  var total: Int { rewards.count }

  func count(of arm: Int) -> Int { starts[arm + 1] - starts[arm] }

  /// Calls `body` with an arm's rows, one after the other, and its rewards.
  func withRows(
    of arm: Int, _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) -> Void
  ) {
    rows.withUnsafeBufferPointer { rows in
      rewards.withUnsafeBufferPointer { rewards in
        body(
          UnsafeBufferPointer(rebasing: rows[(starts[arm] * width)..<(starts[arm + 1] * width)]),
          UnsafeBufferPointer(rebasing: rewards[starts[arm]..<starts[arm + 1]]))
      }
    }
  }
}
