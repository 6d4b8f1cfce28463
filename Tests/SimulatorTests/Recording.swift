import RunEvents
import Simulator

/// A simulated run from its header to its end, taken apart for questions.
struct Recording {
  var lines: [SimulatedLine] = []
  var events: [RunEvent] = []
  var raw: [[UInt8]] = []

  /// Runs to the end; `give` says which controls are given before each unit, knowing the events so far.
  init(
    _ settings: SimulationSettings, give: (Recording) -> [ControlEvent] = { _ in [] }
  ) throws {
    var trainer = try SimulatedTrainer(settings)
    while let unit = trainer.next(controls: give(self).map { GivenControl($0) }) {
      lines += unit
      for line in unit {
        switch line {
        case .event(let timed): events.append(timed.event)
        case .raw(let bytes): raw.append(bytes)
        }
      }
    }
  }

  /// Gives each control once, before the first unit after a metrics line of at least its step.
  init(_ settings: SimulationSettings, controls: [(afterStep: Int, control: ControlEvent)]) throws {
    var given = 0
    try self.init(settings) { recording in
      var now: [ControlEvent] = []
      while given < controls.count, recording.lastMetricsStep >= controls[given].afterStep {
        now.append(controls[given].control)
        given += 1
      }
      return now
    }
  }

  private var lastMetricsStep: Int {
    if case .metrics(let metrics)? = events.last { return metrics.step }
    return -1
  }
}

extension Recording {
  var decisions: [DecisionEvent] {
    events.compactMap { if case .decision(let decision) = $0 { decision } else { nil } }
  }

  var feedbacks: [FeedbackEvent] {
    events.compactMap { if case .feedback(let feedback) = $0 { feedback } else { nil } }
  }

  var metrics: [MetricsEvent] {
    events.compactMap { if case .metrics(let metrics) = $0 { metrics } else { nil } }
  }

  var applied: [AppliedEvent] {
    events.compactMap { if case .applied(let applied) = $0 { applied } else { nil } }
  }

  var controls: [ControlEvent] {
    events.compactMap { if case .control(let control) = $0 { control } else { nil } }
  }

  var notes: [NoteEvent] {
    events.compactMap { if case .note(let note) = $0 { note } else { nil } }
  }

  /// Category of each pair by its id.
  var categories: [String: String] {
    var result: [String: String] = [:]
    for case .pair(let pair) in events { result[pair.id] = pair.description.category }
    return result
  }

  /// Share of the decisions of these steps (and of this category) that chose `rewardModel`.
  func share(of rewardModel: String, steps: Range<Int>, category: String? = nil) -> Double {
    let categories = categories
    let inScope = decisions.filter { decision in
      guard let step = decision.step, steps.contains(step) else { return false }
      return category == nil || categories[decision.id] == category
    }
    guard !inScope.isEmpty else { return 0 }
    return Double(inScope.count { $0.rewardModel == rewardModel }) / Double(inScope.count)
  }

  /// Mean of a metric over the steps at which it was logged.
  func metric(_ name: String, steps: Range<Int>) -> Double {
    let values = metrics.filter { steps.contains($0.step) }
      .flatMap { $0.values.filter { $0.name == name }.map(\.value) }
    return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// Mean loss of the feedback for one RM's decisions in these steps.
  func loss(of rewardModel: String, steps: Range<Int>) -> Double {
    var arms: [String: String] = [:]
    for decision in decisions { arms[decision.id] = decision.rewardModel }
    let losses: [Double] = feedbacks.compactMap { feedback in
      guard let step = feedback.step, steps.contains(step), arms[feedback.id] == rewardModel,
        case .loss(let loss) = feedback.outcome, loss.isFinite
      else { return nil }
      return loss
    }
    return losses.isEmpty ? .nan : losses.reduce(0, +) / Double(losses.count)
  }
}
