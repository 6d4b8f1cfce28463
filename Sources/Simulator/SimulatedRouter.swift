import Router
import RouterEngine
import RunEvents

/// The router of a simulated run: a real engine, which closes its batches by rule 2 of the run log.
///
/// It is driven by the events the trainer writes, in their order, and by nothing else; so its scores are those
/// that a fold of the log computes.
struct SimulatedRouter: Sendable {
  /// A decision that waits for its feedback.
  struct Waiting: Sendable {
    var arm: Int
    /// `nil` where the log has no valid context: such a reward counts in the normalisation only.
    var context: [Double]?
  }

  /// A usable reward of the open batch.
  struct Usable: Sendable {
    var decision: Waiting
    var loss: Double
  }

  let rewardModels: [String]
  /// In force: numbers that the evidence chose in place of `auto`.
  var settings: RouterSettings
  var posteriors: PosteriorBank
  /// Where some setting is `auto`.
  var chooser: SettingsChooser?
  /// What the chooser said at the last close; to be logged after the next decision.
  var verdict: SettingsVerdict?
  var normaliser: RewardNormaliser
  var policy: any RoutingPolicy
  /// Decides where there is no valid context to score.
  var blindPolicy: RandomPolicy
  var allowed: AllowedSet
  var steps = RoutingStep()
  var waiting: [String: Waiting] = [:]
  /// Those of the two segments before, the older first, whose ids this one has not used.
  var waitingBefore: [[String: Waiting]] = []
  var batch: [Usable] = []
  let baseline: SharedBaseline?
  /// The batch has had a feedback, usable or not: so it closes, and ages what is there.
  var isBatchOpen = false
  /// Every `seq` answered.
  var answered: Set<String> = []

  init(
    rewardModels: [String], dimension: Int, settings: RouterSettings, prior: RouterPrior? = nil
  ) throws(SimulationError) {
    self.rewardModels = rewardModels
    self.settings = settings
    let engineSettings = PosteriorSettings(
      dimension: dimension, hasIntercept: settings.intercept,
      priorPrecision: settings.number(.priorPrecision),
      noiseVariance: settings.number(.noiseVariance), priorScale: settings.number(.priorScale),
      forgetting: settings.number(.forgetting))
    let aligned: AlignedPrior?
    do throws(RouterPriorMismatch) {
      aligned = try prior?.aligned(
        to: rewardModels, dimension: dimension, hasIntercept: settings.intercept)
    } catch {
      throw .prior(words: " " + error.description, isContradicted: error.isAboutLengths)
    }
    baseline = aligned?.baseline
    do throws(EngineError) {
      posteriors = try PosteriorBank(
        settings: engineSettings,
        priorMeans: aligned?.means ?? Array(repeating: nil, count: rewardModels.count),
        priorShape: aligned?.shape ?? .identity)
    } catch {
      if aligned != nil, error.isAboutThePrior {
        throw .prior(words: ": " + error.description, isContradicted: false)
      }
      throw .engine(error.description)
    }
    do throws(EngineError) {
      let fields = ChosenSettings(automaticIn: settings)
      if !fields.isEmpty { chooser = try SettingsChooser(choosing: fields, posteriors: posteriors) }
    } catch {
      throw .engine(error.description)
    }
    normaliser = RewardNormaliser(batchClip: settings.reward.clip)
    policy = PolicySettings(settings).policy(rewardModels: rewardModels) ?? FixedPolicy(arm: 0)
    blindPolicy = RandomPolicy(seed: settings.seed)
    allowed = AllowedSet(count: rewardModels.count)
    try checkPolicy()
  }

  /// A decision by way of trial, which finds what the policy refuses before the run begins.
  private func checkPolicy() throws(SimulationError) {
    var policy = policy
    var posteriors = posteriors
    do throws(EngineError) {
      _ = try policy.decide(
        RoutingRequest(decision: "", context: [], allowed: [0]), posteriors: &posteriors)
    } catch {
      throw .engine(error.description)
    }
  }
}

extension RouterPriorMismatch {
  /// Lengths are taken from the file, so that only an intercept that it does not have, or has, makes them wrong.
  fileprivate var isAboutLengths: Bool {
    switch self {
    case .rowCount, .rowLength: true
    case .baselineLength, .baselineOutOfRange, .rewardRule: false
    }
  }
}

extension EngineError {
  /// What the numbers of a prior, or how many there are, can be blamed for.
  fileprivate var isAboutThePrior: Bool {
    switch self {
    case .dimensionOutOfRange, .tooManyArms, .priorLength, .priorOutOfRange, .priorMatrixSize,
      .priorMatrixInvalid, .priorMatrixCount, .memory:
      true
    case .settingOutOfRange, .unknownArm, .interceptNeeded, .nothingAllowed: false
    }
  }
}
