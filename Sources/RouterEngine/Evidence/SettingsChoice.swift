/// The settings that evidence may choose.
package struct ChosenSettings: OptionSet, Equatable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// λ₀.
  package static let priorPrecision = Self(rawValue: 1)
  /// σ².
  package static let noiseVariance = Self(rawValue: 2)
  /// s.
  package static let priorScale = Self(rawValue: 4)
  /// γ.
  package static let forgetting = Self(rawValue: 8)
}

/// What the evidence chose at a close; what a `settings` event says.
package struct SettingsChoice: Equatable, Sendable {
  /// Closes of batches so far.
  package var closes: Int
  /// `nil` is as it was.
  package var priorPrecision: Double?
  /// `nil` is as it was.
  package var noiseVariance: Double?
  /// `nil` is as it was.
  package var priorScale: Double?
  /// `nil` is as it was; a new one holds for the closes that follow.
  package var forgetting: Double?
  /// Log evidence of λ₀, σ² and s over those in force before, in nats; 0 where γ alone was chosen.
  package var gain: Double

  /// One clause for `settings.reason`, with the names of the run log.
  package var reason: String {
    let values = [
      ("prior_precision", priorPrecision), ("noise_variance", noiseVariance), ("prior_scale", priorScale),
      ("forgetting", forgetting),
    ]
    let named = values.compactMap { name, value in value.map { "\(name) \(Self.text($0))" } }
    let nats = gain > 0 && gain < 1e15 ? " (+\((gain * 10).rounded() / 10) nats)" : ""
    return "evidence after \(closes) closes: " + named.joined(separator: ", ") + nats
  }

  /// `3` in place of `3.0`.
  private static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// What became of a choice that was due.
package enum SettingsVerdict: Equatable, Sendable {
  case chosen(SettingsChoice)
  /// Everything stays as it was, for a reason that a person should know: a sentence without a full stop.
  case refused(String)
}
