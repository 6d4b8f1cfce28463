import RunEvents
import RunState
import TerminalCells
import Wording

extension DashboardModel {
  func view(of pane: Pane) -> any PaneView.Type {
    panes.first { $0.pane == pane } ?? RewardModelTable.self
  }

  /// Whether keys that move in a list move in this pane.
  func isFocused(_ pane: Pane) -> Bool { (view.zoomed ?? view.focus) == pane }

  /// The pane in which keys that move in a list move.
  var focusedView: any PaneView.Type { view(of: view.zoomed ?? view.focus) }

  /// Rows that a page key moves: half the screen.
  var pageLength: Int { max(1, size.height / 2) }

  /// Up and down: in the topmost list, else as the focused pane has it.
  mutating func moveRow(by count: Int) {
    switch view.overlay {
    case .help(let search, let scroll):
      view.overlay = .help(search: search, scroll: scroll &+ count)
    case .themePicker(let index, let before):
      let last = max(0, session.themeNames.count - 1)
      let chosen = min(max(0, index &+ count), last)
      view.overlay = .themePicker(index: chosen, before: before)
      if session.themeNames.indices.contains(chosen) { view.themeName = session.themeNames[chosen] }
    case .prompt: break
    case nil: focusedView.moveRow(by: count, in: &self)
    }
  }

  mutating func moveSelection(by count: Int) {
    let order = tableOrder
    guard !order.isEmpty else { return }
    guard let arm = selectedArm, let row = order.firstIndex(of: arm) else {
      view.selected = run.rewardModels[order[0]].info.id
      return
    }
    let chosen = order[min(max(0, row + count), order.count - 1)]
    view.selected = run.rewardModels[chosen].info.id
  }

  /// The column on the screen before or after, around the end; a new column starts in its own order.
  mutating func sort(by direction: Int) {
    let columns = sortableColumns
    let index = columns.firstIndex(of: view.sort.column) ?? (direction > 0 ? -1 : columns.count)
    view.sort.column = columns[(index + direction + columns.count) % columns.count]
    view.sort.isReversed = false
  }

  /// The next pane that is not hidden, around the end. A zoomed screen shows the new one.
  mutating func moveFocus(by direction: Int) {
    let panes = panes.map { $0.pane }.filter { !view.hidden.contains($0) }
    guard let index = panes.firstIndex(of: view.focus) else { return }
    view.focus = panes[(index + direction + panes.count) % panes.count]
    if view.zoomed != nil { view.zoomed = view.focus }
  }

  /// A digit: shows a pane and gives it the focus; the focused one is hidden. The RM table never is.
  mutating func show(_ pane: Pane) {
    if view.focus == pane && !view.hidden.contains(pane) && pane != .rewardModels {
      view.hidden.insert(pane)
      view.focus = .rewardModels
      view.zoomed = nil
      return
    }
    view.hidden.remove(pane)
    view.focus = pane
    if view.zoomed != nil { view.zoomed = pane }
  }

  mutating func resetLayout() {
    view.hidden = []
    view.zoomed = nil
    view.focus = .rewardModels
    view.span = .all
    view.crosshair = nil
    view.sizes = DraggedSizes()
    view.eventScroll = 0
    view.eventCursor = 0
    view.eventKind = .all
    view.searches = [:]
  }

  mutating func chooseTheme() {
    guard !session.themeNames.isEmpty else { return }
    let index = session.themeNames.firstIndex(of: view.themeName) ?? 0
    view.overlay = .themePicker(index: index, before: view.themeName)
  }

  /// A theme's file has a mistake: it is said, and the looks stay.
  mutating func refuseTheme(_ reason: String, inUse: String) {
    view.themeName = inUse
    status = StatusLine(
      "\(reason); the theme in use is \(printableText(inUse, limit: 60))", isError: true)
  }

  /// The background is known at last: the default theme gives way to its light twin, or the other way round; one that
  /// the viewer has chosen stays.
  mutating func follow(_ shade: Theme.Shade) {
    if case .themePicker = view.overlay { return }
    let names = (dark: "dark", light: "light")
    guard [names.dark, names.light].contains(view.themeName) else { return }
    view.themeName = shade == .light ? names.light : names.dark
  }
}
