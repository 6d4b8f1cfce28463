import RunEvents
import RunState
import Wording

extension SearchedList {
  /// What is listed.
  var name: String {
    switch self {
    case .events: "events"
    case .metrics: "metrics"
    case .rewardModels: "reward models"
    }
  }
}

/// `/` and what follows it.
extension DashboardModel {
  mutating func openSearch() {
    guard let list = focusedView.searchedList else {
      status = StatusLine(
        "/ searches events, metrics and reward models: go to one of those first", isError: true)
      return
    }
    let before = view.searches[list]
    let draft = SearchDraft(
      list: list, showsAll: before?.showsAll ?? false, before: before, cursorBefore: view.eventCursor,
      scrollBefore: view.eventScroll)
    view.overlay = .prompt(Prompt(purpose: .search(draft)))
    setSearch(nil, in: list)
  }

  /// Searches for what has been typed so far; returns why it cannot be searched for.
  mutating func search(for text: String, _ draft: SearchDraft) -> String? {
    guard !text.isEmpty else {
      setSearch(nil, in: draft.list)
      return nil
    }
    do throws(PatternError) {
      setSearch(PaneSearch(pattern: try TextPattern(text), showsAll: draft.showsAll), in: draft.list)
      return nil
    } catch {
      setSearch(nil, in: draft.list)
      return error.sentence
    }
  }

  /// Tab in a search: only what matches, or all with the matches marked. False where nothing is being searched for.
  mutating func switchSearch() -> Bool {
    guard case .prompt(var prompt) = view.overlay, case .search(var draft) = prompt.purpose else {
      return false
    }
    draft.showsAll.toggle()
    prompt.purpose = .search(draft)
    prompt.error = search(for: prompt.input, draft)
    view.overlay = .prompt(prompt)
    return true
  }

  /// Esc while a search is typed: what was there before.
  mutating func giveUpSearch() {
    guard case .prompt(let prompt) = view.overlay, case .search(let draft) = prompt.purpose else { return }
    setSearch(draft.before, in: draft.list)
    guard draft.list == .events else { return }
    view.eventCursor = draft.cursorBefore
    view.eventScroll = draft.scrollBefore
  }

  /// Esc where a search is in force, or only some events are listed: all is shown again. False where it is already.
  mutating func endSearch() -> Bool {
    guard isSearchInForce, let list = focusedView.searchedList else { return false }
    if view.searches[list] != nil {
      setSearch(nil, in: list)
      return true
    }
    setEventKind(.all)
    return true
  }

  /// Whether Esc would show more of the focused pane.
  var isSearchInForce: Bool {
    guard let list = focusedView.searchedList, view.openMetric == nil else { return false }
    return view.searches[list] != nil || (list == .events && view.eventKind != .all)
  }

  private mutating func setSearch(_ search: PaneSearch?, in list: SearchedList) {
    guard search != view.searches[list] else { return }
    view.searches[list] = search
    switch list {
    case .events: showNewestMatch()
    case .metrics: if let search { showFirstMatch(search.pattern) }
    case .rewardModels:
      let order = tableOrder
      guard let search, let first = order.first(where: { matches(search.pattern, rewardModel: $0) }),
        !(selectedArm.map { matches(search.pattern, rewardModel: $0) } ?? false)
      else { return }
      view.selected = run.rewardModels[first].info.id
    }
  }

  /// `n` and `N`: the next or the previous line that matches, around the end.
  mutating func findMatch(_ direction: Int) {
    guard let list = focusedView.searchedList, let search = view.searches[list] else {
      status = StatusLine("nothing is searched for here; / begins a search")
      return
    }
    switch list {
    case .events: findEvent(search.pattern, direction)
    case .metrics: findMetric(search.pattern, direction)
    case .rewardModels:
      let order = tableOrder
      let matching = order.indices.filter { matches(search.pattern, rewardModel: order[$0]) }
      guard let row = step(from: order.firstIndex { $0 == selectedArm }, in: matching, direction) else {
        return
      }
      view.selected = run.rewardModels[order[row]].info.id
    }
  }

  /// The next of some places after one, around the end, which is said.
  mutating func step(from place: Int?, in matching: [Int], _ direction: Int) -> Int? {
    guard let first = matching.first, let last = matching.last else {
      status = StatusLine("nothing matches")
      return nil
    }
    let here = place ?? -1
    if let next = direction > 0 ? matching.first(where: { $0 > here }) : matching.last(where: { $0 < here }) {
      return next
    }
    status = StatusLine(
      direction > 0 ? "no match below: this is the first" : "no match above: this is the last")
    return direction > 0 ? first : last
  }

  /// Said above the field: what has been found, and what Tab would do.
  func searchHelp(_ prompt: Prompt, _ draft: SearchDraft) -> String {
    guard !prompt.input.isEmpty else { return TextPattern.accepted }
    let tab = draft.showsAll ? "Tab shows the matches only" : "Tab shows all, with the matches marked"
    return "\(searchCount(draft.list)) · \(tab)"
  }

  /// `12 of 340 events`.
  private func searchCount(_ list: SearchedList) -> String {
    let pattern = view.searches[list]?.pattern
    switch list {
    case .events: return eventCount + (view.eventKind == .all ? " events" : " " + view.eventKind.rawValue)
    case .metrics:
      let found = run.metrics.count { metric in pattern.map { matches($0, metric: metric) } ?? true }
      return "\(formatCount(found)) of \(formatCount(run.metrics.count, of: "metric"))"
    case .rewardModels:
      let all = run.rewardModels.indices
      let found = all.count { arm in pattern.map { matches($0, rewardModel: arm) } ?? true }
      return "\(formatCount(found)) of \(formatCount(all.count, of: "reward model"))"
    }
  }
}
