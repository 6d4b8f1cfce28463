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
  let settings: RouterSettings
  var posteriors: PosteriorBank
  var normaliser: RewardNormaliser
  var policy: any RoutingPolicy
  /// Decides where there is no valid context to score.
  var blindPolicy: RandomPolicy
  var allowed: AllowedSet
  /// The greatest step of the segment's pairs and decisions.
  var routingStep: Int?
  var waiting: [String: Waiting] = [:]
  var batch: [Usable] = []
  let baseline: SharedBaseline?
  /// Every `seq` answered.
  var answered: Set<String> = []

  init(
    rewardModels: [String], dimension: Int, settings: RouterSettings, prior: RouterPrior? = nil
  ) throws(SimulationError) {
    self.rewardModels = rewardModels
    self.settings = settings
    let engineSettings = PosteriorSettings(
      dimension: dimension, hasIntercept: settings.intercept,
      priorPrecision: settings.priorPrecision.number ?? 1, noiseVariance: settings.noiseVariance.number ?? 1,
      priorScale: settings.priorScale.number ?? 1)
    let aligned: AlignedPrior?
    do throws(RouterPriorMismatch) {
      aligned = try prior?.aligned(
        to: rewardModels, dimension: dimension, hasIntercept: settings.intercept)
    } catch {
      throw .engine("the prior file " + error.description)
    }
    baseline = aligned?.baseline
    do throws(EngineError) {
      posteriors = try PosteriorBank(
        settings: engineSettings,
        priorMeans: aligned?.means ?? Array(repeating: nil, count: rewardModels.count),
        priorShape: aligned?.shape ?? .identity)
    } catch {
      throw .engine(error.description)
    }
    normaliser = RewardNormaliser(batchClip: settings.reward.clip)
    switch settings.policy {
    case .fixed(let id):
      policy = FixedPolicy(arm: rewardModels.firstIndex(of: id) ?? 0)
    case .random:
      policy = RandomPolicy(seed: settings.seed)
    case .roundRobin:
      policy = RoundRobinPolicy()
    case .linucb:
      policy = LinUCBPolicy(seed: settings.seed)
    case .cautious:
      policy = CautiousPolicy(seed: settings.seed)
    case .offline:
      policy = OfflinePolicy(seed: settings.seed)
    case .thompson:
      policy = ThompsonPolicy(
        rewardModels: rewardModels, seed: settings.seed, exploration: settings.exploration)
    }
    blindPolicy = RandomPolicy(seed: settings.seed)
    allowed = AllowedSet(count: rewardModels.count)
  }
}
