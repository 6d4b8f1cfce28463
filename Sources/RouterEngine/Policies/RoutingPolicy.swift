/// A decision that is wanted.
package struct RoutingRequest: Equatable, Sendable {
  /// The pair's id: keys the randomness.
  package var decision: String
  /// As long as the posteriors' `dimension`.
  package var context: [Double]
  /// Arms that may be chosen, ascending; with a pin, that one alone.
  package var allowed: [Int]
  /// The pin in effect.
  package var pinned: Int?

  package init(decision: String, context: [Double], allowed: [Int], pinned: Int? = nil) {
    self.decision = decision
    self.context = context
    self.allowed = allowed
    self.pinned = pinned
  }
}

/// One reward model's score in a decision.
package struct DrawnScore: Equatable, Sendable {
  package var arm: Int
  package var mean: Double
  /// Before exploration scales it.
  package var standardDeviation: Double
  /// What was compared: mean + exploration · standardDeviation · z.
  package var draw: Double?

  package init(arm: Int, mean: Double, standardDeviation: Double, draw: Double?) {
    self.arm = arm
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.draw = draw
  }
}

/// A decision.
package struct RoutingDecision: Equatable, Sendable {
  package var arm: Int
  /// The word of the log: the policy's name, or `pin`.
  package var by: String
  /// The probability with which the policy chooses this arm for this context.
  package var propensity: Double
  /// Every reward model's, banned ones too; empty where the policy has none.
  package var scores: [DrawnScore]

  package init(arm: Int, by: String, propensity: Double, scores: [DrawnScore] = []) {
    self.arm = arm
    self.by = by
    self.propensity = propensity
    self.scores = scores
  }
}

/// What a policy's rule says of one request, before the propensity floor.
package struct RoutingVerdict: Sendable {
  /// The arm that it takes.
  package var choice: Int
  /// By arm, with which probability: 0 for what is not allowed, sum 1.
  package var chances: [Double]
  package var scores: [DrawnScore]

  init(choice: Int, chances: [Double], scores: [DrawnScore] = []) {
    self.choice = choice
    self.chances = chances
    self.scores = scores
  }

  /// The verdict of a rule that draws nothing: of the arms that nothing tells apart the first, or each alike.
  init(tied: [Int], count: Int, ties: TieRule, scores: [DrawnScore] = []) {
    choice = tied[0]
    chances = Array(repeating: 0, count: count)
    self.scores = scores
    for arm in ties == .shared ? tied : [tied[0]] {
      chances[arm] = 1 / Double(ties == .shared ? tied.count : 1)
    }
  }
}

/// Who gets the probability of arms that nothing tells apart.
package enum TieRule: Sendable {
  /// The lowest index, as decisions have it.
  case toTheFirst
  /// Each as much: nothing speaks for one of the equals. What a recorded run is asked about.
  case shared
}

