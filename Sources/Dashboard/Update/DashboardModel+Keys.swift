import RunEvents
import RunState
import TerminalCells

extension DashboardModel {
  /// Who gets the next key.
  package var keyContext: KeyContext {
    switch view.overlay {
    case nil: return .panes
    case .help: return .help
    case .themePicker: return .themePicker
    case .prompt(let prompt):
      switch prompt.purpose {
      case .goTo, .whatIf: return .goTo
      case .search: return .search
      case .control: return .control
      case .suspend: return .question
      }
    }
  }

  /// Keys that came in one read of the terminal.
  ///
  /// Where the terminal does not say what is pasted, a text comes as keys, many at once: an Enter in it must not
  /// confirm what a letter of it has opened. So a confirm line, or its question, needs an Enter of a later read; and
  /// if other keys came with the one that opened it, an Enter that is first in its read: a text may be cut anywhere.
  mutating func press(_ keys: [KeyStroke]) -> [Effect] {
    var effects: [Effect] = []
    var isFresh = false
    // Of several at once most are the letters of a pasted text, about which there is nothing to say.
    let free = keys.count == 1 ? keys.first.flatMap { isFree($0) ? $0 : nil } : nil
    for (index, key) in keys.enumerated() {
      let before = confirmation
      if before != nil, session.keys.meaning(of: key, in: keyContext)?.command == .accept,
        isFresh || (view.distrustsEnter && index > 0)
      {
        refuseEnter()
        continue
      }
      let asked = press(key)
      if asked == [.nextRun(pending: [])] {
        // What comes after it is for the next run.
        view.distrustsEnter = false
        return effects + [.nextRun(pending: Array(keys[(index + 1)...]))]
      }
      effects += asked
      if let now = confirmation, now != before { isFresh = true }
    }
    if let free { explain(free) }
    if confirmation == nil {
      view.distrustsEnter = false
    } else if isFresh {
      view.distrustsEnter = keys.count > 1
    }
    return effects
  }

  /// What the next Enter would send or do for good.
  private enum Confirmation { case control, question, suspend }

  private var confirmation: Confirmation? {
    guard case .prompt(let prompt) = view.overlay else { return nil }
    switch prompt.purpose {
    case .goTo, .whatIf, .search: return nil
    case .suspend: return .suspend
    case .control(let draft): return draft.isQuestion ? .question : .control
    }
  }

  private mutating func refuseEnter() {
    guard case .prompt(var prompt) = view.overlay else { return }
    var sentence =
      "Enter came together with other keys, as in a pasted text, and was ignored; press it again"
    if case .control(let draft) = prompt.purpose, let warning = draft.warning {
      sentence = warning + " (" + sentence + ")"
    }
    prompt.error = sentence
    view.overlay = .prompt(prompt)
  }

  /// A key press: a command by the key table, else text for the field that has the cursor.
  mutating func press(_ key: KeyStroke) -> [Effect] {
    status = nil
    let context = keyContext
    if let meaning = session.keys.meaning(of: key, in: context) {
      return perform(meaning.command, by: meaning.usual)
    }
    if case .character(let character) = key { insert(character) }
    return []
  }

  /// A key that means nothing and is no text either.
  private func isFree(_ key: KeyStroke) -> Bool {
    !keyContext.takesText && session.keys.meaning(of: key, in: keyContext) == nil
  }

