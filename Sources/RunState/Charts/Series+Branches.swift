extension Series {
  /// Whether a later segment began before the end of an earlier one.
  package var hasAbandoned: Bool { mayHaveAbandoned && buckets.contains(where: \.isAbandoned) }

  /// The branch that the run went on with, or all that it has left, as a series of its own.
  ///
  /// - Complexity: O(buckets); nothing is copied where nothing is abandoned.
  package func branch(isAbandoned: Bool) -> Series {
    guard hasAbandoned else { return isAbandoned ? Series() : self }
    var branch = Series()
    branch.samplesPerBucket = samplesPerBucket
    branch.isRising = isRising
    branch.mayHaveAbandoned = isAbandoned
    var follows = false
    for bucket in buckets {
      if bucket.isAbandoned == isAbandoned {
        branch.buckets.append(bucket)
        if !follows { branch.buckets[branch.buckets.count - 1].startsSegment = true }
        branch.sampleCount += bucket.total
      }
      follows = bucket.isAbandoned == isAbandoned
    }
    return branch
  }

  /// Whether a moving average starts anew with a bucket: with a segment of the run, or where the series went back over
  /// what it had.
  package func startsAfresh(at index: Int) -> Bool {
    guard index > 0, buckets.indices.contains(index) else { return true }
    let before = buckets[index - 1]
    return buckets[index].startsSegment
      && (before.isAbandoned || before.segment != buckets[index].segment)
  }
}
