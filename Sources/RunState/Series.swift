/// A series of samples in bounded memory, for charts.
///
/// Samples arrive with a position (a step, or an ordinal in runs without steps) that does not go back within a
/// segment. They are kept in at most 8,192 buckets, whose width doubles when they are full, and in a pyramid of
/// min/max above them; nothing is dropped by it: a bucket knows the min, max, first and last of all its samples.
public struct Series: Sendable {
  /// Samples that lie next to each other.
  public struct Bucket: Equatable, Sendable {
    /// Position of the first and of the last sample.
    public var start: Double
    public var end: Double
    public var first: Double
    public var last: Double
    public var minimum: Double
    public var maximum: Double
    public var sum: Double
    /// Finite samples; 0 when all of them were NaN or infinite (then the values are NaN).
    public var count: Int
    /// Samples that were NaN or infinite: they break the line and never enter the bounds.
    public var nonFiniteCount: Int
    /// Whether a new segment starts with this bucket (no line to the bucket before).
    public var startsSegment: Bool
  }

  /// Most buckets a series keeps.
  public static let capacity = 8192

  public internal(set) var buckets: [Bucket] = []
  /// Samples a full bucket holds: a power of two.
  public internal(set) var samplesPerBucket = 1
  public internal(set) var sampleCount = 0

  public init() {}
}
