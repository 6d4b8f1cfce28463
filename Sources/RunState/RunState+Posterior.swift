import RouterEngine
import RunEvents

extension RunState {
  /// Sets up posteriors as far as the settings allow: at `run`, when the dimension becomes known, and when settings
  /// change. What cannot be complete any more is not shown again.
  mutating func preparePosterior() {
    loadPriorFile()
    if let reason = unsupportedSetting() {
      memory.normaliser = nil
      dropPosterior(because: reason)
      return
    }
    prepareNormaliser()
    if memory.bank != nil {
      posterior = .available
      return
    }
    guard !memory.hasMissedRewards else {
      dropPosterior(
        because: "earlier settings of this run ruled posteriors out, so rewards are missing from them")
      return
    }
    guard let dimension else {
      dropPosterior(because: "no context has come yet, so their dimension is not known")
      return
    }
    startPosterior(dimension: dimension)
  }

  private mutating func startPosterior(dimension: Int) {
    let prior: AlignedPrior?
    do throws(RouterPriorMismatch) {
      prior = try filePrior(dimension: dimension)
    } catch {
      dropPosterior(because: sentence(of: error))
      return
    }
    do throws(EngineError) {
      memory.bank = try PosteriorBank(
        settings: engineSettings(dimension: dimension), priorMeans: prior?.means ?? priorMeans,
        priorShape: prior?.shape ?? .identity)
      for added in memory.addedPriors { try addToBank(added) }
    } catch {
      dropPosterior(because: (prior == nil ? "" : priorFileWords + ": ") + error.description)
      return
    }
    memory.baseline = prior?.baseline
    memory.priorForms = PriorForms()
    posterior = .available
    memory.isBeliefStale = true
    if let prior { sayUnnamed(prior.unnamed) }
  }

  func engineSettings(dimension: Int) -> PosteriorSettings {
    PosteriorSettings(
      dimension: dimension, hasIntercept: settings.intercept,
      priorPrecision: settings.priorPrecision.number ?? 1, noiseVariance: settings.noiseVariance.number ?? 1,
      priorScale: settings.priorScale.number ?? 1, forgetting: settings.forgetting.number ?? 1)
  }

  /// The RMs of the header: those that were added come after them.
  var headerModels: ArraySlice<RewardModelState> { rewardModels.dropLast(memory.addedPriors.count) }

  /// The prior mean of every RM of the header that the settings name; `nil` is zeros.
  private var priorMeans: [[Double]?] {
    guard case .vectors(let vectors) = settings.prior else { return headerModels.map { _ in nil } }
    return headerModels.map { model in
      vectors.first { $0.rewardModel == model.info.id }?.mean
    }
  }

  /// Gives an added RM its place in the bank.
  mutating func addToBank(_ added: FoldMemory.AddedPrior) throws(EngineError) {
    try memory.bank?.addArm(priorMean: added.given, present: added.present)
  }

  /// What the rule remembers survives segments and changes of its parameters.
  private mutating func prepareNormaliser() {
    let rule = settings.reward.engineRule
    if memory.normaliser == nil {
      memory.normaliser = RewardNormaliser(rule: rule)
    } else {
      memory.normaliser?.change(to: rule)
    }
  }

  mutating func dropPosterior(because sentence: String) {
    posterior = .unavailable(sentence)
    memory.bank = nil
    memory.baseline = nil
    for arm in rewardModels.indices {
      rewardModels[arm].belief = nil
      rewardModels[arm].priorBelief = nil
    }
    for index in categories.indices { categories[index].bestProbabilityByArm = [] }
  }

  /// The first setting that asks for what this version does not fold, as a sentence.
  private func unsupportedSetting() -> String? {
    guard header != nil else { return "the log has no run line, which says how posteriors are set up" }
    if rewardModels.isEmpty { return "rms of the run line is empty" }
    if settings.reward.rule == .quantile, settings.reward.history > RewardRule.historyLimit {
      return "router.reward.history is \(settings.reward.history); "
        + "this version keeps up to \(RewardRule.historyLimit) rewards"
    }
    let tunables = [
      ("prior_precision", settings.priorPrecision), ("noise_variance", settings.noiseVariance),
      ("prior_scale", settings.priorScale), ("forgetting", settings.forgetting),
    ]
    if let chosen = tunables.first(where: { $0.1 == .auto }) {
      return "router.\(chosen.0) is auto; this version takes numbers only"
    }
    return unusablePriorFile
  }
}

extension RewardSettings {
  /// The engine's rule that these settings ask for.
  var engineRule: RewardRule {
    let scope: RewardScope = effectiveScope == .all ? .all : .rewardModel
    return switch rule {
    case .batch: .batch(clip: clip, scope: scope)
    case .emaZ: .emaZ(clip: clip, alpha: alpha, minimumCount: minimumCount, scope: scope)
    case .quantile:
      .quantile(low: low, high: high, minimumHistory: minimumHistory, history: history, scope: scope)
    case .welford: .welford(scope: scope)
    case .none: .none
    }
  }
}
