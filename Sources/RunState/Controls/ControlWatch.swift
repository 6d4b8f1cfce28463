import RouterEngine
package import RunEvents

/// Follows one control through the events after it and says whether it is obeyed.
///
/// The fold keeps one for every control of the log; a dashboard keeps one for each of its own that the log has not
/// shown yet. Only `pin`, `unpin`, `ban`, `unban` can be seen to be (dis)obeyed in decisions: a decision disagrees
/// with a pin when it chooses another RM in scope, with a ban when it chooses the banned one, with an `unpin` when
/// it is made by a pin in a scope that has none. It counts as *not obeyed* after `applied ok`, or at least 2 steps
/// after the control (in a run without steps: after 20 that disagree); as *unconfirmed* after 20 that agree.
package struct ControlWatch: Equatable, Codable, Sendable {
  /// Decisions in scope that settle a control which nobody acknowledges.
  package static let enoughDecisions = 20
  /// Steps after the control from which a decision that disagrees counts.
  package static let patience = 2

  package let control: ControlEvent
  /// Routing step when the control was given (or seen).
  package let givenStep: Int?
  package internal(set) var status: ControlStatus = .pending
  var agreeing = 0
  var disagreeing = 0
  /// `applied ok:true` has been seen.
  var isAcknowledged = false

  package init(control: ControlEvent, givenStep: Int?) {
    self.control = control
    self.givenStep = givenStep
  }
}
