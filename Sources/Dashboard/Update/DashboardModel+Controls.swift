import RouterEngine
import RunEvents
import RunState
import Wording

/// The two things that a key can do to an RM.
enum ControlFamily: Equatable {
  case pin
  case ban
}

extension DashboardModel {
  /// Why no control can be given here; `nil` when it can.
  var controlObstacle: String? {
    if whatIf != nil { return nil }
    if session.mode == .replay {
      return "a replay shows past controls and sends none; \(session.keys.label(of: .whatIf)) asks what if"
    }
    if case .off(let reason) = session.control { return reason }
    return nil
  }

  /// `p` and `b`: opens the confirm line for the selected RM; a held one is let go.
  mutating func openControl(_ family: ControlFamily) {
    if let obstacle = controlObstacle {
      status = StatusLine(obstacle, isError: true)
      return
    }
    guard let shown = selectedArm else {
      status = StatusLine("there is no reward model yet", isError: true)
      return
    }
    let id = run.rewardModels[shown].info.id
    guard let arm = newestArm(id) else {
      status = StatusLine(printableID(id) + " is no longer in the run", isError: true)
      return
    }
    let held = heldBadge(family, of: arm)
    let action: ControlEvent.Action
    switch family {
    case .pin: action = held == nil ? .pin : .unpin
    case .ban: action = held == nil ? .ban : .unban
    }
    let category = held == nil ? controlCategory : held?.category
    var draft = ControlDraft(action: action, rewardModel: id, category: category)
    judge(&draft)
    view.overlay = .prompt(Prompt(purpose: .control(draft)))
  }

  /// The pin or ban that a key would take away: with the focus on a category its own or the global one, else the first.
  func heldBadge(_ family: ControlFamily, of arm: Int) -> AllowedSet.Badge? {
    let badges = controllableAllowed.badges(arm).filter { $0.isPin == (family == .pin) }
    guard let category = controlCategory else { return badges.first }
    return badges.first { $0.category == category } ?? badges.first { $0.category == nil }
  }

  /// Tab: the next field, around the end.
  mutating func moveField(by direction: Int) {
    editDraft { draft, _ in
      let fields = draft.fields
      let index = fields.firstIndex(of: draft.field) ?? 0
      draft.field = fields[(index + direction + fields.count) % fields.count]
    }
  }

  /// ← →: in the scope the next of all categories and "all"; elsewhere the next field.
  mutating func choose(by direction: Int) {
    guard case .prompt(let prompt) = view.overlay, case .control(let draft) = prompt.purpose else { return }
    guard draft.field == .scope && draft.fields.contains(.scope) else { return moveField(by: direction) }
    editDraft { draft, model in
      let choices: [String?] = [nil] + model.newestCategories.map(Optional.some)
      let index = choices.firstIndex(of: draft.category) ?? 0
      draft.category = choices[(index + direction + choices.count) % choices.count]
    }
  }

  private mutating func editDraft(_ change: (inout ControlDraft, DashboardModel) -> Void) {
    guard case .prompt(var prompt) = view.overlay, case .control(var draft) = prompt.purpose else { return }
    prompt.error = nil
    change(&draft, self)
    judge(&draft)
    prompt.purpose = .control(draft)
    view.overlay = .prompt(prompt)
  }

  /// What there is to say before Enter: a refusal that the router would give, a control of the same kind that is
  /// still on its way. An edited draft has to answer its question again.
  func judge(_ draft: inout ControlDraft) {
    draft.isQuestion = false
    draft.warning = refusal(of: draft)
    draft.isRefused = draft.warning != nil
    guard !draft.isRefused else { return }
    let name = draft.rewardModel
    let twin = ownControls.last {
      $0.isPending && $0.control.action == draft.action && $0.control.rewardModel == name
        && $0.control.category == draft.category
    }
    if twin != nil { draft.warning = "the same control is still pending" }
  }

  /// Why the router would refuse the draft as it stands.
  private func refusal(of draft: ControlDraft) -> String? {
    if !draft.steps.isEmpty {
      guard let steps = Int(draft.steps), steps >= 1, steps <= 1 << 53 else {
        return "expected a whole number of steps from 1 up, got \(draft.steps); "
          + "leave it empty to last until undone"
      }
      if run.counts.decisions > 0 && run.progress.lastStep == nil {
        return "this run has no steps to count: leave steps empty"
      }
    }
    guard let request = request(for: control(from: draft, sequence: "draft")) else {
      return printableID(draft.rewardModel ?? "") + " is no longer in the run"
    }
    // What an undo brings back was judged when it was opened; the router does it by its own memory.
    guard draft.undoes == nil else { return nil }
    let allowed = whatIf == nil ? expectedAllowed : controllableAllowed
    let refusal = allowed.refusal(
      of: request, categories: newestCategories, step: newestStep)
    return refusal.map { printableText($0.sentence { newestID($0) ?? "?" }, limit: 200) }
  }

  /// The event that a draft stands for.
  func control(from draft: ControlDraft, sequence: String) -> ControlEvent {
    let reason = printableText(draft.reason, limit: Prompt.inputLimit)
    return ControlEvent(
      sequence: sequence, action: draft.action, rewardModel: draft.rewardModel, category: draft.category,
      steps: Int(draft.steps), undoes: draft.undoes, by: session.user,
      reason: reason.allSatisfy(\.isWhitespace) ? nil : reason)
  }
}
