/// One metric over the run; breaks where its own step goes back.
public struct MetricSeries: Sendable {
  public var name: String
  public var series = Series()
  public var last: Double

  public init(name: String, last: Double) {
    self.name = name
    self.last = last
  }
}
