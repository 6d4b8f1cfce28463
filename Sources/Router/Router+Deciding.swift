package import RouterEngine
package import RunEvents

extension Router {
  /// Chooses a reward model for a pair that has arrived; without a context, or without posteriors where the policy
  /// looks at them, uniformly over the allowed. Where a fixed reward model is not in the run, the first that is allowed.
  ///
  /// - Throws: `nothingAllowed`, `settingOutOfRange` and what else the policy refuses; nothing has been decided then.
  /// - Complexity: as the policy's `decide`.
  package mutating func decide(
    _ decision: String, context: [Double]?, category: String?
  ) throws(EngineError) -> RoutingDecision {
    let request = RoutingRequest(
      decision: decision, context: context ?? [], allowed: allowed.allowed(category: category),
      pinned: allowed.pin(category: category))
    // Taken out and put back, so that nothing is copied.
    var chosen = borrowPolicy()
    defer { policy = chosen }
    if chosen.isBlind { return try chosen.decideBlind(request, count: rewardModels.count) }
    guard context != nil, var held = bank.take() else {
      var random = RandomPolicy(seed: settings.seed)
      return try random.decideBlind(request, count: rewardModels.count)
    }
    defer { bank = held }
    return try chosen.decide(request, posteriors: &held)
  }

  /// Chooses for pairs with contexts that arrive together, and between which nothing else happens.
  ///
  /// - Returns: what `decide` would answer for each, one after the other, to the bit.
  /// - Throws: as `decide`, for the first that is refused; nothing has been decided then.
  package mutating func decide(
    batch pairs: [(decision: String, context: [Double], category: String?)]
  ) throws(EngineError) -> [RoutingDecision] {
    let requests = pairs.map { pair in
      RoutingRequest(
        decision: pair.decision, context: pair.context, allowed: allowed.allowed(category: pair.category),
        pinned: allowed.pin(category: pair.category))
    }
    var chosen = borrowPolicy()
    defer { policy = chosen }
    guard !chosen.isBlind, var held = bank.take() else {
      var random: any RoutingPolicy = chosen.isBlind ? chosen : RandomPolicy(seed: settings.seed)
      var decisions: [RoutingDecision] = []
      for request in requests { decisions.append(try random.decideBlind(request, count: rewardModels.count)) }
      if chosen.isBlind { chosen = random }
      return decisions
    }
    defer { bank = held }
    return try chosen.decide(batch: requests, posteriors: &held)
  }

  /// Chooses for pairs that arrive together, without propensities: for callers that bring their own allowed sets.
  ///
  /// - Returns: what `decide` would choose for each.
  /// - Throws: as `decide`.
  package mutating func choose(batch requests: [RoutingRequest]) throws(EngineError) -> [Int] {
    var chosen = borrowPolicy()
    defer { policy = chosen }
    guard !chosen.isBlind, var held = bank.take() else {
      var random: any RoutingPolicy = chosen.isBlind ? chosen : RandomPolicy(seed: settings.seed)
      var arms: [Int] = []
      for request in requests { arms.append(try random.decideBlind(request, count: rewardModels.count).arm) }
      if chosen.isBlind { chosen = random }
      return arms
    }
    defer { bank = held }
    return try chosen.choose(batch: requests, posteriors: &held)
  }

  /// The policy of the settings in force, with what it remembers; the caller puts it back.
  private mutating func borrowPolicy() -> any RoutingPolicy {
    let wanted = PolicySettings(settings)
    if wanted != policySettings {
      policySettings = wanted
      policy = wanted.policy(rewardModels: rewardModels)
    }
    var chosen: any RoutingPolicy = policy.take() ?? FixedPolicy(arm: 0)
    chosen.follow(rewardModels: rewardModels)
    if let lastChoice { chosen.resume(after: lastChoice) }
    return chosen
  }
}

extension Router {
  /// From here on it chooses the settings that are `auto` by the evidence, at closes.
  ///
  /// - Throws: as `SettingsChooser`; without posteriors there is nothing to choose by, and nothing happens.
  package mutating func chooseSettings() throws(EngineError) {
    let fields = ChosenSettings(automaticIn: settings)
    guard !fields.isEmpty, let bank else { return }
    chooser = try SettingsChooser(choosing: fields, posteriors: bank)
  }

  /// Lets the chooser take a close into account.
  mutating func choose(_ observations: [Observation]) {
    guard let bank, var current = chooser.take() else { return }
    do throws(EngineError) {
      verdict = try current.close(observations, posteriors: bank) ?? verdict
      chooser = current
    } catch {
      verdict = .refused(error.description)
    }
  }

  /// Puts what the chooser said in force, and gives the event that says so.
  ///
  /// Call it after a decision, and log the event behind that decision's line: there the batch is closed in every fold
  /// of the log, whichever of the lines before it was the one that closed it, so that a new γ holds for the same
  /// closes.
  package mutating func applyVerdict() -> RunEvent? {
    defer { verdict = nil }
    switch verdict {
    case nil: return nil
    case .refused(let sentence): return .note(NoteEvent(level: .warn, text: sentence))
    case .chosen(let choice):
      do throws(EngineError) {
        try changeScales(
          PosteriorScales(
            priorPrecision: choice.priorPrecision, noiseVariance: choice.noiseVariance,
            priorScale: choice.priorScale, forgetting: choice.forgetting))
      } catch {
        return .note(NoteEvent(level: .warn, text: error.description))
      }
      let change = RouterSettingsChange(choice)
      settings.apply(change)
      return .settings(SettingsEvent(reason: choice.reason, change: change))
    }
  }
}

extension RouterSettingsChange {
  /// The change that puts a choice in force.
  init(_ choice: SettingsChoice) {
    self.init()
    self.priorPrecision = choice.priorPrecision.map { .value($0) }
    self.noiseVariance = choice.noiseVariance.map { .value($0) }
    self.priorScale = choice.priorScale.map { .value($0) }
    self.forgetting = choice.forgetting.map { .value($0) }
  }
}

extension ChosenSettings {
  /// The settings that are `auto`.
  init(automaticIn settings: RouterSettings) {
    self = []
    if settings.priorPrecision == .auto { insert(.priorPrecision) }
    if settings.noiseVariance == .auto { insert(.noiseVariance) }
    if settings.priorScale == .auto { insert(.priorScale) }
    if settings.forgetting == .auto { insert(.forgetting) }
  }
}
