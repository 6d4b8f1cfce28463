extension RouterSettingsChange {
  /// The fields of `settings` that differ from `base`; all of them when there is no base.
  public init(_ settings: RouterSettings, from base: RouterSettings?) {
    self.init()
    func changed<Value: Equatable>(_ field: KeyPath<RouterSettings, Value>) -> Value? {
      settings[keyPath: field] == base?[keyPath: field] ? nil : settings[keyPath: field]
    }
    policy = changed(\.policy)
    priorPrecision = changed(\.priorPrecision)
    noiseVariance = changed(\.noiseVariance)
    exploration = changed(\.exploration)
    forgetting = changed(\.forgetting)
    intercept = changed(\.intercept)
    prior = changed(\.prior)
    priorScale = changed(\.priorScale)
    propensityFloor = changed(\.propensityFloor)
    alpha = changed(\.alpha)
    ridge = changed(\.ridge)
    seed = changed(\.seed)
    group = changed(\.group)
    stepSlack = changed(\.stepSlack)
    if settings.reward != base?.reward {
      reward = RewardSettingsChange(settings.reward, from: base?.reward)
    }
  }
}

extension RewardSettingsChange {
  /// The fields of `settings` that differ from `base`; all of them when there is no base.
  ///
  /// `scope` counts as the one in effect, and is named whenever the rules' own defaults would not give it.
  public init(_ settings: RewardSettings, from base: RewardSettings?) {
    self.init()
    func changed<Value: Equatable>(_ field: KeyPath<RewardSettings, Value>) -> Value? {
      settings[keyPath: field] == base?[keyPath: field] ? nil : settings[keyPath: field]
    }
    rule = changed(\.rule)
    clip = changed(\.clip)
    alpha = changed(\.alpha)
    minimumCount = changed(\.minimumCount)
    minimumHistory = changed(\.minimumHistory)
    low = changed(\.low)
    high = changed(\.high)
    ties = changed(\.ties)
    errors = changed(\.errors)
    history = changed(\.history)
    guard let base else {
      scope = settings.effectiveScope
      return
    }
    var without = base
    without.apply(self)
    if without.effectiveScope != settings.effectiveScope { scope = settings.effectiveScope }
  }
}
