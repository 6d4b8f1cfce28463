import RunEvents
import RunState

extension DashboardModel {
  /// Enter on the confirm line: refuses, asks, or sends.
  mutating func confirm(_ draft: ControlDraft) -> [Effect] {
    var draft = draft
    let wasAsked = draft.isQuestion
    judge(&draft)
    if draft.isRefused || controlObstacle != nil {
      let reason = draft.warning ?? controlObstacle
      view.overlay = .prompt(Prompt(purpose: .control(draft), error: reason))
      return []
    }
    if whatIf != nil { return ask(draft) }
    if !wasAsked, let question = question(about: draft) {
      draft.warning = question
      draft.isQuestion = true
      view.overlay = .prompt(Prompt(purpose: .control(draft)))
      return []
    }
    return send(draft)
  }

  /// What Enter has to be pressed once more for.
  private func question(about draft: ControlDraft) -> String? {
    var reasons: [String] = []
    if let change = changeByOthers(since: draft.undoes) { reasons.append(change) }
    if !isLive {
      let shown = currentStep.map { "step \($0)" } ?? "event \(run.progress.events)"
      let newest = newestStep.map { "step \($0)" } ?? "event \(newestEvent)"
      let isReading = feed.transport == .live
      reasons.append(
        isReading
          ? "the log is still being read, at \(shown)"
          : shown == newest
            ? "you are looking at \(shown), not LIVE"
            : "you are looking at \(shown); the run is at \(newest.withoutStep)")
    }
    return reasons.isEmpty ? nil : reasons.joined(separator: "; ") + ". Send?"
  }

  private mutating func send(_ draft: ControlDraft) -> [Effect] {
    let sequence = "\(session.id)-\(ownControls.count + 1)"
    let control = control(from: draft, sequence: sequence)
    var own = OwnControl(control: control, watch: ControlWatch(control: control, givenStep: newestStep))
    own.before = scopeBefore(control)
    own.givenAfterEvent = newestEvent
    own.observedOffset = feed.arrivals.offset
    ownControls.append(own)
    view.overlay = nil
    status = StatusLine(controlPlace + draft.sentence + " (pending)")
    return [.send(control)]
  }

  /// The control file or the router took a control, or did not.
  mutating func setDelivery(_ delivery: OwnControl.Delivery, of sequence: String) {
    guard let index = ownControls.lastIndex(where: { $0.control.sequence == sequence }) else { return }
    // What the log has of it says more.
    if ownControls[index].isLogged { return }
    let before = ownControls[index].status
    ownControls[index].delivery = delivery
    switch delivery {
    case .writing, .written: return
    case .failed, .refused: learned(index, after: before, event: newestEvent, step: newestStep)
    }
  }

  /// Tells the viewer what became of a control.
  func status(of own: OwnControl) -> StatusLine? {
    let name = own.control.rewardModel.map { " " + printableID($0) } ?? ""
    let text = own.control.action.word.uppercased() + name + ": " + own.status.text
    switch own.status {
    case .writing, .pending: return nil
    case .obeyed, .unconfirmed: return StatusLine(text)
    case .failed, .refused, .notObeyed: return StatusLine(text, isError: true)
    }
  }

  mutating func announce(_ own: OwnControl) {
    if let line = status(of: own) { status = line }
  }
}

extension String {
  /// `530` of `step 530`: the sentence has said the word already.
  fileprivate var withoutStep: String { hasPrefix("step ") ? String(dropFirst(5)) : self }
}
