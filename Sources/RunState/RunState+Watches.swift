import RunEvents
import Wording

extension RunState {
  /// Holds a decision against the controls that are watched.
  mutating func watchControls(_ decision: RoutedDecision) {
    guard !memory.controls.watched.isEmpty else { return }
    for ordinal in memory.controls.watched {
      let index = ordinal - memory.controls.firstOrdinal
      let before = controls[index].status
      let arm = controls[index].control.rewardModel.flatMap { memory.armByID[$0] }
      controls[index].watch.observe(decision, arm: arm, allowed: allowed)
      if controls[index].status != before { tell(index) }
    }
    let first = memory.controls.firstOrdinal
    memory.controls.watched.removeAll { controls[$0 - first].isSettled }
  }

  private mutating func tell(_ index: Int) {
    let text = controls[index].control.sentence
    switch controls[index].status {
    case .pending, .refused: break
    case .obeyed:
      say(.good, .control, text + " obeyed, as a decision shows")
    case .unconfirmed:
      say(
        .info, .control,
        text
          + " in effect, unconfirmed: \(ControlWatch.enoughDecisions) decisions agree, nobody acknowledged it"
      )
    case .notObeyed(let chosen, let step):
      let place = step.map { " at step \($0)" } ?? ""
      hold(
        HealthCondition(
          kind: .notObeyed, arm: controls[index].control.rewardModel.flatMap { memory.armByID[$0] },
          control: memory.controls.firstOrdinal + index, count: 1, subject: text,
          detail: text + " not obeyed: \(printableText(chosen, limit: 64)) was chosen\(place)"))
    }
  }

  mutating func watch(_ ordinal: Int) {
    guard controls[ordinal - memory.controls.firstOrdinal].control.verb != nil else { return }
    if memory.controls.watched.count >= ControlMemory.watchLimit { memory.controls.watched.removeFirst() }
    memory.controls.watched.append(ordinal)
  }

  /// That a control is not obeyed is over with the control, and when it is acknowledged late.
  mutating func clearControls() {
    for condition in conditions {
      guard let ordinal = condition.control else { continue }
      let index = ordinal - memory.controls.firstOrdinal
      if memory.controls.watched.contains(ordinal), controls.indices.contains(index),
        case .notObeyed = controls[index].status
      {
        continue
      }
      clear(condition.kind, arm: condition.arm, control: ordinal)
    }
  }

  mutating func stopWatching(_ ordinal: Int) {
    memory.controls.watched.removeAll { $0 == ordinal }
  }

  /// A later control of the same scope takes the place of earlier ones: of those that nobody acknowledged at once,
  /// of the others when it is acknowledged itself.
  mutating func stopWatches(supersededBy control: ControlEvent, acknowledged: Bool) {
    let first = memory.controls.firstOrdinal
    memory.controls.watched.removeAll { ordinal in
      let record = controls[ordinal - first]
      guard record.control.sequence != control.sequence, control.supersedes(record.control) else {
        return false
      }
      return acknowledged || record.applied == nil
    }
  }

  /// Controls that nobody acknowledged end by themselves where they named a number of steps.
  mutating func stopOverdueWatches(at step: Int) {
    guard !memory.controls.watched.isEmpty else { return }
    let first = memory.controls.firstOrdinal
    memory.controls.watched.removeAll { ordinal in
      let record = controls[ordinal - first]
      guard record.applied == nil, let given = record.step, let steps = record.control.steps else {
        return false
      }
      let (end, overflows) = given.addingReportingOverflow(steps)
      return !overflows && step >= end
    }
  }
}

extension ControlRecord {
  /// Whether no decision can change what is known of it.
  var isSettled: Bool {
    switch status {
    case .pending, .unconfirmed: false
    case .obeyed: !control.isLasting
    case .refused: true
    // Stands until it is superseded, taken back, or over.
    case .notObeyed: false
    }
  }
}
