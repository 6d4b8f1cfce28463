package import RunEvents
import Wording

extension RunState {
  /// Why an event, though well-formed, cannot be of this run; `nil` when it can.
  ///
  /// Looked at before anything of the line is counted or used.
  package func contradiction(of event: RunEvent) -> FaultReason? {
    switch event {
    case .pair(let pair):
      return contradiction(of: pair.description)
    case .decision(let decision):
      return contradiction(ofRewardModel: decision.rewardModel, in: "decision")
        ?? contradiction(of: decision.description)
    case .control(let control):
      return contradiction(of: control)
    default:
      return nil
    }
  }

  private func contradiction(of control: ControlEvent) -> FaultReason? {
    guard let id = control.rewardModel else {
      switch control.action {
      case .unpin, .forget, .reset: return nil
      case .pin, .ban, .unban, .add, .remove:
        return FaultReason(.missingField, "control: \(control.action.word) needs an rm")
      }
    }
    if case .add = control.action { return nil }
    return contradiction(ofRewardModel: id, in: "control")
  }

  private func contradiction(ofRewardModel id: String, in type: String) -> FaultReason? {
    if arm(id) != nil { return nil }
    if header == nil {
      if !rewardModels.isFull { return nil }
      return FaultReason(
        .unknownRewardModel,
        "\(type): rm \(quoted(id)) is one more than the \(Roster.limit) reward models that a "
          + "log without a run line may have")
    }
    return FaultReason(
      .unknownRewardModel,
      "\(type): rm \(quoted(id)) is not in rms of the run line"
        + suggestion(for: id, among: rewardModels.lazy.map(\.info.id)))
  }

  private func contradiction(of description: PairDescription) -> FaultReason? {
    guard case .context(let context) = description.features else { return nil }
    if let dimension {
      guard context.count == dimension else {
        return FaultReason(
          .badContext, "a context of \(context.count) numbers in a run whose contexts have \(dimension)")
      }
    } else if context.isEmpty {
      return FaultReason(
        .badContext,
        "a context without numbers in a run whose line does not say that they have none (`dim` 0)")
    }
    guard !areFinite(context), let index = context.firstIndex(where: { !$0.isFinite }) else { return nil }
    return FaultReason(.badContext, "number \(index + 1) of the context is \(context[index])")
  }
}

/// The greatest exponent tells, without a branch for each number.
private func areFinite(_ numbers: [Double]) -> Bool {
  let exponents: UInt64 = 0x7FF0_0000_0000_0000
  return numbers.reduce(0) { max($0, $1.bitPattern & exponents) } < exponents
}
