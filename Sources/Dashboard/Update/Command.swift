/// What a key can mean: every case has a row in `Keymap.rows` and a case in the reducer.
package enum Command: String, CaseIterable, Hashable, Sendable {
  case quit
  /// Closes the topmost thing; never quits.
  case close
  case help
  case repaint
  case suspend
  case chooseTheme
  case useMouse

  case rowUp
  case rowDown
  case pageUp
  case pageDown
  case sortByPrevious
  case sortByNext
  case reverseSort
  /// The selected RM in numbers.
  case inspect

  case nextPane
  case previousPane
  /// The pane of the digit.
  case showPane
  /// Another view of what the focused pane shows.
  case switchView
  /// A choice of panes that go together: the next one, or the one of the key.
  case nextPreset
  case showPreset
  /// The selected metric stands before the others.
  case keepMetric
  case zoomPane
  case resetLayout
  /// Of several runs the next one has the screen.
  case nextRun

  /// Searches the list of the focused pane.
  case search
  case nextMatch
  case previousMatch

  case pausePlay
  case slower
  case faster
  case stepBack
  case stepForward
  case tenStepsBack
  case tenStepsForward
  case eventBack
  case eventForward
  case previousMarker
  case nextMarker
  case toBeginning
  case toEnd
  case goTo

  case zoomTimeIn
  case zoomTimeOut
  case cycleFollow
  /// What charts stand over.
  case changeAxis
  case crosshair
  case copy
  case export
  case changeScale
  case clipOutliers
  case smoother
  case rougher
  /// Other characters for charts.
  case changeGlyphs

  case pin
  case ban
  case undo
  case whatIf

  case accept
  case nextField
  case previousField
  case choiceLeft
  case choiceRight
  case erase
  case eraseAll
}
