import RouterEngine
import RunEvents
import RunState
import Wording

extension DashboardModel {
  /// What `p` and `b` act on: the run's pins and bans, in a question those of the question on top.
  var controllableAllowed: AllowedSet {
    whatIf?.question.allowed(in: run, from: whatIf?.start.run.progress.routingStep) ?? newestAllowed
  }

  /// Enter on the confirm line: the question has this pin or ban from its start on.
  mutating func ask(_ draft: ControlDraft) -> [Effect] {
    guard var whatIf else { return [] }
    whatIf.controlsGiven += 1
    let control = control(from: draft, sequence: "what-if-\(whatIf.controlsGiven)")
    // What takes back a control of the question itself leaves nothing behind.
    let undone = whatIf.question.controls.lastIndex { other in
      other.rewardModel == control.rewardModel && other.category == control.category
        && (other.action == .pin && control.action == .unpin
          || other.action == .ban && control.action == .unban)
    }
    if let undone {
      whatIf.question.controls.remove(at: undone)
    } else {
      whatIf.question.controls.append(control)
    }
    self.whatIf = whatIf
    view.overlay = nil
    status = StatusLine("what if, \(whatIf.startText): \(whatIf.question.wording)")
    return askAgain()
  }

  /// `u`: the question without its last pin or ban.
  mutating func undoWhatIf() -> [Effect] {
    guard let last = whatIf?.question.controls.popLast() else {
      status = StatusLine("nothing to undo: this what-if has no pin or ban of its own")
      return []
    }
    status = StatusLine("undone: " + ScreenText.control(last))
    return askAgain()
  }

  /// Enter on the line of settings, which takes the place of the settings before.
  mutating func acceptWhatIf(_ prompt: Prompt) -> [Effect] {
    guard let whatIf else { return [] }
    var prompt = prompt
    var change = RouterSettingsChange()
    for word in prompt.input.split(separator: " ") {
      do throws(SettingRefusal) {
        try change.assign(String(word))
        try WhatIfQuestion.check(word, startsAtBeginning: whatIf.start.run.progress.events == 0)
      } catch {
        prompt.error = error.description
        view.overlay = .prompt(prompt)
        return []
      }
    }
    if case .fixed(let id) = change.policy, !run.rewardModels.isEmpty, run.arm(id) == nil {
      prompt.error =
        "there is no reward model \(quoted(id))"
        + suggestion(for: id, among: run.rewardModels.map(\.info.id))
      view.overlay = .prompt(prompt)
      return []
    }
    self.whatIf?.question.change = change
    self.whatIf?.settingsText = prompt.input
    view.overlay = nil
    let wording = self.whatIf?.question.wording ?? ""
    status = StatusLine("what if, \(whatIf.startText): \(wording)")
    return askAgain()
  }
}
