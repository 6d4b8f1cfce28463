import RouterEngine
import RunEvents
import Wording

extension RunState {
  /// `settings`: changes of the router's own, in force from here on. λ₀, σ² and the prior's scale are exact without
  /// folding anything again; γ and the reward rule hold for the closes that follow: S, c, q and the effective count
  /// stay as the old γ left them, and every later close multiplies them by the new one.
  ///
  /// A number for a setting that is `auto` is what the router chose, and the setting stays `auto`. `auto` for one that
  /// was a number leaves the number in force until the router chooses. The fold itself never chooses.
  mutating func fold(_ event: SettingsEvent) {
    let before = settings
    settings.apply(numbersInForce(event.change))
    settings.apply(memory.overrides)
    let text = "settings changed: " + printableText(event.reason, limit: Self.textLimit)
    say(.info, .settings, text)
    mark(.settings, text)
    guard settings != before else { return }
    let wasAvailable = posterior == .available
    if memory.bank != nil, settings.intercept != before.intercept || settings.prior != before.prior {
      memory.hasMissedRewards = true
      dropPosterior(
        because: "router.\(settings.intercept != before.intercept ? "intercept" : "prior") changed")
    }
    preparePosterior()
    changeScales()
    if wasAvailable, posterior != .available { memory.hasMissedRewards = true }
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

  private mutating func changeScales() {
    guard memory.bank != nil else { return }
    do throws(EngineError) {
      try memory.bank?.changeSettings(
        priorPrecision: settings.priorPrecision.number, noiseVariance: settings.noiseVariance.number,
        priorScale: settings.priorScale.number, forgetting: settings.forgetting.number)
      memory.isBeliefStale = true
      memory.hasStaleFactors = true
      for arm in memory.isVarianceStale.indices { memory.isVarianceStale[arm] = true }
    } catch {
      dropPosterior(because: error.description)
    }
  }
}
