extension Series {
  /// What a chart draws in one column of dots: everything that lies in it.
  public struct Column: Equatable, Sendable {
    /// Least and greatest finite sample; NaN when `count` is 0.
    public var minimum: Double
    public var maximum: Double
    /// First and last finite sample in order of arrival.
    public var first: Double
    public var last: Double
    /// Sum of the finite samples, for a mean.
    public var sum: Double
    /// Finite samples.
    public var count: Int
    /// Samples that were NaN or infinite.
    public var nonFiniteCount: Int
    /// No line leads from the column before to this one: a segment starts in it.
    public var startsSegment: Bool

    public var mean: Double { count > 0 ? sum / Double(count) : .nan }
  }

  /// The samples of a stretch, put into columns of equal width; `nil` where nothing lies.
  ///
  /// Sample at position p stands in column ⌊(p − lower) / (upper − lower) · count⌋, the upper bound in the last
  /// column. As long as buckets hold one sample each this is the naive raster, dot for dot; a wider bucket that
  /// straddles columns shows its min…max in each of them, so nothing that happened is missing. Samples of several
  /// segments that share positions share columns.
  ///
  /// - Complexity: O(buckets + count); a pyramid above 8,192 buckets saved nothing at the widths of a terminal.
  public func columns(over range: ClosedRange<Double>, count: Int) -> [Column?] {
    guard count > 0 else { return [] }
    var columns = [Column?](repeating: nil, count: count)
    for bucket in buckets where bucket.end >= range.lowerBound && bucket.start <= range.upperBound {
      let from = Self.column(of: max(bucket.start, range.lowerBound), in: range, count: count)
      let to = Self.column(of: min(bucket.end, range.upperBound), in: range, count: count)
      columns[from].merge(Column(bucket, startsSegment: bucket.startsSegment))
      guard to > from else { continue }
      for index in (from + 1)...to {
        columns[index].merge(Column(bucket, startsSegment: false))
      }
    }
    return columns
  }

  /// Least and greatest finite value over a stretch; `nil` when there is none.
  ///
  /// - Complexity: O(buckets).
  public func bounds(over range: ClosedRange<Double>) -> ClosedRange<Double>? {
    var least = Double.infinity
    var greatest = -Double.infinity
    for bucket in buckets
    where bucket.count > 0 && bucket.end >= range.lowerBound && bucket.start <= range.upperBound {
      least = min(least, bucket.minimum)
      greatest = max(greatest, bucket.maximum)
    }
    return least <= greatest ? least...greatest : nil
  }

  /// The buckets next to a stretch on either side, from which a line enters it and to which it leaves; `nil` where
  /// there is none or a new segment lies between.
  ///
  /// - Complexity: O(buckets).
  public func neighbours(of range: ClosedRange<Double>) -> (before: Bucket?, after: Bucket?) {
    guard
      let firstInside = buckets.firstIndex(where: {
        $0.end >= range.lowerBound && $0.start <= range.upperBound
      }),
      let lastInside = buckets.lastIndex(where: {
        $0.end >= range.lowerBound && $0.start <= range.upperBound
      })
    else {
      guard let after = buckets.firstIndex(where: { $0.start > range.upperBound }), after > 0,
        !buckets[after].startsSegment, buckets[after - 1].end < range.lowerBound
      else { return (nil, nil) }
      return (buckets[after - 1], buckets[after])
    }
    let before = firstInside > 0 && !buckets[firstInside].startsSegment ? buckets[firstInside - 1] : nil
    let next = lastInside + 1
    let after = next < buckets.count && !buckets[next].startsSegment ? buckets[next] : nil
    return (before, after)
  }

  /// First and last position there is.
  public var extent: ClosedRange<Double>? {
    guard let first = buckets.first else { return nil }
    return buckets.reduce(first.start...first.end) {
      min($0.lowerBound, $1.start)...max($0.upperBound, $1.end)
    }
  }

  private static func column(of position: Double, in range: ClosedRange<Double>, count: Int) -> Int {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return 0 }
    let place = (position - range.lowerBound) / width * Double(count)
    return max(0, min(count - 1, Int(min(place, Double(count)))))
  }
}

extension Series.Column {
  init(_ bucket: Series.Bucket, startsSegment: Bool) {
    self.init(
      minimum: bucket.minimum, maximum: bucket.maximum, first: bucket.first, last: bucket.last,
      sum: bucket.sum, count: bucket.count, nonFiniteCount: bucket.nonFiniteCount,
      startsSegment: startsSegment)
  }
}

extension Series.Column? {
  /// Adds what lies later in the same column.
  mutating func merge(_ next: Series.Column) {
    guard var column = self else {
      self = next
      return
    }
    column.nonFiniteCount += next.nonFiniteCount
    column.startsSegment = column.startsSegment || next.startsSegment
    if next.count > 0 {
      if column.count == 0 {
        (column.minimum, column.maximum) = (next.minimum, next.maximum)
        (column.first, column.sum) = (next.first, next.sum)
      } else {
        column.minimum = Swift.min(column.minimum, next.minimum)
        column.maximum = Swift.max(column.maximum, next.maximum)
        column.sum += next.sum
      }
      column.last = next.last
      column.count += next.count
    }
    self = column
  }
}
