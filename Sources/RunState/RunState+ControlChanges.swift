import Router
import RouterEngine
import RunEvents

extension RunState {
  /// `add`, `remove`, `forget` and `reset`, as they are acknowledged.
  mutating func obeyChange(_ control: ControlEvent, arm: Int?) {
    switch control.action {
    case .pin, .unpin, .ban, .unban: break
    case .add(let name, let cost, _):
      guard let id = control.rewardModel else { return }
      add(
        RewardModelInfo(id: id, name: name, cost: cost),
        prior: memory.controls.pendingPriors[control.sequence])
    case .remove:
      guard let arm else { return }
      rewardModels[arm].isPresent = false
      rewardModels[arm].sinceBan = nil
      rewardModels[arm].belief = nil
      rewardModels[arm].priorBelief = nil
      change(arm) { router throws(EngineError) in try router.remove(arm) }
      clear(arm: arm)
    case .forget(let keep): forget(arm: arm, keep: keep)
    case .reset: forget(arm: arm, keep: 0)
    }
  }

  /// A new row at the end; an id that was removed comes back as a new row, without its past.
  private mutating func add(_ info: RewardModelInfo, prior: [Double]?) {
    if let arm = memory.armByID[info.id] {
      guard !rewardModels[arm].isPresent else { return }
      memory.armByID[info.id] = nil
    }
    guard rewardModels.count < FoldMemory.rewardModelLimit else {
      sayOnce(
        .rewardModels, "more than \(FoldMemory.rewardModelLimit) reward models: further ones are left out")
      return
    }
    let change = router.add(info.id, prior: prior)
    appendRow(info)
    follow(change)
  }

  private mutating func forget(arm: Int?, keep: Double) {
    change(arm) { router throws(EngineError) in try router.forget(arm: arm, keep: keep) }
  }

  /// Changes the statistics of an arm, or of all.
  private mutating func change(
    _ arm: Int?, by body: (inout Router<IdentifierHash>) throws(EngineError) -> Void
  ) {
    do throws(EngineError) {
      try body(&router)
      if router.bank != nil { outdate(arm.map { $0..<($0 + 1) } ?? rewardModels.indices) }
    } catch {
      say(.warning, .control, "cannot forget: \(error.description)")
    }
  }
}
