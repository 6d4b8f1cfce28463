import Router
import RouterEngine
import RunEvents

/// A router on a stream: it decides, is fed back what the chosen RM was worth, and learns.
struct LearningRun {
  /// What is fed back for r ∈ {0, 1}.
  enum Scale {
    /// r.
    case correctness
    /// 2r − 1.
    case signed
    /// Nothing.
    case never
  }

  let stream: EvaluationStream
  /// x by pair, row-major.
  let contexts: [Double]
  let scale: Scale
  let reward: EvaluationSettings.Reward
  private let width: Int
  private var router: Router<[Double]>

  /// - Parameters:
  ///   - contexts: one row of `width` numbers a pair.
  ///   - settings: of the router; the rule of rewards is the evaluation's own.
  ///   - prior: what the router starts from; `nil` is what the settings say.
  /// - Throws: what the engine refuses.
  init(
    _ stream: EvaluationStream, contexts: [Double], width: Int, scale: Scale,
    reward: EvaluationSettings.Reward, settings: RouterSettings, prior: RouterPrior? = nil
  ) throws {
    self.stream = stream
    self.contexts = contexts
    self.width = width
    self.scale = scale
    self.reward = reward
    var settings = settings
    settings.reward = RewardSettings()
    // Correctness is folded as it is, a proxy by its batch.
    settings.reward.rule = reward == .correct ? .none : .batch
    settings.reward.clip = EvaluationSettings.proxyClip
    if prior != nil { settings.prior = .file(name: "the fit", sha256: "") }
    router = Router(priors: PriorLoader { _, _ in prior.map { .loaded($0) } ?? .refused("there is none") })
    router.begin(settings, dimension: width)
    for id in stream.pairs.rewardModels { router.append(id) }
    _ = router.prepare()
    switch router.startRefusal {
    case .engine(let error, _): throw error
    case .prior(let mismatch): throw ContrastError.setting("the fit " + mismatch.description)
    case nil: break
    }
  }

  private func context(_ pair: Int) -> [Double] { Array(contexts[(pair * width)..<((pair + 1) * width)]) }

  /// By pair, whether the chosen RM was right.
  mutating func hits() throws(EngineError) -> [Double] {
    var hits: [Double] = []
    hits.reserveCapacity(stream.count)
    let size = reward == .correct ? 1 : EvaluationSettings.proxyBatch
    for start in stride(from: 0, to: stream.count, by: size) {
      let batch = start..<min(start + size, stream.count)
      let requests = batch.map { pair in
        RoutingRequest(decision: "\(pair)", context: context(pair), allowed: stream.allowed[pair])
      }
      let arms = try router.choose(batch: requests)
      for (pair, arm) in zip(batch, arms) { hits.append(stream.truth(pair, arm)) }
      learn(requests, pairs: batch, arms: arms)
    }
    return hits
  }

  private mutating func learn(_ requests: [RoutingRequest], pairs: Range<Int>, arms: [Int]) {
    if case .never = scale { return }
    for ((pair, arm), request) in zip(zip(pairs, arms), requests) {
      _ = router.take(feedback(pair, arm), arm: arm, key: request.context)
    }
    _ = router.close(contexts: router.batch.items.map(\.key))
  }

  private func feedback(_ pair: Int, _ arm: Int) -> FeedbackEvent.Outcome {
    guard reward == .correct else { return .loss(stream.proxyLoss(pair, arm)) }
    let right = stream.correctness(pair, arm)
    if case .signed = scale { return .reward(2 * right - 1) }
    return .reward(right)
  }
}
