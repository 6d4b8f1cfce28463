import Router
import RouterEngine
import RunEvents
import Wording

extension SimulatedRouter {
  /// Obeys a control or says why not; `nil` for a `seq` that has been answered before.
  mutating func answer(_ control: ControlEvent) -> AppliedEvent? {
    guard answered.insert(control.sequence).inserted else { return nil }
    do throws(ControlAnswer) {
      let request = try request(for: control)
      do throws(ControlRefusal) {
        try router.allowed.apply(
          request, categories: PromptTemplates.categories.map(\.name), step: steps.current)
      } catch {
        let sentence = error.sentence {
          router.rewardModels.indices.contains($0) ? router.rewardModels[$0] : "it"
        }
        throw .refused(printableText(sentence, limit: 512))
      }
      return AppliedEvent(sequence: control.sequence, ok: true, step: steps.current)
    } catch {
      switch error {
      case .refused(let sentence):
        return AppliedEvent(sequence: control.sequence, ok: false, step: steps.current, error: sentence)
      }
    }
  }

  private enum ControlAnswer: Error {
    case refused(String)
  }

  private func request(for control: ControlEvent) throws(ControlAnswer) -> ControlRequest {
    let verb: ControlRequest.Verb
    switch control.action {
    case .pin: verb = .pin
    case .unpin: verb = .unpin
    case .ban: verb = .ban
    case .unban: verb = .unban
    case .add, .remove, .forget, .reset:
      throw .refused("the simulated trainer obeys pin, unpin, ban and unban, not \(control.action.word)")
    }
    var arm: Int?
    if let id = control.rewardModel {
      arm = router.rewardModels.firstIndex(of: id)
      guard arm != nil else {
        throw .refused("there is no reward model \(printableText(id, limit: 64)) in this run")
      }
    }
    return ControlRequest(
      sequence: control.sequence, verb: verb, arm: arm, category: control.category, steps: control.steps,
      undoes: control.undoes)
  }
}
