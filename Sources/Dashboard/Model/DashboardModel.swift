package import Router
package import RunState
package import TerminalCells

/// Everything a frame is a function of.
package struct DashboardModel: Sendable {
  package var session: Session
  /// The run as folded up to the cursor.
  package var run = RunState()
  package var feed = Feed()
  package var view = ViewState()
  package var clock = ClockReading()
  /// Of the screen.
  package var size = CellSize(width: 80, height: 24)
  /// Controls of this session, oldest first.
  package internal(set) var ownControls: [OwnControl] = []
  /// How much is arriving, by the viewer's clock.
  package internal(set) var activity = Activity()
  /// Which way rewards and metrics go.
  var trends = TrendBoard()
  /// One line above the hint line; cleared by the next key.
  package var status: StatusLine?
  /// The order of the rows, held for a moment while the run moves.
  var heldOrder: HeldOrder?
  /// Names of the categories in the order in which they were last shown, and the decisions of the run by then.
  var heldCategories: (names: [String], decisions: Int) = ([], 0)
  /// What the viewer asks of a replayed run; `nil` shows the recording alone.
  package internal(set) var whatIf: WhatIfSession?

  /// Which lines of the events pane are listed, where not all are.
  var eventSieve = EventSieve()

  /// Which of the runs on the screen this is, of how many.
  package internal(set) var place = RunPlace()
  /// The other ones, only while a frame is drawn (`Deck.frame`).
  var others: [DashboardModel] = []

  /// Monotonic time of the last look at the posteriors while lines were being folded.
  var lookedAt = -Double.infinity

  /// What the log says of the decision in the inspector.
  var readBack = ReadBack()

  /// Counts the messages that can have changed what the panes show.
  package internal(set) var changes = 0
  /// Counts those of them that neither the source nor the clock has sent.
  var viewChanges = 0

  /// The panes there are; tests add their own.
  var panes = Pane.views

  /// - Parameter priors: finds the prior file that the log names.
  package init(session: Session, priors: PriorLoader = .none) {
    self.session = session
    run = RunState(priors: priors)
    feed.history.base.run = run
  }
}
