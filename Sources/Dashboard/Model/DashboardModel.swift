import Router
import RunState

/// Everything a frame is a function of.
public struct DashboardModel: Sendable {
  public var session: Session
  /// The run as folded up to the cursor.
  public var run = RunState()
  public var feed = Feed()
  public var view = ViewState()
  public var clock = ClockReading()
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
