/// How much is arriving, measured by ticks: the only place where the viewer's clock meets the run.
package struct Activity: Equatable, Sendable {
  /// Decisions per second over the last ten seconds of ticks; `nil` before there is enough to say.
  package internal(set) var decisionsPerSecond: Double?
  /// Seconds without a line in LIVE, once they are more than max(30 s, 3 × the median duration of the last steps, 1.5 ×
  /// the greatest pause in them); else `nil`.
  package internal(set) var stalledSeconds: Double?

  struct Sample: Equatable, Sendable {
    var time: Double
    var decisions: Int
  }

  /// At most one a quarter of a second, over `window`.
  var samples: [Sample] = []
  /// Decisions folded since the start of the session, seeks included.
  var decisionsFolded = 0
  /// Monotonic time of the latest arrival.
  var lastArrival: Double?
  /// How time passes for the viewer, and how by the log's own `t`: a pause counts wherever it was seen.
  var viewer = StepPace()
  var log = StepPace()

  /// Before the first tick there is no time.
  var hasTicked = false

  static let window = 10.0
  static let sampleSpacing = 0.25

  package init() {}
}
