import StateCoding

/// A series of samples in bounded memory, for charts.
///
/// Samples arrive with a position (a step, or an ordinal in runs without steps) that does not go back within a
/// segment. They are kept in at most 8,192 buckets, whose width doubles when they are full; nothing is dropped by
/// it: a bucket knows the min, max, first and last of all its samples.
package struct Series: Codable, Sendable {
  /// Samples that lie next to each other.
  package struct Bucket: Equatable, PlainData, Sendable {
    /// Least and greatest position of its samples.
    package var start: Double
    package var end: Double
    /// First and last finite sample in order of arrival.
    package var first: Double
    package var last: Double
    package var minimum: Double
    package var maximum: Double
    package var sum: Double
    /// Finite samples; 0 when all of them were NaN or infinite (then the values are NaN).
    package var count: Int
    /// Samples that were NaN or infinite: they break the line and never enter the bounds.
    package var nonFiniteCount: Int
    /// Whether a new segment starts with this bucket (no line to the bucket before), or inside it when there are
    /// more segments than buckets.
    package var startsSegment: Bool
    /// A later segment began at or before its first position: a branch that the run has left.
    package var isAbandoned = false
    /// The segment that its first sample is drawn in.
    var segment: Int32 = 0
  }

  /// Most buckets a series keeps.
  package static let capacity = 8192

  package internal(set) var buckets: [Bucket] = []
  /// Whether no bucket begins before the end of the one before it, so that positions can be searched for.
  var isRising = true
  /// Whether a bucket may be of a branch that the run has left.
  var mayHaveAbandoned = false
  /// Samples a full bucket holds: a power of two.
  package internal(set) var samplesPerBucket = 1
  package internal(set) var sampleCount = 0
  /// Segment of the run in which the last sample was taken (`append(position:value:segment:)`).
  var lastSegment = 0
  /// Position of the last sample.
  var lastPosition: Double? { buckets.last?.end }

  package init() {}

  /// The mean of a bucket's finite samples; NaN without any.
  package static func mean(of bucket: Bucket) -> Double {
    bucket.count > 0 ? bucket.sum / Double(bucket.count) : .nan
  }

  /// Samples that were NaN or infinite.
  package var nonFiniteCount: Int {
    buckets.reduce(0) { $0 + $1.nonFiniteCount }
  }
}
