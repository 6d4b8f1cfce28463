/// `control`: what a person asks of the router.
package struct ControlEvent: Equatable, Codable, Sendable {
  package enum Action: Equatable, Codable, Sendable {
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
    package var word: String {
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
  package var sequence: String
  package var action: Action
  /// The RM; absent where the action is for all (`forget`, `reset`, `unpin` of a scope).
  package var rewardModel: String?
  /// The scope: this category only, or all of them.
  package var category: String?
  /// Expiry in steps.
  package var steps: Int?
  /// The `seq` of the control that this one takes back.
  package var undoes: String?
  package var by: String?
  package var reason: String?

  package init(
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
package struct AppliedEvent: Equatable, Codable, Sendable {
  package var sequence: String
  package var ok: Bool
  package var step: Int?
  package var error: String?

  package init(sequence: String, ok: Bool, step: Int? = nil, error: String? = nil) {
    self.sequence = sequence
    self.ok = ok
    self.step = step
    self.error = error
  }
}

/// `settings`: the router changed its own settings, as they took effect.
package struct SettingsEvent: Equatable, Sendable {
  package var reason: String
  package var change: RouterSettingsChange

  package init(reason: String, change: RouterSettingsChange = RouterSettingsChange()) {
    self.reason = reason
    self.change = change
  }
}
