import RouterEngine
package import RunEvents

extension Router {
  /// `settings`: changes in force from here on. λ₀, σ² and the prior's scale are exact without folding anything again;
  /// γ and the reward rule hold for the closes that follow: S, c, q and the effective count stay as the old γ left
  /// them, and every later close multiplies them by the new one.
  ///
  /// A number for a setting that is `auto` is what the router chose, and the setting stays `auto`. `auto` for one that
  /// was a number leaves the number in force until the router chooses.
  ///
  /// - Parameter overrides: settings that hold whatever the change says.
  package mutating func change(
    _ change: RouterSettingsChange, overrides: RouterSettingsChange = RouterSettingsChange()
  ) -> RouterChange {
    let before = settings
    settings.apply(numbersInForce(change))
    settings.apply(overrides)
    guard settings != before else { return RouterChange() }
    let wasAvailable = availability == .available
    if bank != nil, settings.intercept != before.intercept || settings.prior != before.prior {
      hasMissedRewards = true
      _ = drop(because: "router.\(settings.intercept != before.intercept ? "intercept" : "prior") changed")
    }
    var result = prepare()
    if bank != nil {
      do throws(EngineError) {
        try changeScales(PosteriorScales(settings))
        result.rescaled = true
      } catch {
        result = drop(because: error.description)
      }
    }
    if wasAvailable, availability != .available { hasMissedRewards = true }
    return result
  }

  /// The change with every `auto` noted and left out where a number is in force.
  private mutating func numbersInForce(_ change: RouterSettingsChange) -> RouterSettingsChange {
    var numbers = change
    for setting in TunableSetting.allCases where change[setting] == .auto {
      automaticSettings.insert(setting)
      numbers[setting] = nil
    }
    return numbers
  }

  /// λ₀, σ², s and γ, as far as they are numbers.
  struct PosteriorScales {
    var priorPrecision: Double?
    var noiseVariance: Double?
    var priorScale: Double?
    var forgetting: Double?
  }

  mutating func changeScales(_ scales: PosteriorScales) throws(EngineError) {
    try bank?.changeSettings(
      priorPrecision: scales.priorPrecision, noiseVariance: scales.noiseVariance,
      priorScale: scales.priorScale, forgetting: scales.forgetting)
  }
}

extension Router.PosteriorScales {
  init(_ settings: RouterSettings) {
    self.init(
      priorPrecision: settings.priorPrecision.number, noiseVariance: settings.noiseVariance.number,
      priorScale: settings.priorScale.number, forgetting: settings.forgetting.number)
  }
}
