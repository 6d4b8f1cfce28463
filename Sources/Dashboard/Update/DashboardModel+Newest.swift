package import RouterEngine
import RunEvents
import RunState

/// The run as far as it is folded: what a control acts on, whatever moment is on the screen.
extension DashboardModel {
  package var newestAllowed: AllowedSet { feed.history.frontier?.allowed ?? run.allowed }
  var newestControls: ControlLedger { feed.history.frontier?.controls ?? run.controls }
  var newestCategories: [String] { feed.history.frontier?.categories ?? run.categories.map(\.name) }
  var newestStep: Int? { feed.arrivals.step ?? feed.history.frontier?.step ?? run.progress.routingStep }

  func newestArm(_ id: String) -> Int? {
    if let frontier = feed.history.frontier { return frontier.rewardModelIDs.firstIndex(of: id) }
    return run.arm(id)
  }

  func newestID(_ arm: Int) -> String? {
    if let frontier = feed.history.frontier {
      return frontier.rewardModelIDs.indices.contains(arm) ? frontier.rewardModelIDs[arm] : nil
    }
    return run.rewardModels.indices.contains(arm) ? run.rewardModels[arm].info.id : nil
  }

  /// The allowed set as it will be when the controls on their way have been obeyed.
  var expectedAllowed: AllowedSet {
    var allowed = newestAllowed
    for own in ownControls where own.isUnderWay {
      guard let request = request(for: own.control) else { continue }
      try? allowed.apply(request, categories: newestCategories, step: own.watch.givenStep)
    }
    return allowed
  }

  /// The engine's form of a control, where it concerns the allowed set and its RM is in the run.
  func request(for control: ControlEvent) -> ControlRequest? {
    guard let verb = control.verb else { return nil }
    let arm = control.rewardModel.flatMap(newestArm)
    if control.rewardModel != nil && arm == nil { return nil }
    return ControlRequest(
      sequence: control.sequence, verb: verb, arm: arm, category: control.category, steps: control.steps,
      undoes: control.undoes)
  }
}

extension OwnControl {
  /// Given, and neither refused nor in the allowed set of the log yet.
  var isUnderWay: Bool {
    if isInLogState { return false }
    switch status {
    case .failed, .refused: return false
    default: return true
    }
  }
}
