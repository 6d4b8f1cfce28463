/// One metric over the run; breaks where its own step goes back.
public struct MetricSeries: Sendable {
  public var name: String
  public var series = Series()
  public var last: Double
  /// Measured apart from training, and better when it is more: its name says so.
  public let isEvaluation: Bool

  public init(name: String, last: Double) {
    self.name = name
    self.last = last
    isEvaluation = EvaluationNames.contains(name)
  }
}
