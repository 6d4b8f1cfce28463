import RunEvents
import Wording

/// What is said of steps that go back, go forth or stand alone.
extension RunState {
  mutating func countStray(_ step: Int) {
    counts.strays += 1
    if counts.strays == 1 {
      let known = progress.steps.known.map { " (those are \($0.lowerBound) to \($0.upperBound))" } ?? ""
      say(
        .warning, .run,
        "line \(progress.line): step \(step) is far beyond all others\(known): it is kept, and moves nothing")
    } else if Self.isPowerOfTen(counts.strays) {
      say(.warning, .run, "\(counts.strays) lines so far have a step far beyond all others")
    }
  }

  mutating func tell(_ finding: WriterWatch.Finding?) {
    switch finding {
    case .found(let distance):
      joinTurns()
      let text = Self.advice(distance)
      progress.writerDistance = distance
      say(.warning, .run, text)
      mark(.segment, text)
    case .further(let distance):
      progress.writerDistance = distance
      say(.warning, .run, Self.advice(distance))
    case .redone(let from, let to): sayRedone(from: from, to: to)
    case nil: break
    }
  }

  /// What to do about two writers so many steps apart.
  public static func advice(_ distance: Int) -> String {
    "two writers \(formatCount(distance, of: "step")) apart: set router.step_slack to \(distance) or more"
  }

  private mutating func sayRedone(from: Int, to: Int) {
    let steps = from == to ? "step \(from) is" : "steps \(from) to \(to) are"
    say(.info, .run, "\(steps) done again after a resume")
  }

  /// A run line came again, and the steps after it begin before the last one.
  mutating func tellRedone(from step: Int) {
    guard let last = memory.stepBeforeRun else { return }
    memory.stepBeforeRun = nil
    if step <= last { sayRedone(from: step, to: last) }
  }

  /// A known decision came again with a step before the routing step: two such steps, one after the other, are a
  /// stretch done again within the slack.
  mutating func noteRepetition(at step: Int?) {
    guard let step, let routing = progress.routingStep, step <= routing else { return }
    guard let from = memory.repeatedFrom, from <= step else {
      memory.repeatedFrom = step < routing ? step : nil
      return
    }
    if step > from, !memory.isRepetitionSaid {
      memory.isRepetitionSaid = true
      sayRedone(from: from, to: routing)
    }
  }

  mutating func endRepetitions() {
    memory.repeatedFrom = nil
    memory.isRepetitionSaid = false
  }

  /// The turns of two writers were taken for restarts: they are drawn as one stretch.
  private mutating func joinTurns() {
    let segment = memory.writers.segmentsBefore
    progress.drawnSegments = segment
    memory.holdsPosition = true
    for arm in shares.byArm.indices { shares.byArm[arm].join(from: segment) }
    for arm in rewardModels.indices {
      rewardModels[arm].reward.join(from: segment)
      rewardModels[arm].beliefMean.join(from: segment)
      rewardModels[arm].beliefDeviation.join(from: segment)
    }
    reward.join(from: segment)
    for index in metrics.indices { metrics[index].series.join(from: segment) }
    let event = memory.writers.eventsBefore
    let before = markers.count
    markers.removeAll { $0.kind == .segment && $0.event >= event }
    memory.markerThinning.forget(.segment, count: before - markers.count)
    progress.position = max(progress.position, shares.byArm.compactMap(\.extent?.upperBound).max() ?? 0)
  }

  /// A new segment has its first step: what earlier ones did from there on is a branch that the run has left.
  mutating func leaveBranch(at step: Int) {
    guard progress.drawnSegments > 1, !memory.holdsPosition else { return }
    let position = Double(step)
    for arm in shares.byArm.indices { shares.byArm[arm].abandon(from: position) }
    for arm in rewardModels.indices { rewardModels[arm].reward.abandon(from: position) }
    reward.abandon(from: position)
  }
}
