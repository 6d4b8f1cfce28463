/// `control`: what a person asks of the router.
public struct ControlEvent: Equatable, Sendable {
  public enum Action: Equatable, Sendable {
    case pin
    case unpin
    case ban
    case unban
    case add(name: String?, cost: Double?, prior: [Double]?)
    case remove
    /// Multiplies the statistics by `keep` in [0, 1).
    case forget(keep: Double)
    case reset

    /// The word of the log.
    public var word: String {
      switch self {
      case .pin: "pin"
      case .unpin: "unpin"
      case .ban: "ban"
      case .unban: "unban"
      case .add: "add"
      case .remove: "remove"
      case .forget: "forget"
      case .reset: "reset"
      }
    }
  }

  /// Unique text of at most 64 bytes: `<8 hex of the session>-<n>`.
  public var sequence: String
  public var action: Action
  /// The RM; absent where the action is for all (`forget`, `reset`, `unpin` of a scope).
  public var rewardModel: String?
  /// The scope: this category only, or all of them.
  public var category: String?
  /// Expiry in steps.
  public var steps: Int?
  /// The `seq` of the control that this one takes back.
  public var undoes: String?
  public var by: String?
  public var reason: String?

  public init(
    sequence: String, action: Action, rewardModel: String? = nil, category: String? = nil, steps: Int? = nil,
    undoes: String? = nil, by: String? = nil, reason: String? = nil
  ) {
    self.sequence = sequence
    self.action = action
    self.rewardModel = rewardModel
    self.category = category
    self.steps = steps
    self.undoes = undoes
    self.by = by
    self.reason = reason
  }
}

/// `applied`: whoever obeys says what became of a control.
public struct AppliedEvent: Equatable, Sendable {
  public var sequence: String
  public var ok: Bool
  public var step: Int?
  public var error: String?

  public init(sequence: String, ok: Bool, step: Int? = nil, error: String? = nil) {
    self.sequence = sequence
    self.ok = ok
    self.step = step
    self.error = error
  }
}

/// `settings`: the router changed its own settings, as they took effect.
public struct SettingsEvent: Equatable, Sendable {
  public var reason: String
  public var change: RouterSettingsChange

  public init(reason: String, change: RouterSettingsChange = RouterSettingsChange()) {
    self.reason = reason
    self.change = change
  }
}
