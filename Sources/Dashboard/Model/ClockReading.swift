/// Time as a message brought it: a frame never asks a clock.
package struct ClockReading: Equatable, Sendable {
  /// Seconds of a monotonic clock.
  package var monotonic = 0.0
  /// Unix seconds.
  package var wall = 0.0
  /// Seconds east of UTC of the viewer's zone, for `12:41:07`.
  package var utcOffset = 0

  package init(monotonic: Double = 0, wall: Double = 0, utcOffset: Int = 0) {
    self.monotonic = monotonic
    self.wall = wall
    self.utcOffset = utcOffset
  }
}
