extension SettingField {
  /// Every setting, in the order of the run log.
  package static let all: [SettingField] = router + reward

  private static let router: [SettingField] = [
    SettingField("policy", \.policy, .policy, "who chooses"),
    SettingField("prior_precision", \.priorPrecision, .tunable(.aboveZero), "λ₀"),
    SettingField("noise_variance", \.noiseVariance, .tunable(.aboveZero), "σ²"),
    SettingField(
      "exploration", \.exploration, .number(.atLeastZero),
      "scale on the standard deviation; 0 takes the posterior mean"),
    SettingField(
      "forgetting", \.forgetting, .tunable(.fraction), "γ: what stays of every observation at each close"),
    SettingField("intercept", \.intercept, .flag, "append a constant 1 to every context"),
    SettingField(
      "prior", \.prior, .prior,
      "or {rm: d or d + 1 numbers} (as base64 in `prior_f32`), or the plain name of a safetensors file beside the "
        + "log, with `prior_sha256`. A file that is missing or different: no posterior is shown, everything else is"
    ),
    SettingField("prior_scale", \.priorScale, .tunable(.finite), "multiplies the prior means"),
    SettingField(
      "propensity_floor", \.propensityFloor, .number(.share),
      "ε: what part of the decisions is spread evenly over the allowed reward models"),
    SettingField("alpha", \.alpha, .number(.atLeastZero), "of LinUCB"),
    SettingField("ridge", \.ridge, .number(.aboveZero), "of LinUCB"),
    SettingField("seed", \.seed, .unsigned, "of the draws"),
    SettingField("group", \.group, .count(from: 1), "usable rewards a batch, in runs without steps"),
    SettingField("step_slack", \.stepSlack, .count(from: 0), "how many steps a pair may lag (rule 3)"),
  ]

  private static let reward: [SettingField] = [
    SettingField(reward: "normalise", \.reward.rule, words(RewardSettings.Rule.self), "the rule"),
    SettingField(reward: "clip", \.reward.clip, .number(.aboveZero), "of `batch` and `ema-z`"),
    SettingField(reward: "alpha", \.reward.alpha, .number(.fraction), "of `ema-z`"),
    SettingField(
      reward: "min_count", \.reward.minimumCount, .count(from: 0),
      "rewards before the first of `ema-z` counts"),
    SettingField(
      reward: "min_history", \.reward.minimumHistory, .count(from: 0),
      "rewards before the first of `quantile` counts"),
    SettingField(reward: "low", \.reward.low, .number(.share), "of `quantile`"),
    SettingField(reward: "high", \.reward.high, .number(.share), "of `quantile`"),
    // Without one it is the rule's own, which another rule can change.
    SettingField(
      "scope", \RouterSettings.reward.scope, words(RewardSettings.Scope.self),
      "whose rewards one is held against; `rm` for `ema-z` where none is named", isOfReward: true,
      read: { $0.reward.effectiveScope.settingValue },
      write: { settings, value in
        guard let scope = RewardSettings.Scope(value) else { return false }
        settings.reward.scope = scope
        return true
      },
      take: { $0.reward.scope = $1.reward.effectiveScope }),
    SettingField(reward: "ties", \.reward.ties, .substitute, "what a tie is folded as"),
    SettingField(reward: "errors", \.reward.errors, .substitute, "what a failed call is folded as"),
    SettingField(
      reward: "history", \.reward.history, .count(from: 1), "rewards that `quantile` looks back on, at most"),
  ]

  private static func words<Word: CaseIterable & RawRepresentable>(_: Word.Type) -> SettingDomain
  where Word.RawValue == String { .words(Word.allCases.map(\.rawValue)) }
}
