/// Where the fold stands: what a line of the journal, a mark and a point of a chart bear.
struct Moment: Sendable {
  /// The routing step.
  var step: Int?
  /// `t` of the event being folded.
  var time: Double?
  /// 1-based number of the event.
  var event: Int
  /// On the charts' X axis.
  var position: Double
  /// The segment as charts break.
  var segment: Int
}

extension RunProgress {
  var moment: Moment {
    Moment(step: routingStep, time: time, event: events, position: position, segment: drawnSegments)
  }
}
