import JSON
import RunEvents

extension JSONText {
  mutating func fields(of control: ControlEvent) {
    field("seq", control.sequence)
    field("action", control.action.word)
    field("rm", control.rewardModel)
    field("category", control.category)
    field("steps", control.steps)
    field("undoes", control.undoes)
    field("by", control.by)
    field("reason", control.reason)
    switch control.action {
    case .add(let name, let cost, let prior):
      field("name", name)
      field("cost", cost)
      if let prior { vector("prior", prior) }
    case .forget(let keep):
      field("keep", keep)
    case .pin, .unpin, .ban, .unban, .remove, .reset:
      break
    }
  }

  mutating func fields(of applied: AppliedEvent) {
    field("seq", applied.sequence)
    field("ok", applied.ok)
    field("step", applied.step)
    field("error", applied.error)
  }
}
