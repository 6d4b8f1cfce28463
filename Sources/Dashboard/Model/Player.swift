/// The clockwork of PLAYING: turns seconds of the viewer into a time of the log.
package struct Player: Equatable, Sendable {
  /// Log time up to which lines are folded; `nil` until a line with a time was met.
  package internal(set) var playhead: Double?
  /// Time of the line folded last, to notice a log whose clock was set back.
  var lastTime: Double?
  /// The greatest time of a line folded so far.
  var greatestTime: Double?
  /// The log's times have gone back and then on again from where they were: two clocks write it, and only what is
  /// beyond the greatest time is waited for.
  var hasTwoClocks = false
  /// Events that lines without a time may still use up.
  var credit = 0.0
  /// Lines without a time since the last one with a time.
  var untimedLines = Player.freeUntimedLines

  /// The viewer never waits longer than this for the next line (seconds): longer gaps of the log are cut.
  static let longestWait = 5.0
  /// Lines without a time that go along with the timed one before them; more of them are paced by `untimedRate`.
  static let freeUntimedLines = 64
  /// Events per second at speed 1 where the log has no times.
  static let untimedRate = 50.0
  /// A step back of the log's clock by more seconds than this is taken as a new time line.
  static let clockSetBack = 5.0

  package init() {}
}
