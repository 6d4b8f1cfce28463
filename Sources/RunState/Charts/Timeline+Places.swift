extension Timeline {
  /// What charts stand over.
  package enum Measure: Sendable {
    /// Seconds since the run's first event.
    case time
    case decisions
  }

  /// When the run stood at this position for the last time; `nil` of an empty timeline. What lies before or after all
  /// points has the numbers of the nearest one.
  ///
  /// - Complexity: O(points).
  package func last(at position: Double, _ measure: Measure) -> Double? {
    guard let index = points.lastIndex(where: { $0.position <= position }) else {
      return points.first?[measure]
    }
    guard points.indices.contains(index + 1), points[index + 1].segment == points[index].segment else {
      return points[index][measure]
    }
    return between(index, at: position, by: \.position, measure)
  }

  /// When an event was.
  ///
  /// - Complexity: O(log points).
  package func place(ofEvent event: Int, _ measure: Measure) -> Double? {
    let number = Double(event)
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].event < number { low = middle + 1 } else { high = middle }
    }
    guard low < points.count else { return points.last?[measure] }
    return low > 0 ? between(low - 1, at: number, by: \.event, measure) : points[low][measure]
  }

  /// A series with its samples at their times, or over the decisions.
  ///
  /// - Complexity: O(buckets + points).
  package func placed(_ series: Series, _ measure: Measure) -> Series {
    guard !points.isEmpty else { return Series() }
    var placed = series
    // Ends are put where their segment has them, which may be beyond where the next one begins.
    placed.isRising = false
    var index = 0
    var segment = Int32.min
    for bucket in series.buckets.indices {
      // Series that were made coarse across segments may go back.
      if series.buckets[bucket].segment < segment { index = 0 }
      segment = series.buckets[bucket].segment
      let (start, end) = (series.buckets[bucket].start, series.buckets[bucket].end)
      let place = place(of: start, in: Int(segment), from: &index, measure)
      placed.buckets[bucket].start = place
      placed.buckets[bucket].end =
        end == start ? place : max(place, self.place(of: end, in: Int(segment), from: &index, measure))
    }
    return placed
  }

  /// - Parameter index: of a point that is not beyond the place; moves on to the last such point.
  private func place(of position: Double, in segment: Int, from index: inout Int, _ measure: Measure)
    -> Double
  {
    func isBeyond(_ point: Point) -> Bool {
      point.segment > segment || (point.segment == segment && point.position > position)
    }
    if isBeyond(points[index]) { index = 0 }
    while index + 1 < points.count, !isBeyond(points[index + 1]) { index += 1 }
    guard !isBeyond(points[index]), index + 1 < points.count, points[index].segment == segment,
      points[index + 1].segment == segment
    else {
      // A segment's first samples may come before its first step.
      if points[index].segment < segment, index + 1 < points.count, points[index + 1].segment == segment {
        return points[index + 1][measure]
      }
      return points[index][measure]
    }
    return between(index, at: position, by: \.position, measure)
  }

  private func between(
    _ index: Int, at value: Double, by key: KeyPath<Point, Double>, _ measure: Measure
  ) -> Double {
    let (before, after) = (points[index], points[index + 1])
    let extent = after[keyPath: key] - before[keyPath: key]
    guard extent > 0 else { return after[measure] }
    let part = min(1, max(0, (value - before[keyPath: key]) / extent))
    return before[measure] + part * (after[measure] - before[measure])
  }
}

extension Timeline.Point {
  package subscript(measure: Timeline.Measure) -> Double { measure == .time ? time : decisions }
}