  /// What helps whoever has pressed a free key.
  private mutating func explain(_ key: KeyStroke) {
    let context = keyContext
    var sentence = "nothing is on \(key.label)"
    if let row = session.keys.rows.first(where: { row in
      row.contexts.contains(context) && row.keys.contains { key.isNearly($0) }
    }), let near = row.keys.first(where: key.isNearly) {
      sentence += ", but \(near.label) is there: \(row.help.prefix { !",;:(".contains($0) })"
    }
    while sentence.last == " " { sentence.removeLast() }
    status = StatusLine(sentence + "; \(session.keys.label(of: .help)) lists the keys")
  }

  /// Does what a key means, named by the key that means it usually.
  mutating func perform(_ command: Command, by key: KeyStroke) -> [Effect] {
    if view.crosshair != nil, moveCrosshair(command) { return [] }
    switch command {
    case .quit: return [.quit]
    case .close: close()
    case .help: view.overlay = .help(search: "", scroll: 0)
    case .repaint: return [.repaint]
    case .suspend: return suspend()
    case .chooseTheme: chooseTheme()
    case .useMouse: toggleMouse()

    case .rowUp: moveRow(by: -1)
    case .rowDown: moveRow(by: 1)
    case .pageUp: moveRow(by: -pageLength)
    case .pageDown: moveRow(by: pageLength)
    case .sortByPrevious: sort(by: -1)
    case .sortByNext: sort(by: 1)
    case .inspect: return focusedView.open(in: &self)
    case .reverseSort: view.sort.isReversed.toggle()

    case .nextPane: moveFocus(by: 1)
    case .previousPane: moveFocus(by: -1)
    case .showPane:
      if let view = panes.first(where: { $0.pane.key == key }) { show(view.pane) }
    case .switchView: focusedView.switchView(in: &self)
    case .keepMetric: keepMetric()
    case .nextPreset: showNextPreset()
    case .showPreset: showPreset(of: key)
    case .zoomPane:
      view.zoomed = view.zoomed == nil ? view.focus : nil
      view.openMetric = nil
    case .resetLayout: resetLayout()
    case .nextRun: return nextRun()

    case .search: openSearch()
    case .nextMatch: findMatch(1)
    case .previousMatch: findMatch(-1)

    case .pausePlay: return pausePlay()
    case .slower: changeSpeed(by: -1)
    case .faster: changeSpeed(by: 1)
    case .stepBack: return stepBack(1)
    case .stepForward: return stepForward(1)
    case .tenStepsBack: return stepBack(10)
    case .tenStepsForward: return stepForward(10)
    case .eventBack: return eventBack()
    case .eventForward: return move(to: .event(run.progress.events &+ 1))
    case .previousMarker: return previousMarker()
    case .nextMarker: return move(to: .marker(after: run.progress.events))
    case .toBeginning: return move(to: .beginning)
    case .toEnd: return toEnd()
    case .goTo: view.overlay = .prompt(Prompt(purpose: .goTo))

    case .zoomTimeIn: zoomTime(in: true)
    case .zoomTimeOut: zoomTime(in: false)
    case .cycleFollow: cycleFollow()
    case .changeAxis: changeAxis()
    case .crosshair: toggleCrosshair()
    case .copy: return copy()
    case .export: return export()
    case .changeScale: changeScale()
    case .clipOutliers: toggleOutliers()
    case .smoother: changeSmoothing(by: 1)
    case .rougher: changeSmoothing(by: -1)
    case .changeGlyphs: changeGlyphs()

    case .pin: openControl(.pin)
    case .ban: openControl(.ban)
    case .undo:
      if whatIf != nil { return undoWhatIf() }
      openUndo()
    case .whatIf: return openWhatIf()

    case .accept: return accept()
    case .nextField: if !switchSearch() { moveField(by: 1) }
    case .previousField: moveField(by: -1)
    case .choiceLeft: choose(by: -1)
    case .choiceRight: choose(by: 1)
    case .erase: editText { _ = $0.popLast() }
    case .eraseAll: editText { $0 = "" }
    }
    return []
  }

  /// Esc: the overlay, else what is searched for in the focused pane, else the zoom, else the what-if.
  private mutating func close() {
    if case .themePicker(_, let before) = view.overlay { view.themeName = before }
    if view.overlay != nil {
      giveUpSearch()
      view.overlay = nil
    } else if view.crosshair != nil {
      view.crosshair = nil
    } else if let open = view.openMetric {
      closeMetric(open)
    } else if endSearch() {
      return
    } else if view.zoomed != nil {
      view.zoomed = nil
    } else if whatIf != nil {
      leaveWhatIf()
    }
  }

  /// Ctrl-Z. In a pipeline the whole job would stop, the trainer with it: that is asked first.
  private mutating func suspend() -> [Effect] {
    guard session.readsStandardInput else { return [.suspend] }
    view.overlay = .prompt(Prompt(purpose: .suspend))
    return []
  }

  /// Enter in a prompt or a list.
  private mutating func accept() -> [Effect] {
    switch view.overlay {
    case .themePicker:
      view.overlay = nil
      view.chosenTheme = view.themeName
      return []
    case .prompt(let prompt):
      switch prompt.purpose {
      case .suspend:
        view.overlay = nil
        return [.suspend]
      case .goTo: return goTo(prompt)
      case .whatIf: return acceptWhatIf(prompt)
      case .search:
        if prompt.error == nil { view.overlay = nil }
        return []
      case .control(let draft): return confirm(draft)
      }
    default: return []
    }
  }
}
