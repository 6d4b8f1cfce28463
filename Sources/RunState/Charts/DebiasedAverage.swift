/// An exponential moving average of a series' samples, without the pull of where it began.
///
/// ```
/// m ← w^n m + (1 − w^n) v        v the mean of a bucket, n its samples
/// shown is m / (1 − Π w^n)
/// ```
/// So a constant stays what it is from the first sample on. Buckets without a finite sample are not to be given.
package struct DebiasedAverage {
  private let weight: Double
  private var average = 0.0
  /// Π w^n: the part of all weight that nothing has filled yet.
  private var missing = 1.0
  /// Buckets mostly hold as many samples as the one before.
  private var power = (count: -1, kept: 1.0)

  /// - Parameter weight: of what was before, limited to 0 … 0.999.
  package init(weight: Double) { self.weight = min(0.999, max(0, weight)) }

  /// A new stretch begins: what was before has no part in it.
  package mutating func restart() { (average, missing) = (0, 1) }

  /// Takes a bucket with at least one finite sample, and returns what is shown then.
  ///
  /// - Complexity: O(1); O(samples), at most 4,096, where the number of samples is another than before.
  @inline(__always)
  package mutating func add(_ bucket: Series.Bucket) -> Double {
    if bucket.count != power.count {
      power = (bucket.count, 1)
      for _ in 0..<min(bucket.count, 4096) where power.kept > 1e-12 { power.kept *= weight }
    }
    let mean = bucket.count == 1 ? bucket.sum : bucket.sum / Double(bucket.count)
    average = power.kept * average + (1 - power.kept) * mean
    missing *= power.kept
    // The quotient of one is the number itself.
    return missing < Self.nothing ? average : average / (1 - missing)
  }

  /// Less than this from 1 is 1.
  private static let nothing = Double.ulpOfOne / 4
}
