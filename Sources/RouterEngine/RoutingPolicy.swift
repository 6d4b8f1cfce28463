/// A decision that is wanted.
public struct RoutingRequest: Equatable, Sendable {
  /// The pair's id: keys the randomness.
  public var decision: String
  /// As long as the posteriors' `dimension`.
  public var context: [Double]
  /// Arms that may be chosen, ascending; with a pin, that one alone.
  public var allowed: [Int]
  /// The pin in effect.
  public var pinned: Int?

  public init(decision: String, context: [Double], allowed: [Int], pinned: Int? = nil) {
    self.decision = decision
    self.context = context
    self.allowed = allowed
    self.pinned = pinned
  }
}

/// One reward model's score in a decision.
public struct DrawnScore: Equatable, Sendable {
  public var arm: Int
  public var mean: Double
  /// Before exploration scales it.
  public var standardDeviation: Double
  /// What was compared: mean + exploration · standardDeviation · z.
  public var draw: Double?

  public init(arm: Int, mean: Double, standardDeviation: Double, draw: Double?) {
    self.arm = arm
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.draw = draw
  }
}

/// A decision.
public struct RoutingDecision: Equatable, Sendable {
  public var arm: Int
  /// The word of the log: the policy's name, or `pin`.
  public var by: String
  /// The probability with which the policy chooses this arm for this context.
  public var propensity: Double
  /// Every reward model's, banned ones too; empty where the policy has none.
  public var scores: [DrawnScore]

  public init(arm: Int, by: String, propensity: Double, scores: [DrawnScore] = []) {
    self.arm = arm
    self.by = by
    self.propensity = propensity
    self.scores = scores
  }
}

/// Chooses among the allowed reward models; a function of the request, the posteriors and the policy's own state.
///
/// Every policy chooses an allowed arm, gives the propensity of its choice, is deterministic under its seed, and has
/// changed nothing when it throws: `RoutingPolicyTests` asks this of all of them.
public protocol RoutingPolicy: Sendable {
  /// Decides one pair.
  ///
  /// - Parameter posteriors: looked at, which may make factors, and never changed otherwise.
  /// - Throws: `nothingAllowed`, or `unknownArm` for an allowed arm that does not exist.
  mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision

  /// Decides pairs that are wanted together, in order: as one by one, unless a policy's rule is one for batches.
  ///
  /// - Throws: as `decide` for the first request that is refused; nothing has been decided then.
  mutating func decide(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingDecision]

  /// The arms that `decide(batch:posteriors:)` chooses, and nothing else: for who needs no scores and no propensities.
  ///
  /// - Throws: as `decide(batch:posteriors:)`.
  mutating func choose(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [Int]
}

extension RoutingPolicy {
  public mutating func decide(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingDecision] {
    var copy = self
    var decisions: [RoutingDecision] = []
    decisions.reserveCapacity(requests.count)
    for request in requests { decisions.append(try copy.decide(request, posteriors: &posteriors)) }
    self = copy
    return decisions
  }

  public mutating func choose(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [Int] {
    try decide(batch: requests, posteriors: &posteriors).map(\.arm)
  }
}

extension RoutingRequest {
  /// Whether a policy can choose; every policy asks this first.
  func check(count: Int) throws(EngineError) {
    guard !allowed.isEmpty else { throw .nothingAllowed }
    for arm in allowed where !(0..<count).contains(arm) { throw .unknownArm(arm) }
  }

  /// `pin` where there is one, else the policy's word.
  func word(_ policy: String) -> String { pinned == nil ? policy : "pin" }
}
