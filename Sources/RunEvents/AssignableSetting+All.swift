extension AssignableSetting {
  /// Every setting that can be assigned.
  static let all: [AssignableSetting] = router + reward

  private static let greatestCount = 1 << 53

  private static let router: [AssignableSetting] = [
    AssignableSetting("policy", PolicyName.words.joined(separator: ", ")) { change, text in
      set(&change.policy, PolicyName(word: text))
    },
    tunable("prior_precision", "a finite number above 0", \.priorPrecision) { $0 > 0 },
    tunable("noise_variance", "a finite number above 0", \.noiseVariance) { $0 > 0 },
    number("exploration", "a finite number of at least 0", \.exploration) { $0 >= 0 },
    tunable("forgetting", "a number above 0 and up to 1", \.forgetting) { $0 > 0 && $0 <= 1 },
    AssignableSetting("intercept", "true or false") { change, text in
      set(&change.intercept, Bool(text))
    },
    AssignableSetting("prior", "0 (no prior)") { change, text in
      set(&change.prior, Double(text) == 0 ? PriorSource.zero : nil)
    },
    tunable("prior_scale", "a finite number", \.priorScale) { _ in true },
    number("propensity_floor", "a number from 0 to 1", \.propensityFloor) { $0 >= 0 && $0 <= 1 },
    number("alpha", "a finite number of at least 0", \.alpha) { $0 >= 0 },
    number("ridge", "a finite number above 0", \.ridge) { $0 > 0 },
    AssignableSetting("seed", "a whole number from 0 to \(UInt64.max)") { change, text in
      set(&change.seed, UInt64(text))
    },
    count("group", from: 1, \.group),
    count("step_slack", from: 0, \.stepSlack),
  ]

  private static let reward: [AssignableSetting] = [
    AssignableSetting("reward.normalise", words(RewardSettings.Rule.self)) { change, text in
      set(&change.namedReward.rule, RewardSettings.Rule(rawValue: text))
    },
    number("reward.clip", "a finite number above 0", \.namedReward.clip) { $0 > 0 },
    number("reward.alpha", "a number above 0 and up to 1", \.namedReward.alpha) { $0 > 0 && $0 <= 1 },
    count("reward.min_count", from: 0, \.namedReward.minimumCount),
    count("reward.min_history", from: 0, \.namedReward.minimumHistory),
    number("reward.low", "a number from 0 to 1", \.namedReward.low) { $0 >= 0 && $0 <= 1 },
    number("reward.high", "a number from 0 to 1", \.namedReward.high) { $0 >= 0 && $0 <= 1 },
    AssignableSetting("reward.scope", words(RewardSettings.Scope.self)) { change, text in
      set(&change.namedReward.scope, RewardSettings.Scope(rawValue: text))
    },
    substitute("reward.ties", \.namedReward.ties),
    substitute("reward.errors", \.namedReward.errors),
    count("reward.history", from: 1, \.namedReward.history),
  ]

  /// Sets a field where the text had a meaning.
  private static func set<Value>(_ field: inout Value?, _ value: Value?) -> Bool {
    guard let value else { return false }
    field = value
    return true
  }

  private static func finite(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func number(
    _ name: String, _ accepted: String, _ field: WritableKeyPath<RouterSettingsChange, Double?> & Sendable,
    where isAccepted: @escaping @Sendable (Double) -> Bool
  ) -> AssignableSetting {
    AssignableSetting(name, accepted) { change, text in
      set(&change[keyPath: field], finite(text).flatMap { isAccepted($0) ? $0 : nil })
    }
  }

  private static func tunable(
    _ name: String, _ accepted: String, _ field: WritableKeyPath<RouterSettingsChange, Tunable?> & Sendable,
    where isAccepted: @escaping @Sendable (Double) -> Bool
  ) -> AssignableSetting {
    AssignableSetting(name, accepted + " or auto") { change, text in
      if text == "auto" { return set(&change[keyPath: field], .auto) }
      return set(
        &change[keyPath: field], finite(text).flatMap { isAccepted($0) ? .value($0) : nil })
    }
  }

  private static func count(
    _ name: String, from least: Int, _ field: WritableKeyPath<RouterSettingsChange, Int?> & Sendable
  ) -> AssignableSetting {
    AssignableSetting(name, "a whole number from \(least) to 2⁵³") { change, text in
      set(&change[keyPath: field], Int(text).flatMap { (least...greatestCount).contains($0) ? $0 : nil })
    }
  }

  private static func substitute(
    _ name: String,
    _ field: WritableKeyPath<RouterSettingsChange, RewardSettings.Substitute?> & Sendable
  ) -> AssignableSetting {
    AssignableSetting(name, "skip or a finite number") { change, text in
      if text == "skip" { return set(&change[keyPath: field], .skip) }
      return set(&change[keyPath: field], finite(text).map { .number($0) })
    }
  }

  private static func words<Word: CaseIterable & RawRepresentable>(_: Word.Type) -> String
  where Word.RawValue == String { Word.allCases.map(\.rawValue).joined(separator: ", ") }
}

extension RouterSettingsChange {
  /// `reward`, made when one of its fields is named.
  fileprivate var namedReward: RewardSettingsChange {
    get { reward ?? RewardSettingsChange() }
    set { reward = newValue }
  }
}
