extension Series {
  /// What a chart draws in one column of dots: everything that lies in it.
  package struct Column: Equatable, Sendable {
    /// Least and greatest finite sample; NaN when `count` is 0.
    package var minimum: Double
    package var maximum: Double
    /// First and last finite sample in order of arrival.
    package var first: Double
    package var last: Double
    /// Sum of the finite samples, for a mean.
    package var sum: Double
    /// Finite samples.
    package var count: Int
    /// Samples that were NaN or infinite.
    package var nonFiniteCount: Int
    /// No line leads from the column before to this one: a segment starts in it.
    package var startsSegment: Bool

    package var mean: Double { count > 0 ? sum / Double(count) : .nan }
  }

  /// The samples of a stretch, put into columns of equal width; `nil` where nothing lies.
  ///
  /// Sample at position p stands in column ⌊(p − lower) / (upper − lower) · count⌋, the upper bound in the last
  /// column. As long as buckets hold one sample each this is the naive raster, dot for dot; a wider bucket that
  /// straddles columns shows its min…max in each of them, so nothing that happened is missing. Samples of several
  /// segments that share positions share columns.
  ///
  /// - Complexity: O(buckets + count); a pyramid above 8,192 buckets saved nothing at the widths of a terminal.
  package func columns(over range: ClosedRange<Double>, count: Int) -> [Column?] {
    guard count > 0 else { return [] }
    var columns = [Column?](repeating: nil, count: count)
    // Neighbours mostly share a column: gathered here and put down once.
    var open = Column.empty
    var place = -1
    for bucket in buckets where bucket.end >= range.lowerBound && bucket.start <= range.upperBound {
      let from = Self.column(of: max(bucket.start, range.lowerBound), in: range, count: count)
      let to =
        bucket.end == bucket.start
        ? from : Self.column(of: min(bucket.end, range.upperBound), in: range, count: count)
      if from != place {
        if place >= 0 { columns[place].merge(open) }
        open = .empty
        place = from
      }
      open.merge(Column(bucket))
      guard to > from else { continue }
      var beyond = Column(bucket)
      beyond.startsSegment = false
      for index in (from + 1)...to { columns[index].merge(beyond) }
    }
    if place >= 0 { columns[place].merge(open) }
    return columns
  }

  /// Least and greatest finite value over a stretch; `nil` when there is none.
  ///
  /// - Complexity: O(buckets).
  package func bounds(over range: ClosedRange<Double>) -> ClosedRange<Double>? {
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
  package func neighbours(of range: ClosedRange<Double>) -> (before: Bucket?, after: Bucket?) {
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
  package var extent: ClosedRange<Double>? {
    guard let first = buckets.first else { return nil }
    var (least, greatest) = (first.start, first.end)
    for bucket in buckets {
      if bucket.start < least { least = bucket.start }
      if bucket.end > greatest { greatest = bucket.end }
    }
    return least...greatest
  }

  private static func column(of position: Double, in range: ClosedRange<Double>, count: Int) -> Int {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return 0 }
    let place = (position - range.lowerBound) / width * Double(count)
    return max(0, min(count - 1, Int(min(place, Double(count)))))
  }
}

extension Series.Column {
  static let empty = Series.Column(
    minimum: .nan, maximum: .nan, first: .nan, last: .nan, sum: .nan, count: 0, nonFiniteCount: 0,
    startsSegment: false)

  init(_ bucket: Series.Bucket) {
    self.init(
      minimum: bucket.minimum, maximum: bucket.maximum, first: bucket.first, last: bucket.last,
      sum: bucket.sum, count: bucket.count, nonFiniteCount: bucket.nonFiniteCount,
      startsSegment: bucket.startsSegment)
  }

  /// Adds what lies later in the same column.
  mutating func merge(_ next: Series.Column) {
    nonFiniteCount += next.nonFiniteCount
    startsSegment = startsSegment || next.startsSegment
    guard next.count > 0 else { return }
    if count == 0 {
      minimum = next.minimum
      maximum = next.maximum
      first = next.first
      sum = next.sum
    } else {
      if next.minimum < minimum { minimum = next.minimum }
      if next.maximum > maximum { maximum = next.maximum }
      sum += next.sum
    }
    last = next.last
    count += next.count
  }
}

extension Series.Column? {
  /// Adds what lies later in the same column.
  fileprivate mutating func merge(_ next: Series.Column) {
    guard var column = self else {
      self = next
      return
    }
    column.merge(next)
    self = column
  }
}
