extension Series {
  /// Takes the next sample.
  ///
  /// A sample that starts a segment starts a bucket, too, so that a bucket is never drawn across the gap (unless
  /// there are so many segments that whole buckets have to be shared).
  ///
  /// - Parameters:
  ///   - position: not less than that of the sample before, unless `startsSegment`; otherwise it is taken as the
  ///     start of a segment, too. A position that is not finite is ignored.
  ///   - value: any; NaN and infinity are counted and break the line.
  /// - Complexity: amortised O(1).
  package mutating func append(position: Double, value: Double, startsSegment: Bool = false) {
    append(position: position, value: value, startsSegment: startsSegment, drawnIn: 0)
  }

  /// Takes the next sample, in the given segment of the run: the first one of a segment starts it here, too.
  mutating func append(position: Double, value: Double, segment: Int) {
    append(position: position, value: value, startsSegment: segment != lastSegment, drawnIn: segment)
    lastSegment = segment
  }

  /// Takes the next sample; a bucket that it opens belongs to the given segment.
  mutating func append(position: Double, value: Double, startsSegment: Bool = false, drawnIn segment: Int) {
    guard position.isFinite else { return }
    var sample = Bucket(position: position, value: value, startsSegment: startsSegment)
    sample.segment = Int32(clamping: segment)
    sampleCount += 1
    guard let open = buckets.indices.last else {
      buckets.append(sample)
      buckets[0].startsSegment = true
      return
    }
    let goesBack = position < buckets[open].end
    if !startsSegment && !goesBack && !buckets[open].isAbandoned && buckets[open].total < samplesPerBucket {
      buckets[open].merge(sample)
      return
    }
    if goesBack { isRising = false }
    buckets.append(sample)
    buckets[open + 1].startsSegment = startsSegment || goesBack
    if buckets.count > Self.capacity { coarsen() }
  }

  /// A segment begins here: whatever the series has at or beyond this position, the run has left.
  ///
  /// What it has not left never goes back, so the search ends at the first such bucket before the position.
  ///
  /// - Complexity: O(buckets it has left).
  mutating func abandon(from position: Double) {
    for index in buckets.indices.reversed() where !buckets[index].isAbandoned {
      if buckets[index].end < position { return }
      guard buckets[index].start >= position else { continue }
      buckets[index].isAbandoned = true
      mayHaveAbandoned = true
    }
  }

  /// What was taken for segments from the given one on was one stretch: it is drawn as one, and never goes back.
  ///
  /// - Complexity: O(buckets from there on).
  mutating func join(from segment: Int) {
    if lastSegment > segment { lastSegment = segment }
    guard
      let first = buckets.lastIndex(where: { $0.segment < segment }).map({ $0 + 1 }) ?? buckets.indices.first,
      first < buckets.count
    else { return }
    var end = buckets[first].start
    for index in first..<buckets.count {
      buckets[index].segment = Int32(clamping: segment)
      buckets[index].isAbandoned = false
      if index > first { buckets[index].startsSegment = false }
      buckets[index].start = max(buckets[index].start, end)
      buckets[index].end = max(buckets[index].end, buckets[index].start)
      end = buckets[index].end
    }
  }

  /// Doubles the width of the buckets; where segments keep them apart, the width does not help and buckets are
  /// merged across segments.
  private mutating func coarsen() {
    if samplesPerBucket <= Int.max / 2 { samplesPerBucket *= 2 }
    mergeNeighbours(acrossSegments: false)
    if buckets.count > Self.capacity / 4 * 3 { mergeNeighbours(acrossSegments: true) }
  }

  /// One sweep: a bucket takes the one after it when both fit the width and no segment starts between them. Across
  /// segments each bucket takes exactly one neighbour, so that a sweep halves the series and no more.
  private mutating func mergeNeighbours(acrossSegments: Bool) {
    var kept = 0
    var isTaken = false
    for index in buckets.indices.dropFirst() {
      let next = buckets[index]
      let fits =
        acrossSegments
        ? !isTaken
        : !next.startsSegment && next.isAbandoned == buckets[kept].isAbandoned
          && buckets[kept].total + next.total <= samplesPerBucket
      if fits {
        buckets[kept].merge(next)
        isTaken = true
      } else {
        kept += 1
        buckets[kept] = next
        isTaken = false
      }
    }
    buckets.removeSubrange((kept + 1)...)
  }
}

extension Series.Bucket {
  /// A bucket of one sample.
  init(position: Double, value: Double, startsSegment: Bool) {
    let isFinite = value.isFinite
    let known = isFinite ? value : .nan
    self.init(
      start: position, end: position, first: known, last: known, minimum: known, maximum: known, sum: known,
      count: isFinite ? 1 : 0, nonFiniteCount: isFinite ? 0 : 1, startsSegment: startsSegment)
  }

  /// Samples of the bucket, finite or not.
  var total: Int { count + nonFiniteCount }

  /// Takes the samples of a later bucket into this one.
  mutating func merge(_ next: Series.Bucket) {
    start = min(start, next.start)
    end = max(end, next.end)
    nonFiniteCount += next.nonFiniteCount
    startsSegment = startsSegment || next.startsSegment
    isAbandoned = isAbandoned && next.isAbandoned
    guard next.count > 0 else { return }
    if count == 0 {
      (first, minimum, maximum, sum) = (next.first, next.minimum, next.maximum, next.sum)
    } else {
      minimum = min(minimum, next.minimum)
      maximum = max(maximum, next.maximum)
      sum += next.sum
    }
    last = next.last
    count += next.count
  }
}
