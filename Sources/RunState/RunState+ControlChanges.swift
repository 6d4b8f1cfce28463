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
      allowed.remove(arm)
      rewardModels[arm].isPresent = false
      rewardModels[arm].sinceBan = nil
      rewardModels[arm].belief = nil
      rewardModels[arm].priorBelief = nil
      forget(arm: arm, keep: 0)
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
    let present = rewardModels.indices.filter { rewardModels[$0].isPresent }
    appendRewardModel(info)
    let added = FoldMemory.AddedPrior(given: prior, present: present)
    memory.addedPriors.append(added)
    guard memory.bank != nil else { return }
    do throws(EngineError) {
      try addToBank(added)
      memory.isBeliefStale = true
    } catch {
      memory.hasMissedRewards = true
      dropPosterior(because: error.description)
    }
  }

  private mutating func forget(arm: Int?, keep: Double) {
    guard memory.bank != nil else { return }
    do throws(EngineError) {
      try memory.bank?.forget(arm: arm, keep: keep)
      memory.isBeliefStale = true
      memory.hasStaleFactors = true
      for index in memory.isVarianceStale.indices where arm == nil || arm == index {
        memory.isVarianceStale[index] = true
      }
    } catch {
      say(.warning, .control, "cannot forget: \(error.description)")
    }
  }
}
