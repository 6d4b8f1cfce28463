/// LIVE follows the end; PAUSED stands at an event; PLAYING goes on by the log's own times.
package enum Transport: Equatable, Sendable {
  case live
  case paused
  case playing
}

/// What the fold does beside following the transport.
enum Seek: Sendable {
  case none
  /// It folds on from where the cursor was.
  case onward(to: SeekTarget)
  /// It folds lines again that come after a checkpoint, with so many events between new ones: few, so that the next
  /// step back has a short way.
  case again(to: SeekTarget, spacing: Int)

  var target: SeekTarget? {
    switch self {
    case .none: nil
    case .onward(let target), .again(let target, _): target
    }
  }
}

/// A moment of the log.
///
/// Every case means one moment for one log, wherever the search starts: a seek back from the end and a fold from
/// the beginning arrive at the same line.
package enum SeekTarget: Equatable, Sendable {
  /// After this many events.
  case event(Int)
  /// The last line before the routing step exceeds this one (without steps: the ordinal of the decision).
  ///
  /// With a segment (index into `History.segments`) not beyond the end of that segment; without one, the first such
  /// moment from the cursor on.
  case step(Int, segment: Int? = nil)
  /// The last line before the first with `t` later than this (Unix seconds).
  case time(Double)
  /// After this fraction of the source's bytes, 0…1.
  case fraction(Double)
  /// The first event after this many that sets a marker.
  case marker(after: Int)
  /// Before the first pair, decision, feedback or metrics: the run is known and nothing has happened.
  case beginning
  case end
}
