import Router
import RunState
import TerminalCells

/// Everything a frame is a function of.
public struct DashboardModel: Sendable {
  public var session: Session
  /// The run as folded up to the cursor.
  public var run = RunState()
  public var feed = Feed()
  public var view = ViewState()
  public var clock = ClockReading()
  /// Of the screen.
  public var size = CellSize(width: 80, height: 24)
  /// Controls of this session, oldest first.
  public internal(set) var ownControls: [OwnControl] = []
  /// How much is arriving, by the viewer's clock.
  public internal(set) var activity = Activity()
  /// One line above the hint line; cleared by the next key.
  public var status: StatusLine?
  /// The order of the rows, held for a moment while the run moves.
  var heldOrder: HeldOrder?
  /// What the viewer asks of a replayed run; `nil` shows the recording alone.
  public internal(set) var whatIf: WhatIfSession?

  /// The panes there are; tests add their own.
  var panes = Pane.views

  /// - Parameter priors: finds the prior file that the log names.
  public init(session: Session, priors: PriorLoader = .none) {
    self.session = session
    run = RunState(priors: priors)
    feed.history.base.run = run
  }
}
