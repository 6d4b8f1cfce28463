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

  /// The columns of that sum over a stretch, and the values from which a line enters it and to which it leaves.
  ///
  /// - Complexity: O(buckets in the stretch + count).
  package func columns(
    over range: ClosedRange<Double>, count: Int, adding other: Series, times factor: Double
  ) -> (columns: [Column?], before: Bucket?, after: Bucket?) {
    let limit = min(buckets.count, other.buckets.count)
    let sums: [Column?] = buckets.withUnsafeBufferPointer { buckets in
      other.buckets.withUnsafeBufferPointer { others in
        self.columns(over: range, count: count, of: limit) { buckets[$0].adding(others[$0], times: factor) }
      }
    }
    func sum(_ place: Int?) -> Bucket? {
      place.flatMap { $0 < limit ? buckets[$0].adding(other.buckets[$0], times: factor) : nil }
    }
    let places = neighbourPlaces(of: range)
    return (sums, sum(places.before), sum(places.after))
  }
}

extension Series.Bucket {
  @inline(__always)
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
