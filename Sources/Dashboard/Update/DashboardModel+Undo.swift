import RouterEngine
import RunEvents
import RunState
import Wording

extension DashboardModel {
  /// The last control of this session that is neither an undo nor undone, and was not refused.
  var lastUndoable: OwnControl? {
    ownControls.last { own in
      guard own.control.undoes == nil, own.isEffective else { return false }
      return !ownControls.contains { $0.control.undoes == own.control.sequence && $0.isEffective }
    }
  }

  /// `u`: opens the confirm line with what restores the scope as it was before this session's last control.
  mutating func openUndo() {
    if let obstacle = controlObstacle {
      status = StatusLine(obstacle, isError: true)
      return
    }
    guard let own = lastUndoable else {
      status = StatusLine("nothing to undo: no control of this session is in force")
      return
    }
    guard var draft = restoring(own) else {
      status = StatusLine("nothing to undo: the last control changed nothing that would still hold")
      return
    }
    draft.field = .reason
    judge(&draft)
    if !draft.isRefused, let change = changeByOthers(since: draft.undoes) { draft.warning = change }
    view.overlay = .prompt(Prompt(purpose: .control(draft)))
  }

  /// The control that brings back what there was; `nil` when that was the same, or has run out since.
  private func restoring(_ own: OwnControl) -> ControlDraft? {
    let control = own.control
    func draft(_ action: ControlEvent.Action, _ name: String?, _ steps: Int?) -> ControlDraft {
      var draft = ControlDraft(
        action: action, rewardModel: name, category: control.category, undoes: control.sequence)
      draft.steps = steps.map(String.init) ?? ""
      return draft
    }
    var held: String?
    var steps: Int?
    if case .held(let name, let end) = own.before {
      held = name
      if let end {
        let left = end.subtractingReportingOverflow(newestStep ?? 0)
        steps = left.overflow ? nil : left.partialValue
        if left.partialValue < 1 { held = nil }
      }
    }
    switch control.action {
    case .pin: return held.map { draft(.pin, $0, steps) } ?? draft(.unpin, control.rewardModel, nil)
    case .unpin: return held.map { draft(.pin, $0, steps) }
    case .ban: return held.map { draft(.ban, $0, steps) } ?? draft(.unban, control.rewardModel, nil)
    case .unban: return held.map { draft(.ban, $0, steps) }
    default: return nil
    }
  }

  /// What the scope of a control is before it is given.
  func scopeBefore(_ control: ControlEvent) -> ScopeBefore {
    let allowed = expectedAllowed
    let isPin = control.isOfPins
    let count = feed.history.frontier?.rewardModelIDs.count ?? run.rewardModels.count
    for arm in 0..<count {
      guard let id = newestID(arm), isPin || id == control.rewardModel else { continue }
      guard
        let badge = allowed.badges(arm).first(where: { $0.isPin == isPin && $0.category == control.category })
      else { continue }
      let end = badge.remainingSteps(from: newestStep).map { left in
        left.addingReportingOverflow(newestStep ?? 0).partialValue
      }
      return .held(rewardModel: id, untilStep: end)
    }
    return .nothing
  }

  /// What somebody else did to the scope of a control of this session after it, as a sentence.
  func changeByOthers(since sequence: String?) -> String? {
    guard let sequence, let own = ownControls.last(where: { $0.control.sequence == sequence }) else {
      return nil
    }
    let since = own.recordEvent ?? own.givenAfterEvent
    let change = newestControls.last { record in
      let control = record.control
      return record.event > since && record.applied?.ok == true
        && !control.sequence.hasPrefix(session.id + "-")
        && control.isOfPins == own.control.isOfPins && control.category == own.control.category
        && (own.control.isOfPins || control.rewardModel == own.control.rewardModel)
        && control.concernsAllowedSet
    }
    guard let change else { return nil }
    let who = change.control.by.map { printableText($0, limit: 40) } ?? "somebody else"
    let name = change.control.rewardModel.map { " " + printableID($0) } ?? ""
    return "\(who) has since changed it (\(change.control.action.word.uppercased())\(name))"
  }
}

extension ControlEvent {
  /// There is one pin a scope, and one ban a scope and RM.
  var isOfPins: Bool { action == .pin || action == .unpin }
  var concernsAllowedSet: Bool { isOfPins || action == .ban || action == .unban }
}

extension OwnControl {
  /// As far as is known it was, or will be, done.
  var isEffective: Bool {
    switch status {
    case .failed, .refused: false
    default: true
    }
  }
}
