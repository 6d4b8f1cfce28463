import RunState

/// What is known of the log around the cursor: from where the fold can start again, and what lies behind and ahead.
struct History: Sendable {
  var checkpoints = CheckpointRow()
  /// Where a seek starts when no checkpoint is before its target.
  var base = Checkpoint()
  /// Greatest finite `t` folded up to the cursor.
  var maximumTime: Double?
  /// Where segments begin, as far as any fold has come.
  var segments: [SegmentStart] = [SegmentStart()]
  /// What the run was at the furthest event folded, kept while an older moment is shown.
  var frontier: Frontier?
  /// Times the source was truncated or replaced to whose new beginning the fold has not come yet.
  var filesAhead = 0
  /// Those of them whose beginning is in the queue, or comes next.
  var restarts: [SourceRestart] = []

  /// Nothing before the cursor can be read again: the fold has not come to the new beginning of the source yet.
  var isGone: Bool { filesAhead > 0 }

  /// Checkpoints kept at most.
  static let checkpointLimit = 16
  /// Segments that are told apart; a log with more is stepped through as if the last one went on.
  static let segmentLimit = 4096

  /// Index of the segment in which the cursor is after so many events.
  ///
  /// - Complexity: O(log segments).
  func segment(atEvent events: Int) -> Int {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if middle == 0 || segments[middle].eventsBefore < events { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}

/// Where a segment of the log begins.
package struct SegmentStart: Equatable, Sendable {
  /// Events before its first line.
  package var eventsBefore = 0
  /// Its first routing step (without steps: ordinal of its first decision); `nil` before it has one.
  package var firstStep: Int?
}

/// Where the lines of another file begin.
struct SourceRestart: Sendable {
  /// Lines of the queue before them.
  var afterLine: Int
  /// Whether the lines before them count no more.
  var isAfresh: Bool
}
