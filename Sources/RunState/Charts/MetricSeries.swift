import RouterEngine
import RunEvents
import StateCoding

/// One metric over the run; breaks where its own step goes back.
package struct MetricSeries: Codable, Sendable {
  package var name: String
  package var series = Series()
  /// Samples whose step stood alone, far beyond all others: in no chart.
  package var strays = Series()
  package var last: Double
  /// Its last step that was no stray, and the routing step at that time.
  package internal(set) var lastStep: Int?
  package internal(set) var routingStep: Int?
  /// What is better, where the metric is watched as an evaluation, measured apart from training; else `nil`.
  package internal(set) var better: EvaluationNames.Better?

  var watch = StrayStepWatch()
  /// Samples that may prove to be no strays.
  var waiting: [Sample] = []
  private var firstStep: Int?
  private var greatestStep: Int?

  struct Sample: PlainData, Sendable {
    var step: Int
    var value: Double
  }

  package init(name: String, last: Double, better: EvaluationNames.Better? = nil) {
    self.name = name
    self.last = last
    self.better = better
  }

  /// Position of its last sample in a chart.
  package var lastPosition: Double? { series.lastPosition }

  /// What a sample is beside those so far; where there are none, beside the steps of the run.
  mutating func judge(_ step: Int, run: ClosedRange<Int>?) -> StrayStepWatch.Verdict {
    guard let firstStep, let greatestStep else {
      return watch.judge(step, known: run, isOwn: false)
    }
    return watch.judge(step, known: firstStep...greatestStep)
  }

  mutating func note(_ step: Int) {
    firstStep = min(firstStep ?? step, step)
    greatestStep = max(greatestStep ?? step, step)
    lastStep = step
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(name)
    digest.combine(last)
    digest.combine(better?.rawValue ?? "")
    series.hash(into: &digest)
    strays.hash(into: &digest)
    for number in [lastStep, routingStep, firstStep, greatestStep] { digest.combine(number ?? -1) }
    for number in watch.numbers { digest.combine(number) }
    for sample in waiting {
      digest.combine(sample.step)
      digest.combine(sample.value)
    }
  }
}
