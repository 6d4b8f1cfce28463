import RunEvents
import Testing

@Suite struct RouterSettingsChangeTests {
  @Test func equalSettingsDifferInNothing() {
    #expect(
      RouterSettingsChange(RouterSettings(), from: RouterSettings()) == RouterSettingsChange())
  }

  @Test func applyingTheDifferenceGivesTheSettings() {
    var settings = RouterSettings()
    settings.policy = .fixed("a")
    settings.forgetting = .auto
    settings.seed = .max
    settings.reward.ties = .number(-1)
    let change = RouterSettingsChange(settings, from: RouterSettings())
    #expect(change.priorPrecision == nil)
    #expect(change.reward.clip == nil)
    var built = RouterSettings()
    built.apply(change)
    #expect(built == settings)
  }

  @Test(arguments: RewardSettings.Rule.allCases, [nil] + RewardSettings.Scope.allCases)
  func theScopeInEffectIsKept(rule: RewardSettings.Rule, scope: RewardSettings.Scope?) {
    for baseRule in RewardSettings.Rule.allCases {
      for baseScope in [nil] + RewardSettings.Scope.allCases {
        var settings = RouterSettings()
        settings.reward.rule = rule
        settings.reward.scope = scope
        var base = RouterSettings()
        base.reward.rule = baseRule
        base.reward.scope = baseScope
        var built = base
        built.apply(RouterSettingsChange(settings, from: base))
        #expect(built == settings)
      }
    }
  }

  @Test func withoutABaseEverythingIsNamed() {
    let change = RouterSettingsChange(RouterSettings(), from: nil)
    #expect(change.policy == .thompson)
    #expect(change.stepSlack == 8)
    #expect(change.reward.scope == .all)
    #expect(change.reward.history == 4_194_304)
  }
}
