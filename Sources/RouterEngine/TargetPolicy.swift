/// The probabilities with which a policy would choose, without choosing: what a recorded run is asked about.
///
/// The same rules as the policies themselves; the propensity floor is applied where they apply it. Departure: exact
/// ties, which a decision gives to the lowest index, are split evenly, because nothing speaks for one of the equals.
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
    let chances = try certainChances(request, &posteriors)
    let floor = PropensityFloor(share: propensityFloor, seed: 0)
    for arm in request.allowed { result[arm] = floor.raise(chances[arm], request) }
    return result
  }

  private mutating func turn(_ request: RoutingRequest) -> Int {
    let chosen = request.allowed.first { $0 >= turns.turn } ?? request.allowed[0]
    turns = RoundRobinPolicy(turn: chosen + 1)
    return chosen
  }

  /// By arm, the choice of a rule that draws nothing, before the floor: 1 but for ties.
  private mutating func certainChances(
    _ request: RoutingRequest, _ posteriors: inout PosteriorBank?
  ) throws(EngineError) -> [Double] {
    guard var bank = posteriors.take() else { throw .nothingAllowed }
    defer { posteriors = bank }
    try request.check(count: bank.count)
    let tied: [Int]
    switch rule {
    case .cautious: return try CautiousPolicy.chances(request, posteriors: &bank)
    case .linucb:
      let scores = try linucb.decide(request, posteriors: &bank).scores
      tied = request.tied { scores[$0].draw ?? -.infinity }
    default: tied = request.tied { bank.priorScore($0, context: request.context) }
    }
    var chances = [Double](repeating: 0, count: bank.count)
    for arm in tied { chances[arm] = 1 / Double(tied.count) }
    return chances
  }
}
