extension Series {
  /// This series plus so many times another one that was sampled beside it: the edges of a band.
  ///
  /// Exact as long as buckets hold one sample each. Of a wider one it has the widest range that its samples can have
  /// had, so that a band is never drawn narrower than it was; a sample that is finite in one series only is not finite.
  ///
  /// - Parameters:
  ///   - other: with a sample wherever this one has one; what either has beyond the other is left out.
  ///   - factor: negative for a lower edge.
  /// - Complexity: O(buckets).
  package func adding(_ other: Series, times factor: Double) -> Series {
    var result = self
    result.buckets = zip(buckets, other.buckets).map { $0.adding($1, times: factor) }
    return result
  }
}

extension Series.Bucket {
  fileprivate func adding(_ other: Series.Bucket, times factor: Double) -> Series.Bucket {
    var sum = self
    let (low, high) = factor < 0 ? (other.maximum, other.minimum) : (other.minimum, other.maximum)
    sum.first += factor * other.first
    sum.last += factor * other.last
    sum.minimum += factor * low
    sum.maximum += factor * high
    sum.sum += factor * other.sum
    sum.count = sum.minimum.isFinite && sum.maximum.isFinite ? min(count, other.count) : 0
    sum.nonFiniteCount = total - sum.count
    if sum.count == 0 {
      (sum.first, sum.last, sum.minimum, sum.maximum, sum.sum) = (.nan, .nan, .nan, .nan, .nan)
    }
    return sum
  }
}
