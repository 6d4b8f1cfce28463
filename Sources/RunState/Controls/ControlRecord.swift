import RunEvents

/// A control of the log and what became of it.
public struct ControlRecord: Equatable, Sendable {
  public var control: ControlEvent
  public var event: Int
  public var step: Int?
  public var applied: AppliedEvent?
  public var watch: ControlWatch
  /// Set when an expiry (`steps`) has run out.
  public var expired = false

  public var status: ControlStatus { watch.status }
}

/// What is known of a control that was given.
public enum ControlStatus: Equatable, Sendable {
  /// Not acknowledged, and nothing has shown that it is obeyed or not. (In the view: not yet in the run log.)
  case pending
  /// `applied ok`, or a decision with `by: "pin"` on the pinned RM.
  case obeyed
  case refused(String)
  /// 20 later decisions in scope agree, without `applied`.
  case unconfirmed
  /// A decision in scope disagrees: RM chosen, at that step.
  case notObeyed(chosen: String, step: Int?)
}
