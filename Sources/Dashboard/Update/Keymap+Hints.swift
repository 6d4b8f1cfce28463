import RouterEngine
import RunState

extension Keymap {
  /// The hint line for what is on the screen: keys and words from left to right in the order of the table.
  ///
  /// Words say what the key would do now (`pin` or `unpin`); keys that would do nothing are left out. Where the
  /// line is short the least important are to be left out first.
  package static func hints(for model: DashboardModel) -> [KeyHint] {
    let context = model.keyContext
    let usable = model.session.keys.rows.filter { $0.contexts.contains(context) && $0.hint != nil }
    let ordered =
      context == .panes
      ? controlsFirst(usable)
      : usable.filter { $0.section == .overlays } + usable.filter { $0.section == .program }
    return ordered.compactMap { row in
      var hint = row.hint.flatMap { model.hint($0, of: row.command, in: context) }
      hint?.strokes = model.session.keys.hintedKeys(of: row)
      return hint
    }
  }

  /// On the panes: what steers the run first, the program's own keys last.
  private static func controlsFirst(_ bindings: [KeyBinding]) -> [KeyBinding] {
    let order: [HelpSection] = [.controls, .time, .rows, .charts, .overlays, .program]
    return order.flatMap { section in
      let part = bindings.filter { $0.section == section }
      return section == .program
        ? part.filter { $0.command != .quit } + part.filter { $0.command == .quit } : part
    }
  }
}

extension DashboardModel {
  /// The hint with the word for this moment, or `nil` where the key would do nothing.
  fileprivate func hint(_ hint: KeyHint, of command: Command, in context: KeyContext) -> KeyHint? {
    var hint = hint
    switch command {
    case .pin, .ban:
      // Nothing would tell what became of it.
      guard controlObstacle == nil, !hasInputEnded, let arm = selectedArm else { return nil }
      let isPin = command == .pin
      if heldBadge(isPin ? .pin : .ban, of: arm) != nil { hint.word = isPin ? "unpin" : "unban" }
    case .undo:
      if let whatIf {
        if whatIf.question.controls.isEmpty { return nil }
      } else if session.mode != .watch || lastUndoable == nil {
        return nil
      }
    case .whatIf:
      guard session.mode == .replay else { return nil }
      if whatIf != nil { hint.word = "settings" }
    case .pausePlay:
      hint.word = feed.transport == .paused ? "play" : "pause"
    case .toEnd where view.crosshair != nil: hint.word = "last sample"
    case .toEnd:
      if session.mode == .replay { hint.word = "end" } else if isLive { return nil }
    case .stepBack where view.crosshair != nil: hint.word = "sample"
    case .close where context == .panes && view.crosshair != nil: hint.word = "leave crosshair"
    case .close:
      if context == .panes && isSearchInForce {
        hint.word = "show all"
      } else if context == .panes && view.zoomed == nil {
        if whatIf == nil { return nil }
        hint.word = "leave what-if"
      }
      if context != .panes && context != .help { hint.word = "cancel" }
    case .search:
      if focusedView.searchedList == nil { return nil }
    case .nextMatch:
      guard let list = focusedView.searchedList, view.searches[list] != nil else { return nil }
    case .nextField:
      guard case .prompt(let prompt) = view.overlay, case .search(let draft) = prompt.purpose else { break }
      hint.word = draft.showsAll ? "matches only" : "all lines"
    case .keepMetric:
      let order = isFocused(.metrics) ? metricOrder : []
      guard view.openMetric == nil, !order.isEmpty else { return nil }
      let name = run.metrics[order[selectedMetric(in: order)]].name
      if view.keptMetrics.contains(name) { hint.word = "let go" }
    case .zoomPane:
      if view.zoomed != nil { return nil }
    case .nextRun:
      if place.count == 1 { return nil }
    case .quit:
      if hasInputEnded {
        hint.word = feed.source.hasLostWriter ? "quit (the writer is gone)" : "quit (nothing more comes)"
      } else if session.readsStandardInput {
        hint.word = "quit (the trainer goes on)"
      }
    case .inspect:
      return focusedView.openHint(hint, in: self)
    case .switchView:
      return focusedView.switchHint(hint, in: self)
    case .accept:
      switch context {
      case .search: hint.word = "keep"
      case .control: hint.word = whatIf == nil ? "send" : "ask"
      case .themePicker: hint.word = session.keepsView ? "keep" : "use"
      case .question: hint.word = "yes"
      default: break
      }
    default: break
    }
    return hint
  }
}
