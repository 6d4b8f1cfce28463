/// The lists that `/` searches.
package enum SearchedList: Hashable, Sendable {
  case events
  case metrics
  case rewardModels
}

/// What is searched for in a list.
struct PaneSearch: Equatable, Sendable {
  var pattern: TextPattern
  /// Lines that do not match stay, and those that do are marked.
  var showsAll = false
}

/// A search that is being typed.
package struct SearchDraft: Equatable, Sendable {
  var list: SearchedList
  var showsAll = false
  /// Esc brings back what was there before.
  var before: PaneSearch?
  var cursorBefore = 0
  var scrollBefore = 0
}
