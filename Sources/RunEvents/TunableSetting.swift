/// The settings of the router that may be `"auto"`, by their names in the log.
package enum TunableSetting: String, CaseIterable, Codable, Sendable {
  /// λ₀.
  case priorPrecision = "prior_precision"
  /// σ².
  case noiseVariance = "noise_variance"
  /// s.
  case priorScale = "prior_scale"
  /// γ.
  case forgetting

  /// In force while the setting is `auto` and nothing has been chosen; the default of an absent field, too.
  package static let unchosen = 1.0
}

extension TunableSetting {
  fileprivate var field: WritableKeyPath<RouterSettings, Tunable> {
    switch self {
    case .priorPrecision: \.priorPrecision
    case .noiseVariance: \.noiseVariance
    case .priorScale: \.priorScale
    case .forgetting: \.forgetting
    }
  }
}

extension RouterSettings {
  package subscript(setting: TunableSetting) -> Tunable {
    get { self[keyPath: setting.field] }
    set { self[keyPath: setting.field] = newValue }
  }

  /// The number that posteriors are made with: `TunableSetting.unchosen` where it is `auto` and nothing has been
  /// chosen.
  package func number(_ setting: TunableSetting) -> Double { self[setting].number ?? TunableSetting.unchosen }
}

extension RouterSettingsChange {
  package subscript(setting: TunableSetting) -> Tunable? {
    get { self[dynamicMember: setting.field] }
    set { self[dynamicMember: setting.field] = newValue }
  }
}
