/// Time as a message brought it: a frame never asks a clock.
public struct ClockReading: Equatable, Sendable {
  /// Seconds of a monotonic clock.
  public var monotonic = 0.0
  /// Unix seconds.
  public var wall = 0.0
  /// Seconds east of UTC of the viewer's zone, for `12:41:07`.
  public var utcOffset = 0

  public init(monotonic: Double = 0, wall: Double = 0, utcOffset: Int = 0) {
    self.monotonic = monotonic
    self.wall = wall
    self.utcOffset = utcOffset
  }
}
