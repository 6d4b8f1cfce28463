import RouterEngine

extension InnovationWatch {
  /// What an innovation has brought.
  enum Finding: Equatable {
    case drift(Drift)
    /// Rewards have come as the posterior says for a whole window: the episode is over.
    case settled
  }

  /// Takes the next innovation.
  ///
  /// - Parameters:
  ///   - innovation: finite, cut to ±`greatest`.
  ///   - position: on the charts' axis.
  mutating func append(_ innovation: Double, position: Double) -> Finding? {
    count += 1
    window.append(innovation)
    if drift != nil { return settle() }
    let cut = min(max(innovation, -Self.outlier), Self.outlier)
    above.add(cut - Self.allowance, position: position)
    below.add(-cut - Self.allowance, position: position)
    let (direction, sum) = above.value >= below.value ? (Direction.higher, above) : (.lower, below)
    guard sum.value > Self.limit else { return nil }
    let found = Drift(direction: direction, rewards: sum.rewards, start: sum.start, sum: sum.value)
    drift = found
    sinceDrift = 0
    above = Sum()
    below = Sum()
    return .drift(found)
  }

  private mutating func settle() -> Finding? {
    sinceDrift += 1
    guard sinceDrift >= Self.capacity, windowMean.magnitude <= Self.allowance else { return nil }
    drift = nil
    return .settled
  }
}

extension InnovationWatch.Sum {
  mutating func add(_ step: Double, position: Double) {
    if value == 0 {
      rewards = 0
      start = position
    }
    value = max(0, value + step)
    rewards += 1
  }
}
