package import RunEvents

/// A control of the log and what became of it.
package struct ControlRecord: Equatable, Codable, Sendable {
  package var control: ControlEvent
  package var event: Int
  package var step: Int?
  package var applied: AppliedEvent?
  package var watch: ControlWatch
  /// Set when an expiry (`steps`) has run out.
  package var expired = false

  package var status: ControlStatus { watch.status }
}

/// What is known of a control that was given.
package enum ControlStatus: Equatable, Codable, Sendable {
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

extension RunState {
  /// Controls that stand and are not obeyed, the oldest first, with the RM that each is about.
  package var unobeyedControls: [(arm: Int?, record: ControlRecord)] {
    conditions.compactMap { condition in
      guard let ordinal = condition.control, let record = controls.record(atOrdinal: ordinal) else {
        return nil
      }
      return (condition.arm, record)
    }
  }
}
