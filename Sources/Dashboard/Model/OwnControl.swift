package import RunEvents
package import RunState
import Wording

/// A control this dashboard has written, followed until the log shows it and after.
package struct OwnControl: Equatable, Sendable {
  package enum Delivery: Equatable, Sendable {
    case writing
    case written
    case failed(String)
    /// The router does not take it, for this reason: it will not be in the log.
    case refused(String)
  }

  struct Settled: Equatable, Sendable {
    var event: Int
    var step: Int?
  }

  package var control: ControlEvent
  package var delivery = Delivery.writing
  /// Fed with every decision folded since, as long as the log does not have the control.
  package var watch: ControlWatch
  /// `true` once the run log has it (then `RunState.controls` has the record).
  package var isLogged = false
  /// What the log's own record says, as far as any fold has come; `nil` before it has one.
  package internal(set) var logged: ControlStatus?
  /// Events folded when it was given: what the log has after that may be a change by somebody else.
  package internal(set) var givenAfterEvent = 0
  /// Byte offset of the last line that `watch` and `logged` know, so that a replay feeds nothing twice.
  var observedOffset = -1
  /// Event number of the log's record, and whether the allowed set of the log has it (`applied ok`).
  var recordEvent: Int?
  var isInLogState = false
  /// Where the log was when its outcome was learned; `nil` as long as it is pending.
  var settled: Settled?
  /// What its scope was before, for undo.
  package internal(set) var before = ScopeBefore.nothing

  package init(control: ControlEvent, watch: ControlWatch) {
    self.control = control
    self.watch = watch
  }

  /// What is known of it now.
  package var status: OwnControlStatus {
    switch delivery {
    case .writing: return .writing
    case .failed(let error): return .failed(error)
    case .refused(let reason): return .refused(reason)
    case .written: break
    }
    switch logged ?? watch.status {
    case .pending: return .pending
    case .obeyed: return .obeyed
    case .refused(let error): return .refused(error)
    case .unconfirmed: return .unconfirmed
    case .notObeyed(let chosen, let step): return .notObeyed(chosen: chosen, step: step)
    }
  }

  /// The log is another: what it had of this control it has no more, as far as is known.
  mutating func forgetLog() {
    isLogged = false
    logged = nil
    givenAfterEvent = 0
    recordEvent = nil
    isInLogState = false
    if settled != nil { settled = Settled(event: 0, step: settled?.step) }
  }

  /// Not yet known to be obeyed or not.
  package var isPending: Bool { status == .writing || status == .pending }
}

/// What a person is told of a control of this session.
package enum OwnControlStatus: Equatable, Sendable {
  /// On its way to the control file.
  case writing
  /// It could not be written.
  case failed(String)
  /// Written; the run log does not have it, or nothing has shown what became of it.
  case pending
  case obeyed
  case refused(String)
  /// 20 later decisions agree, and nobody has acknowledged it.
  case unconfirmed
  case notObeyed(chosen: String, step: Int?)

  /// In words; `unconfirmed` is in effect as far as decisions show.
  package var text: String {
    switch self {
    case .writing: return "writing"
    case .failed(let error): return "not written: " + printableText(error, limit: 200)
    case .pending: return "pending"
    case .obeyed: return "obeyed"
    case .refused(let error): return "refused: " + printableText(error, limit: 200)
    case .unconfirmed: return "in effect, unconfirmed"
    case .notObeyed(let chosen, let step):
      let when = step.map { " at step \($0)" } ?? ""
      return "NOT OBEYED: \(printableID(chosen)) was chosen" + when
    }
  }
}

/// What a scope was before a control changed it.
package enum ScopeBefore: Equatable, Sendable {
  /// No pin (or, of a ban, none of this RM).
  case nothing
  /// This RM was pinned, or banned; until this step where it had an expiry.
  case held(rewardModel: String, untilStep: Int?)
}
