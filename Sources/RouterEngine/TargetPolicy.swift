/// The probabilities with which a policy would choose, without choosing: what a recorded run is asked about.
///
/// The same rules as the policies themselves; the propensity floor is applied where they apply it.
///
/// Tested by `TargetPolicyTests` against the policies' own choices and propensities.
public struct TargetPolicy: Sendable {
  public enum Rule: Equatable, Sendable {
    case thompson(exploration: Double)
    case cautious
    case linucb(confidence: Double, ridge: Double)
    case offline
    case random
    case roundRobin
    case fixed(Int)
  }

  public let rule: Rule
  /// ε in [0, 1]; `random`, `roundRobin` and `fixed` have none.
  public let propensityFloor: Double
  // Kept for what it remembers: factors of its regressions, the turn.
  private var linucb: LinUCBPolicy
  private var turns = RoundRobinPolicy()

  public init(rule: Rule, propensityFloor: Double = 0) {
    self.rule = rule
    self.propensityFloor = propensityFloor
    if case .linucb(let confidence, let ridge) = rule {
      linucb = LinUCBPolicy(confidence: confidence, ridge: ridge)
    } else {
      linucb = LinUCBPolicy()
    }
  }

  /// Whether the rule looks at posteriors and contexts.
  public var needsPosteriors: Bool {
    switch rule {
    case .random, .roundRobin, .fixed: false
    case .thompson, .cautious, .linucb, .offline: true
    }
  }

  /// By arm: 0 for what is not allowed, sum 1.
  ///
  /// - Parameters:
  ///   - request: as for a decision; with a pin, `allowed` is that arm alone.
  ///   - count: arms of the run.
  ///   - posteriors: may be `nil` where `needsPosteriors` is false.
  /// - Throws: as the policy's `decide`; `nothingAllowed` too where posteriors are needed and missing.
  /// - Complexity: as the policy's `decide`; `thompson` that of `bestProbabilities` besides.
  public mutating func probabilities(
    _ request: RoutingRequest, count: Int, posteriors: inout PosteriorBank?
  ) throws(EngineError) -> [Double] {
    try request.check(count: count)
    guard propensityFloor >= 0, propensityFloor <= 1 else {
      throw .settingOutOfRange(.propensityFloor, propensityFloor)
    }
    var result = [Double](repeating: 0, count: count)
    if request.allowed.count == 1 {
      // A pin takes no turn; all else chooses what alone is left.
      if request.pinned == nil, case .roundRobin = rule { _ = turn(request) }
      result[request.allowed[0]] = 1
      return result
    }
    switch rule {
    case .random:
      for arm in request.allowed { result[arm] = 1 / Double(request.allowed.count) }
      return result
    case .fixed(let arm):
      result[request.allowed.contains(arm) ? arm : request.allowed[0]] = 1
      return result
    case .roundRobin:
      result[turn(request)] = 1
      return result
    case .thompson, .cautious, .linucb, .offline:
      guard posteriors != nil else { throw .nothingAllowed }
    }
    if case .thompson(let exploration) = rule {
      guard exploration >= 0, exploration.isFinite else {
        throw .settingOutOfRange(.exploration, exploration)
      }
      let scores = posteriors?.scores(of: [request.context], arms: Array(0..<count)).first ?? []
      return thompsonPropensities(
        scores, allowed: request.allowed, exploration: exploration, floor: propensityFloor)
    }
    let chosen = try certainChoice(request, &posteriors)
    let floor = PropensityFloor(share: propensityFloor, seed: 0)
    for arm in request.allowed { result[arm] = floor.raise(arm == chosen ? 1 : 0, request) }
    return result
  }

  private mutating func turn(_ request: RoutingRequest) -> Int {
    let chosen = request.allowed.first { $0 >= turns.turn } ?? request.allowed[0]
    turns = RoundRobinPolicy(turn: chosen + 1)
    return chosen
  }

  /// The choice of a rule that draws nothing, before the floor.
  private mutating func certainChoice(
    _ request: RoutingRequest, _ posteriors: inout PosteriorBank?
  ) throws(EngineError) -> Int {
    guard var bank = posteriors.take() else { throw .nothingAllowed }
    defer { posteriors = bank }
    switch rule {
    case .cautious:
      var policy = CautiousPolicy(seed: 0)
      return try policy.decide(request, posteriors: &bank).arm
    case .linucb: return try linucb.decide(request, posteriors: &bank).arm
    default:
      var policy = OfflinePolicy()
      return try policy.decide(request, posteriors: &bank).arm
    }
  }
}
