import ArgumentParser
import RunEvents

/// What `ctl` is to do.
enum CtlVerb: String, ExpressibleByArgument, CaseIterable {
  case pin
  case unpin
  case ban
  case unban
  case add
  case remove
  case forget
  case reset
  case status

  /// Whether one reward model has to be named; the others act on a scope, or on all.
  var needsRewardModel: Bool {
    switch self {
    case .pin, .ban, .unban, .add, .remove: true
    case .unpin, .forget, .reset, .status: false
    }
  }

  /// Whether all reward models can be meant.
  var takesAll: Bool { self == .forget || self == .reset }

  /// Whether it is of a category, and for some steps.
  var isScoped: Bool {
    switch self {
    case .pin, .unpin, .ban, .unban: true
    case .add, .remove, .forget, .reset, .status: false
    }
  }

  /// - Returns: `nil` for `status`, which is no control.
  func action(name: String?, cost: Double?, keep: Double?) -> ControlEvent.Action? {
    switch self {
    case .pin: .pin
    case .unpin: .unpin
    case .ban: .ban
    case .unban: .unban
    case .add: .add(name: name, cost: cost, prior: nil)
    case .remove: .remove
    case .forget: keep.map { .forget(keep: $0) }
    case .reset: .reset
    case .status: nil
    }
  }
}
