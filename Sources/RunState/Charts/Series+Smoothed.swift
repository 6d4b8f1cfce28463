extension Series {
  /// The debiased moving average of a series in its place, as a chart smooths it, for what is not drawn as a line.
  ///
  /// - Parameters:
  ///   - weight: as that of ``DebiasedAverage``; 0 leaves the series as it is.
  ///   - breaks: rising positions after which the average begins again, besides segments of the run.
  /// - Complexity: O(buckets + breaks).
  package func smoothed(weight: Double, afreshAt breaks: [Double]) -> Series {
    guard weight > 0 else { return self }
    var result = self
    var average = DebiasedAverage(weight: weight)
    var next = 0
    result.buckets.withUnsafeMutableBufferPointer { buckets in
      for index in buckets.indices {
        var isAfresh = buckets[index].startsSegment && startsAfresh(at: index)
        if isAfresh { next = 0 }
        while next < breaks.count, breaks[next] < buckets[index].start {
          isAfresh = true
          next += 1
        }
        if isAfresh { average.restart() }
        guard buckets[index].count > 0 else { continue }
        buckets[index].setAll(to: average.add(buckets[index]))
      }
    }
    return result
  }
}

extension Series.Bucket {
  /// Gives all samples one value: of a copy that is drawn.
  fileprivate mutating func setAll(to value: Double) {
    (first, last, minimum, maximum) = (value, value, value, value)
    sum = value * Double(count)
  }
}
