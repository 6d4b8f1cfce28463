import RunState

extension Series {
  /// The debiased moving average of a series in its place, as `Curve` has it, for what is not drawn as a line.
  ///
  /// - Parameter breaks: rising positions after which the average begins again, besides segments of the run.
  /// - Complexity: O(buckets + breaks).
  func smoothed(_ smoothing: Smoothing, afreshAt breaks: [Double]) -> Series {
    guard smoothing != .none else { return self }
    var result = self
    let weight = smoothing.rawValue
    var (average, missing) = (0.0, 1.0)
    var next = 0
    for (index, bucket) in buckets.enumerated() {
      var isAfresh = startsAfresh(at: index)
      if isAfresh { next = 0 }
      while next < breaks.count, breaks[next] < bucket.start {
        isAfresh = true
        next += 1
      }
      if isAfresh { (average, missing) = (0, 1) }
      guard bucket.count > 0 else { continue }
      var kept = 1.0
      for _ in 0..<min(bucket.count, 4096) where kept > 1e-12 { kept *= weight }
      average = kept * average + (1 - kept) * Series.mean(of: bucket)
      missing *= kept
      result.setValues(ofBucket: index, to: average / (1 - missing))
    }
    return result
  }
}
