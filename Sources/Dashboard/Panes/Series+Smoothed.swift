import RunState

extension Series {
  /// The debiased moving average of a series in its place, as `Curve` has it, for what is not drawn as a line.
  ///
  /// - Parameter breaks: rising positions after which the average begins again, besides segments of the run.
  /// - Complexity: O(buckets + breaks).
  func smoothed(_ smoothing: Smoothing, afreshAt breaks: [Double]) -> Series {
    guard smoothing != .none else { return self }
    var result = self
    var average = DebiasedAverage(weight: smoothing.rawValue)
    var next = 0
    for (index, bucket) in buckets.enumerated() {
      var isAfresh = startsAfresh(at: index)
      if isAfresh { next = 0 }
      while next < breaks.count, breaks[next] < bucket.start {
        isAfresh = true
        next += 1
      }
      if isAfresh { average.restart() }
      guard bucket.count > 0 else { continue }
      result.setValues(ofBucket: index, to: average.add(bucket))
    }
    return result
  }
}
