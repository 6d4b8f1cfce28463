import RouterEngine

extension Series {
  func hash(into digest: inout StateDigest) {
    digest.combine(sampleCount)
    digest.combine(samplesPerBucket)
    for bucket in buckets {
      digest.combine(bucket.start)
      digest.combine(bucket.end)
      digest.combine(bucket.first)
      digest.combine(bucket.last)
      digest.combine(bucket.minimum)
      digest.combine(bucket.maximum)
      digest.combine(bucket.sum)
      digest.combine(bucket.count)
      digest.combine(bucket.nonFiniteCount)
      digest.combine(bucket.startsSegment)
      digest.combine(bucket.isAbandoned)
      digest.combine(Int(bucket.segment))
    }
  }
}
