import Router
import RouterEngine
import RunEvents
import Testing

@testable import RunState

/// `auto`: the fold obeys `settings` events and never chooses by itself.
@Suite struct RunStateAutoTests {
  /// A log with a run line and a step of three decisions, then `middle`, then another such step and a third.
  private func state(
    _ router: (inout RouterSettings) -> Void, middle: (inout LogBuilder) -> Void = { _ in }
  ) -> RunState {
    folded { log in
      log.run(router: router)
      for step in 0..<3 {
        for (index, model) in ["a", "b", "a"].enumerated() {
          log.decide("\(step)-\(index)", model, step: step, x: [Double(index) + 1, Double(step)])
          log.loss("\(step)-\(index)", Double((index * 7 + step * 3) % 5))
        }
        if step == 1 { middle(&log) }
      }
      log.add(.end(EndEvent()))
    }
  }

  private func change(_ setting: TunableSetting, _ tunable: Tunable) -> RouterSettingsChange {
    var change = RouterSettingsChange()
    change[setting] = tunable
    return change
  }

  private func settings(_ setting: TunableSetting, _ tunable: Tunable) -> RunEvent {
    .settings(SettingsEvent(reason: "evidence", change: change(setting, tunable)))
  }

  @Test(arguments: TunableSetting.allCases) func untilTheFirstChoiceTheDefaultIsInForce(
    setting: TunableSetting
  )
    throws
  {
    var automatic = state { $0[setting] = .auto }
    var plain = state { _ in }
    #expect(automatic.posterior == .available)
    #expect(automatic.posteriorReport()?.rewardModels == plain.posteriorReport()?.rewardModels)
    #expect(automatic.automaticSettings == [setting])
    #expect(plain.automaticSettings.isEmpty)
    #expect(automatic.digest != plain.digest)
    let shown = automatic.posteriorReport()
    let report = try #require(shown)
    #expect(report.settings.map(\.setting) == TunableSetting.allCases)
    #expect(report.settings.filter(\.isAutomatic).map(\.setting) == [setting])
    #expect(report.settings.allSatisfy { $0.value == 1 })
    #expect(automatic.summary.settings == report.settings)
  }

  /// What was chosen is in force like a number that a person gives, and the setting stays `auto`.
  @Test(arguments: TunableSetting.allCases) func aChoiceIsObeyed(setting: TunableSetting) {
    var chosen = state({ $0[setting] = .auto }, middle: { $0.add(settings(setting, .value(0.5))) })
    var given = state({ _ in }, middle: { $0.add(settings(setting, .value(0.5))) })
    var plain = state { _ in }
    #expect(chosen.posteriorReport()?.rewardModels == given.posteriorReport()?.rewardModels)
    if setting != .priorScale {
      #expect(chosen.posteriorReport()?.rewardModels != plain.posteriorReport()?.rewardModels)
    }
    #expect(chosen.automaticSettings == [setting] && given.automaticSettings.isEmpty)
    #expect(chosen.settings.number(setting) == 0.5)
    #expect(chosen.journal.contains { $0.text == "settings changed: evidence" })
  }

  /// γ holds for the closes that follow: two of the three here, the one open when it came among them.
  @Test func aChosenForgettingHoldsForTheClosesThatFollow() {
    let state = state({ $0.forgetting = .auto }, middle: { $0.add(settings(.forgetting, .value(0.5))) })
    #expect(state.progress.closes == 3)
    // Two rewards of `a` a step: folded once before, then aged twice and once.
    #expect(state.router.bank?.effectiveCount(0) == 2 * 0.25 + 2 * 0.5 + 2)
  }

  /// `auto` for a setting that was a number leaves the number in force; a number for one that is `auto` is a choice.
  @Test func aSettingsEventCanMakeASettingAutomatic() {
    let state = state(
      { $0.noiseVariance = .value(0.3) },
      middle: { log in
        log.add(settings(.noiseVariance, .auto))
        log.add(settings(.priorPrecision, .auto))
        log.add(settings(.priorPrecision, .value(4)))
      })
    #expect(state.automaticSettings == [.noiseVariance, .priorPrecision])
    #expect(state.settings.noiseVariance == .value(0.3))
    #expect(state.router.bank?.settings.noiseVariance == 0.3)
    #expect(state.router.bank?.settings.priorPrecision == 4)
  }

  /// The same run line again is a segment: what was chosen stays in force. Another one starts afresh.
  @Test func choicesOutliveARestartButNotARun() {
    for isSame in [true, false] {
      let state = state(
        { $0.priorPrecision = .auto },
        middle: { log in
          log.add(settings(.priorPrecision, .value(3)))
          log.run(isSame ? "test" : "other") { $0.priorPrecision = .auto }
        })
      #expect(state.automaticSettings == [.priorPrecision])
      #expect(state.settings.number(.priorPrecision) == (isSame ? 3 : 1))
      #expect(state.router.bank?.settings.priorPrecision == (isSame ? 3 : 1))
    }
  }
}
