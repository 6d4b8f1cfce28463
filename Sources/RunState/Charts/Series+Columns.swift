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
  /// - Complexity: O(buckets in the stretch + count); a pyramid above 8,192 buckets saved nothing at the widths of a
  ///   terminal.
  package func columns(over range: ClosedRange<Double>, count: Int) -> [Column?] {
    buckets.withUnsafeBufferPointer { buckets in
      columns(over: range, count: count, of: buckets.count) { buckets[$0] }
    }
  }

  /// The same of what a function makes of the buckets, which leaves their places as they are.
  ///
  /// - Parameter limit: buckets that the function has.
  @inline(__always)
  func columns(
    over range: ClosedRange<Double>, count: Int, of limit: Int, _ bucket: (Int) -> Bucket
  ) -> [Column?] {
    guard count > 0 else { return [] }
    var columns = [Column?](repeating: nil, count: count)
    var ruler = ColumnRuler(range: range, count: count)
    // Neighbours mostly share a column: gathered here and put down once.
    var open = Column.empty
    var place = -1
    for index in stretch(range).clamped(to: 0..<limit) {
      let bucket = bucket(index)
      guard isRising || (bucket.end >= range.lowerBound && bucket.start <= range.upperBound) else { continue }
      let from = ruler.column(of: max(bucket.start, range.lowerBound))
      if from != place {
        if place >= 0 { columns[place].merge(open) }
        open = .empty
        place = from
      }
      open.merge(bucket)
      guard bucket.end != bucket.start else { continue }
      let to = ruler.column(of: min(bucket.end, range.upperBound))
      guard to > from else { continue }
      var beyond = Column(bucket)
      beyond.startsSegment = false
      for index in (from + 1)...to { columns[index].merge(beyond) }
    }
    if place >= 0 { columns[place].merge(open) }
    return columns
  }

  /// The buckets among which all of a stretch are: where positions never go back those alone.
  ///
  /// - Complexity: O(log buckets).
  private func stretch(_ range: ClosedRange<Double>) -> Range<Int> {
    guard isRising else { return buckets.indices }
    let first = buckets.firstPlace { $0.end >= range.lowerBound }
    return first..<max(first, buckets.firstPlace { $0.start > range.upperBound })
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
  /// - Complexity: O(log buckets) where positions never go back, else O(buckets).
  package func neighbours(of range: ClosedRange<Double>) -> (before: Bucket?, after: Bucket?) {
    let places = neighbourPlaces(of: range)
    return (places.before.map { buckets[$0] }, places.after.map { buckets[$0] })
  }

  func neighbourPlaces(of range: ClosedRange<Double>) -> (before: Int?, after: Int?) {
    func isInside(_ bucket: Bucket) -> Bool {
      bucket.end >= range.lowerBound && bucket.start <= range.upperBound
    }
    let stretch = stretch(range)
    guard let firstInside = buckets[stretch].firstIndex(where: isInside),
      let lastInside = buckets[stretch].lastIndex(where: isInside)
    else {
      guard let after = buckets.firstIndex(where: { $0.start > range.upperBound }), after > 0,
        !buckets[after].startsSegment, buckets[after - 1].end < range.lowerBound
      else { return (nil, nil) }
      return (after - 1, after)
    }
    let before = firstInside > 0 && !buckets[firstInside].startsSegment ? firstInside - 1 : nil
    let next = lastInside + 1
    return (before, next < buckets.count && !buckets[next].startsSegment ? next : nil)
  }

  /// First and last position there is.
  ///
  /// - Complexity: O(1) where positions never go back, else O(buckets).
  package var extent: ClosedRange<Double>? {
    guard let first = buckets.first, let last = buckets.last else { return nil }
    if isRising { return first.start...last.end }
    var (least, greatest) = (first.start, first.end)
    for bucket in buckets {
      if bucket.start < least { least = bucket.start }
      if bucket.end > greatest { greatest = bucket.end }
    }
    return least...greatest
  }
}

extension Array where Element == Series.Bucket {
  /// The first place from which on a condition holds, in buckets that are in order of it.
  fileprivate func firstPlace(where holds: (Series.Bucket) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Finds the columns of positions that mostly follow one another.
///
/// Position p of a stretch stands in column ⌊(p − lower) / (upper − lower) · count⌋, the upper bound in the last one.
package struct ColumnRuler {
  private let range: ClosedRange<Double>
  private let width: Double
  private let count: Int
  /// The last column found, and positions from and up to which it is that one.
  private var place = 0
  private var from = Double.infinity
  private var to = -Double.infinity

  /// - Parameter count: columns, at least one.
  package init(range: ClosedRange<Double>, count: Int) {
    self.range = range
    width = range.upperBound - range.lowerBound
    self.count = count
  }

  /// - Parameter position: in the range.
  @inline(__always)
  package mutating func column(of position: Double) -> Int {
    if position >= from, position <= to { return place }
    return find(position)
  }

  /// The rule never goes back from a position to a greater one, rounded as it may be: whatever lies between two
  /// positions of one column stands there, too.
  private mutating func find(_ position: Double) -> Int {
    place = column(byRule: position)
    (from, to) = (position, position)
    let probe = range.lowerBound + (Double(place) + 0.999) / Double(count) * width
    if probe > position, column(byRule: probe) == place { to = probe }
    return place
  }

  private func column(byRule position: Double) -> Int {
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
  @inline(__always)
  mutating func merge(_ next: Series.Bucket) { merge(Self(next)) }

  /// Adds what lies later in the same column.
  @inline(__always)
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