/// Chooses among the allowed reward models; a function of the request, the posteriors and the policy's own state.
///
/// A policy is its rule, `verdicts`: decisions, choices and the probabilities of a what-if all come from it, with the
/// propensity floor applied here. Every policy chooses an allowed arm, gives the propensity of its choice, is
/// deterministic under its seed, and has changed nothing when it throws: `RoutingPolicyTests` asks this of all of them.
package protocol RoutingPolicy: Sendable {
  /// Its word in the log, as `by` of a decision.
  var word: String { get }
  var floor: PropensityFloor { get }
  /// Whether the rule looks at nothing but the request.
  var isBlind: Bool { get }

  /// The rule, for pairs that are wanted together, in order: as one by one, unless it is a rule for batches.
  ///
  /// - Parameter posteriors: looked at, which may make factors, and never changed otherwise.
  /// - Throws: `nothingAllowed`, or `unknownArm` for an allowed arm that does not exist.
  mutating func verdicts(
    _ requests: [RoutingRequest], ties: TieRule, posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingVerdict]

  /// The same where `isBlind`, without posteriors; else empty.
  ///
  /// - Parameter count: arms of the run.
  mutating func blindVerdicts(_ requests: [RoutingRequest], count: Int) throws(EngineError)
    -> [RoutingVerdict]

  /// The arms that `decide(batch:posteriors:)` chooses, and nothing else: for who needs no scores and no propensities.
  ///
  /// - Throws: as `verdicts`.
  mutating func choose(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [Int]

  /// Takes reward models in that have come since it was made.
  mutating func follow(rewardModels: [String])

  /// Takes the last choice that was no pin's, of a log that another process may have written: a policy with turns goes
  /// on from there.
  mutating func resume(after arm: Int)
}

extension RoutingPolicy {
  package var isBlind: Bool { false }

  package mutating func blindVerdicts(
    _ requests: [RoutingRequest], count: Int
  ) throws(EngineError) -> [RoutingVerdict] { [] }

  package mutating func follow(rewardModels: [String]) {}

  package mutating func resume(after arm: Int) {}

  /// Decides one pair.
  ///
  /// - Throws: as `verdicts`, and `settingOutOfRange` for the floor.
  package mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision {
    try decide(batch: [request], posteriors: &posteriors)[0]
  }

  /// Decides pairs that are wanted together, in order.
  ///
  /// - Throws: as for the first request that is refused; nothing has been decided then.
  package mutating func decide(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingDecision] {
    try floor.check()
    let verdicts = try verdicts(requests, ties: .toTheFirst, posteriors: &posteriors)
    return zip(requests, verdicts).map { decision($0, $1) }
  }

  private func decision(_ request: RoutingRequest, _ verdict: RoutingVerdict) -> RoutingDecision {
    let arm = floor.settle(verdict.choice, request)
    return RoutingDecision(
      arm: arm, by: request.pinned == nil ? word : "pin",
      propensity: floor.raise(verdict.chances[arm], request), scores: verdict.scores)
  }

  package mutating func choose(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [Int] {
    try floor.check()
    let verdicts = try verdicts(requests, ties: .toTheFirst, posteriors: &posteriors)
    return zip(requests, verdicts).map { floor.settle($1.choice, $0) }
  }

  /// The decision of a blind policy, without posteriors.
  ///
  /// - Parameter count: arms of the run.
  package mutating func decideBlind(
    _ request: RoutingRequest, count: Int
  ) throws(EngineError) -> RoutingDecision {
    try floor.check()
    return decision(request, try blindVerdicts([request], count: count)[0])
  }

  /// With which probabilities it would choose, without choosing: what a recorded run is asked about.
  ///
  /// The propensities of its choices but for exact ties, which are split evenly. By arm: 0 for what is not allowed,
  /// sum 1.
  ///
  /// - Parameters:
  ///   - request: as for a decision; with a pin, `allowed` is that arm alone.
  ///   - count: arms of the run.
  ///   - posteriors: may be `nil` where the policy is blind, or one arm alone is left.
  /// - Throws: as `decide`; `nothingAllowed` too where posteriors are needed and missing.
  /// - Complexity: as `decide`.
  package mutating func probabilities(
    _ request: RoutingRequest, count: Int, posteriors: inout PosteriorBank?
  ) throws(EngineError) -> [Double] {
    try request.check(count: count)
    try floor.check()
    let verdict: RoutingVerdict
    if isBlind {
      verdict = try blindVerdicts([request], count: count)[0]
    } else if request.allowed.count == 1 {
      verdict = RoutingVerdict(tied: request.allowed, count: count, ties: .shared)
    } else {
      guard var bank = posteriors.take() else { throw .nothingAllowed }
      defer { posteriors = bank }
      verdict = try verdicts([request], ties: .shared, posteriors: &bank)[0]
    }
    var result = [Double](repeating: 0, count: count)
    for arm in request.allowed { result[arm] = floor.raise(verdict.chances[arm], request) }
    return result
  }
}

/// A policy whose rule looks at nothing but the request.
package protocol BlindPolicy: RoutingPolicy {}

extension BlindPolicy {
  package var isBlind: Bool { true }

  package mutating func verdicts(
    _ requests: [RoutingRequest], ties: TieRule, posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingVerdict] { try blindVerdicts(requests, count: posteriors.count) }
}

extension RoutingRequest {
  /// Whether a policy can choose; every policy asks this first.
  func check(count: Int) throws(EngineError) {
    guard !allowed.isEmpty else { throw .nothingAllowed }
    for arm in allowed where !(0..<count).contains(arm) { throw .unknownArm(arm) }
  }
}
