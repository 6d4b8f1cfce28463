extension Series {
  /// Gives all samples of a bucket one value: of a copy that is drawn.
  package mutating func setValues(ofBucket index: Int, to value: Double) {
    buckets[index].first = value
    buckets[index].last = value
    buckets[index].minimum = value
    buckets[index].maximum = value
    buckets[index].sum = value * Double(buckets[index].count)
  }
}
