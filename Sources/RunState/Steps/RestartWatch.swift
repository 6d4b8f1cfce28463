import RouterEngine
import RunEvents

/// What is remembered of steps that go back and forth: writers that take turns, and stretches that are done again.
struct RestartWatch: Codable, Sendable {
  private(set) var writers = WriterWatch()
  /// Charts do not go back with the step, as there are two writers.
  private(set) var holdsPosition = false
  /// The routing step when a `run` line came, until the first step after it.
  private(set) var stepBeforeRun: Int?
  /// The first step of a row of repetitions, and whether it has been said.
  private var repeatedFrom: Int?
  private var isRepetitionSaid = false

  init() {}

  /// A `run` line: two writers write none, so nothing before speaks for them any more.
  mutating func forgetWriters() { writers.forget() }

  /// A `run` line came when the routing step stood here.
  mutating func noteRun(after step: Int?) { stepBeforeRun = step }

  mutating func beginDrawnSegment() { holdsPosition = false }

  /// The turns of two writers are drawn as one stretch.
  mutating func holdPosition() { holdsPosition = true }

  /// The step goes back further than the slack allows.
  mutating func goBack(from: Int, to step: Int, slack: Int, at moment: Moment) {
    writers.goBack(from: from, to: step, slack: slack, segments: moment.segment, events: moment.event)
  }

  mutating func goForward(from: Int, to step: Int, slack: Int) -> WriterWatch.Finding? {
    writers.goForward(from: from, to: step, slack: slack)
  }

  /// A segment has its first step.
  ///
  /// - Returns: the last step before a `run` line, where this one goes over what was done before it.
  mutating func endStepBeforeRun(firstStep step: Int) -> Int? {
    defer { stepBeforeRun = nil }
    return stepBeforeRun.flatMap { step <= $0 ? $0 : nil }
  }

  /// A known id came again with a step before the routing step: two such steps, one after the other, are a stretch done
  /// again within the slack.
  ///
  /// - Returns: the first step of such a stretch, once.
  mutating func noteRepetition(at step: Int?, routing: Int?) -> Int? {
    guard let step, let routing, step <= routing else { return nil }
    guard let from = repeatedFrom, from <= step else {
      repeatedFrom = step < routing ? step : nil
      return nil
    }
    guard step > from, !isRepetitionSaid else { return nil }
    isRepetitionSaid = true
    return from
  }

  mutating func endRepetitions() {
    repeatedFrom = nil
    isRepetitionSaid = false
  }

  func hash(into digest: inout StateDigest) {
    writers.hash(into: &digest)
    digest.combine(holdsPosition)
    digest.combine(stepBeforeRun ?? -1)
    digest.combine(repeatedFrom ?? -1)
    digest.combine(isRepetitionSaid)
  }
}
