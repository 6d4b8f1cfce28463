import TerminalCells

/// A pane, by the digit that shows it.
package struct Pane: Hashable, Sendable {
  package let digit: Int

  /// The key that shows it.
  var key: KeyStroke { .character(Character(String(digit % 10))) }
}

/// What is known of a pane before it is drawn.
struct PaneDescriptor: Sendable {
  var pane: Pane
  /// As the help names it.
  var name: String
  /// Lower ranks are given room first, 0 whatever room there is; a pane with the focus has rank 1 at the latest. Panes
  /// that follow each other in one rank stand side by side, on screens that are wide enough for it.
  var rank: Int
  /// With fewer cells than this it does not stand beside another pane, but below it.
  var leastWidthBeside = 0
  /// It is left out until those before it in rank are comfortable.
  var isOptional = false
  /// Where a row is too narrow for all of its panes it stands in one of its own, which is optional.
  var givesWay = false
  /// What it wants of a row of its own, which it has where all panes are comfortable with that; `nil`: it does not
  /// ask for one.
  var heightsAlone: (@Sendable (LayoutRequest, _ width: Int) -> PaneHeights)?
  /// The lines it wants on a screen of so many cells; `nil` where it has nothing to show.
  var heights: @Sendable (LayoutRequest, _ width: Int) -> PaneHeights?

  /// What its key does, for the help.
  var help: String {
    pane == .rewardModels ? "focus on the \(name)" : "show and focus the \(name); press again to hide"
  }
}

/// Lines that a pane wants, its title line included.
struct PaneHeights: Equatable {
  /// Below this it is not shown.
  var minimum: Int
  /// Reached before a pane of the next rank gets more than its minimum.
  var comfortable: Int
  /// Reached before any pane is given more than that.
  var large: Int
  /// All that it has to show, where that is more.
  var full = 0
}
