import Router
import RouterEngine
package import RunEvents
import Wording

extension RunState {
  /// What was answered to the control of this `seq`; `nil` where none of that `seq` is known, or it has no answer.
  package func answer(to sequence: String) -> AppliedEvent? {
    controls.last { $0.control.sequence == sequence }?.applied
  }

  /// Whether a control of this `seq` has been asked for.
  package func knows(control sequence: String) -> Bool { controls.knows(sequence) }

  /// Why a router would not obey a control whose reward model is in the run; `nil` where it would.
  ///
  /// - Complexity: as `AllowedSet.apply`.
  package func refusal(of control: ControlEvent) -> String? {
    let arm = control.rewardModel.flatMap { self.arm($0) }
    if let verb = control.verb {
      let request = ControlRequest(
        sequence: control.sequence, verb: verb, arm: arm, category: control.category, steps: control.steps,
        undoes: control.undoes)
      let refusal = allowed.refusal(
        of: request, categories: categories.map(\.name), step: progress.routingStep)
      return refusal?.sentence { rewardModels.indices.contains($0) ? rewardModels[$0].info.id : "it" }
    }
    switch control.action {
    case .pin, .unpin, .ban, .unban: return nil
    case .add(_, _, let prior): return refusalToAdd(control.rewardModel ?? "", prior: prior)
    case .remove: return refusalToRemove(arm)
    case .forget, .reset:
      if let arm, !rewardModels[arm].isInRun { return "\(rewardModels[arm].info.id) is not in the run" }
      guard dimension != nil, case .unavailable(let sentence) = posterior else { return nil }
      return "there are no posteriors: \(sentence)"
    }
  }

  private func refusalToAdd(_ id: String, prior: [Double]?) -> String? {
    if let arm = arm(id), rewardModels[arm].isInRun { return "\(id) is in the run already" }
    if rewardModels.isFull {
      return "a run has at most \(Roster.limit) reward models, removed ones included"
    }
    guard let prior, let dimension else { return nil }
    let width = dimension + (settings.intercept ? 1 : 0)
    return prior.count == width ? nil : "expected a prior of \(width) numbers, got \(prior.count)"
  }

  private func refusalToRemove(_ arm: Int?) -> String? {
    guard let arm, rewardModels[arm].isInRun else { return "it is not in the run" }
    var rest = allowed
    rest.remove(arm)
    let scopes: [String?] = [nil] + categories.map(\.name)
    guard let empty = scopes.first(where: { rest.allowed(category: $0).isEmpty }) else { return nil }
    let scope = empty.map { " for \($0)" } ?? ""
    return "without \(rewardModels[arm].info.id) no reward model would be allowed" + scope
  }
}
