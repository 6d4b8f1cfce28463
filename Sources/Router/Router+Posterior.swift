import RouterEngine
import RunEvents
import Wording

extension Router {
  /// Sets up posteriors as far as the settings allow: after `begin`, when the dimension becomes known, and when settings
  /// change. What cannot be complete any more is not there again.
  package mutating func prepare() -> RouterChange {
    loadPriorFile()
    startRefusal = nil
    if let reason = unsupportedSetting() {
      normaliser = nil
      return drop(because: reason)
    }
    prepareNormaliser()
    if bank != nil {
      availability = .available
      return RouterChange()
    }
    guard !hasMissedRewards else {
      return drop(
        because: "earlier settings of this run ruled posteriors out, so rewards are missing from them")
    }
    guard let dimension else {
      return drop(because: "no context has come yet, so the length of contexts is not known")
    }
    do throws(StartRefusal) {
      return try start(dimension: dimension)
    } catch {
      startRefusal = error
      return drop(because: sentence(of: error))
    }
  }

  private mutating func start(dimension: Int) throws(StartRefusal) -> RouterChange {
    let prior: AlignedPrior?
    do throws(RouterPriorMismatch) {
      prior = try filePrior(dimension: dimension)
    } catch {
      throw .prior(error)
    }
    do throws(EngineError) {
      var made = try PosteriorBank(
        settings: engineSettings(dimension: dimension), priorMeans: prior?.means ?? priorMeans,
        priorShape: prior?.shape ?? .identity)
      for added in addedPriors { try made.addArm(priorMean: added.given, present: added.inRun) }
      bank = made
    } catch {
      throw .engine(error, hasPrior: prior != nil)
    }
    baseline = prior?.baseline
    availability = .available
    return RouterChange(started: true, unnamed: prior?.unnamed ?? [])
  }

  private func sentence(of refusal: StartRefusal) -> String {
    switch refusal {
    case .prior(let mismatch): priorFileWords + " " + mismatch.description
    case .engine(let error, let hasPrior): (hasPrior ? priorFileWords + ": " : "") + error.description
    }
  }

  private func engineSettings(dimension: Int) -> PosteriorSettings {
    PosteriorSettings(
      dimension: dimension, hasIntercept: settings.intercept,
      priorPrecision: settings.number(.priorPrecision), noiseVariance: settings.number(.noiseVariance),
      priorScale: settings.number(.priorScale), forgetting: settings.number(.forgetting))
  }

  /// Those of the header: those that were added come after them.
  private var headerModels: ArraySlice<String> { rewardModels.dropLast(addedPriors.count) }

  /// The prior mean of every reward model of the header that the settings name; `nil` is zeros.
  private var priorMeans: [[Double]?] {
    guard case .vectors(let vectors) = settings.prior else { return headerModels.map { _ in nil } }
    return headerModels.map { id in vectors.first { $0.rewardModel == id }?.mean }
  }

  /// What the rule remembers survives segments and changes of its parameters.
  private mutating func prepareNormaliser() {
    let rule = settings.reward.engineRule
    if normaliser == nil {
      normaliser = RewardNormaliser(rule: rule)
    } else {
      normaliser?.change(to: rule)
    }
  }

  mutating func drop(because sentence: String) -> RouterChange {
    availability = .unavailable(sentence)
    bank = nil
    baseline = nil
    return RouterChange(dropped: true)
  }

  /// The first setting that asks for what this version does not fold, as a sentence.
  private func unsupportedSetting() -> String? {
    guard hasBegun else { return "the log has no run line, and only that says how posteriors are set up" }
    if rewardModels.isEmpty { return "rms of the run line is empty" }
    if settings.reward.rule == .quantile, settings.reward.history > RewardRule.historyLimit {
      return "router.reward.history is \(settings.reward.history); "
        + "this version keeps up to \(RewardRule.historyLimit) rewards"
    }
    return unusablePriorFile
  }
}

extension Router {
  /// Asks for the file that the settings name, unless it is the one at hand.
  private mutating func loadPriorFile() {
    guard case .file(let name, let digest) = settings.prior else {
      priorFile = nil
      return
    }
    guard priorFile?.source != settings.prior else { return }
    priorFile = PriorFile(source: settings.prior, outcome: outcome(ofPriorFile: name, digest))
  }

  private func outcome(ofPriorFile name: String, _ digest: String?) -> PriorLoader.Outcome {
    if let digest { return priors.load(name, digest) }
    return .refused("\(priorFileWords) comes without router.prior_sha256, which says what must be in it")
  }

  /// For a saved router that goes on: takes what finds the prior file, and the file at hand from it.
  ///
  /// - Returns: false where the file could be used then and cannot now, or the other way: it is not the same router.
  package mutating func resume(priors: PriorLoader) -> Bool {
    self.priors = priors
    guard let saved = priorFile, case .file(let name, let digest) = saved.source else { return true }
    let found = PriorFile(source: saved.source, outcome: outcome(ofPriorFile: name, digest))
    priorFile = found
    return found.isUsable == saved.isUsable
  }

  /// Why the file that the settings name cannot be used; `nil` where it can, or none is named.
  private var unusablePriorFile: String? {
    guard let priorFile else { return nil }
    switch priorFile.outcome {
    case nil: return nil
    case .refused(let sentence): return sentence
    case .loaded(let prior):
      guard prior.baseline != nil, !SharedBaseline.supports(settings.reward.engineRule) else { return nil }
      return sentence(of: .prior(.rewardRule)) + " (it is \(settings.reward.rule.rawValue)"
        + (settings.reward.rule == .batch ? " with scope rm)" : ")")
    }
  }

  /// The file's prior for the reward models of the header; `nil` where the settings name none.
  private func filePrior(dimension: Int) throws(RouterPriorMismatch) -> AlignedPrior? {
    guard case .loaded(let prior) = priorFile?.outcome else { return nil }
    return try prior.aligned(
      to: Array(headerModels), dimension: dimension, hasIntercept: settings.intercept)
  }

  /// The prior in a sentence.
  package var priorFileWords: String {
    guard case .file(let name, _) = settings.prior else { return "the prior" }
    return "the prior file \(quoted(name))"
  }
}
