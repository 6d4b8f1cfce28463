import RunEvents

/// Follows one control through the events after it and says whether it is obeyed.
///
/// The fold keeps one for every control of the log; a dashboard keeps one for each of its own that the log has not
/// shown yet. Only `pin`, `unpin`, `ban`, `unban` can be seen to be (dis)obeyed in decisions: a decision disagrees
/// with a pin when it chooses another RM in scope, with a ban when it chooses the banned one. It counts as *not
/// obeyed* after `applied ok`, or at least 2 steps after the control; as *unconfirmed* after 20 that agree.
public struct ControlWatch: Equatable, Sendable {
  public let control: ControlEvent
  /// Routing step when the control was given (or seen).
  public let givenStep: Int?
  public private(set) var status: ControlStatus = .pending

  public init(control: ControlEvent, givenStep: Int?) {
    self.control = control
    self.givenStep = givenStep
  }
}
