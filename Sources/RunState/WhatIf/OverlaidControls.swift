import RouterEngine
import RunEvents
import Wording

/// The recorded run's pins and bans with those of a question on top.
struct OverlaidControls: Sendable {
  private let controls: [ControlEvent]
  private let ignoresRecorded: Bool
  /// Step from which the `steps` of the question's controls count.
  private let start: Int?
  private var recorded: AllowedSet?
  private var step: Int?
  private(set) var set = AllowedSet(count: 0)
  /// Why a control of the question is not in effect now; printable.
  private(set) var conflict: String?

  init(_ question: WhatIfQuestion, from step: Int?) {
    controls = question.controls
    ignoresRecorded = question.ignoresRecordedControls
    start = step
  }

  /// Brings the set up to a moment of the recorded run.
  ///
  /// - Complexity: O(1) where nothing has changed since the last call.
  mutating func follow(_ state: RunState) {
    let now = state.progress.routingStep
    if recorded == state.allowed, step == now { return }
    recorded = state.allowed
    step = now
    conflict = nil
    set = ignoresRecorded ? state.allowed.withoutControls : state.allowed
    for control in controls { apply(control, in: state) }
  }

  private mutating func apply(_ control: ControlEvent, in state: RunState) {
    guard let verb = control.verb, !hasRunOut(control) else { return }
    let arm = control.rewardModel.flatMap { state.arm($0) }
    if control.rewardModel != nil, arm == nil {
      conflict = "\(control.sentence): the run does not have it yet"
      return
    }
    let request = ControlRequest(
      sequence: control.sequence, verb: verb, arm: arm, category: control.category)
    do throws(ControlRefusal) {
      try set.apply(request, categories: state.categories.map(\.name), step: step)
    } catch {
      // What there is nothing of need not be lifted.
      if verb == .unpin || verb == .unban { return }
      let reason = error.sentence {
        state.rewardModels.indices.contains($0) ? state.rewardModels[$0].info.id : "it"
      }
      conflict = printableText("\(control.sentence): \(reason)", limit: 512)
    }
  }

  private func hasRunOut(_ control: ControlEvent) -> Bool {
    guard let steps = control.steps, let step else { return false }
    let (end, overflows) = (start ?? 0).addingReportingOverflow(steps)
    return !overflows && step >= end
  }
}
