/// Estimates the value of another policy from recorded rounds.
///
/// With w_i = π_i(a_i)/p_i, n rounds, q̂ the cross-fitted regression of the reward (see `CrossFittedRidge`):
/// ```
/// IPS    (1/n) Σ w_i r_i
/// SNIPS  Σ w_i r_i / Σ w_i
/// DM     (1/n) Σ_i Σ_a π_i(a) q̂(x_i, a)
/// DR     (1/n) Σ_i [ Σ_a π_i(a) q̂(x_i, a) + w_i (r_i − q̂(x_i, a_i)) ]
/// ```
/// What is estimated: (1/n) Σ_i Σ_a π_i(a) E[r_i(a) | x_i, past], the value of the other policy's choices, each at
/// its moment of the recorded run. π_i may depend on everything before round i (a posterior made of recorded
/// rewards); w_i r_i then is a martingale difference around its mean, and the interval holds as for fixed policies.
/// It is not the value of a run steered by the other policy: trainer and posterior are as they were recorded.
///
/// *Intervals* (95 %): value ± (t · se + margin). se² is the greater of G/(G−1) · Σ_g (Σ_{i∈g} ψ_i)² / n² over the G
/// batches and n/(n−1) · Σ_i ψ_i² / n² over the rounds, ψ the influence of a round. Rewards of one batch are
/// normalised together: where they move together, batches have the wider spread; rule `batch` makes them sum to
/// nearly nothing, and there the spread of batch sums says nothing of what other choices would have brought. t is
/// Student's with min(G, effective sample size) − 1 degrees of freedom. ψ: IPS w r − V; SNIPS w (r − V)/w̄; DR its
/// summand − V; DM its summand − V plus the round's part in the regressions (sandwich, with residuals from outside of
/// the fold); of a gain, less r − r̄. The recorded mean likewise.
///
/// *Margins*: what the log itself shows of an error that is not in ψ. w̄ is 1 in expectation, and where few rounds
/// carry large weights most runs miss them, estimate and spread alike: IPS |w̄ − 1| · |SNIPS|; SNIPS and DR half of
/// |w̄ − 1| times the root of the weighted mean square of r − V and of the residuals. DM |DR − DM|, the weighted mean
/// residual: its regressions are biased wherever the penalty or the shape of the truth bends them.
///
/// Measured over seven other policies: with all of this 97.5 % and more of 200 simulated runs are covered. Without the
/// margins and the spread over rounds it was down to 39 % (DM, 100 runs) and about 50 % (rule `batch`, 60 to 120 runs).
///
/// *Refused*, in this order: no rounds; unsupported mass above `unsupportedLimit` (arms not allowed then, never
/// chosen in the rounds, or anything else where the choice was certain); effective sample size below 30 or 5 %;
/// fewer than 10 batches; rewards or contexts beyond 1e60, and sums that overflow. No weight is clipped.
///
/// Source: Dudík, Langford & Li, *Doubly Robust Policy Evaluation and Learning* (2011); Swaminathan & Joachims (2015)
/// for SNIPS; Chernozhukov et al. (2018) for cross-fitting. Departure: folds are whole batches.
///
/// Tested by `OffPolicyEvaluationTests`: values of an independent program, coverage over 200 simulated runs,
/// unbiasedness, shift invariance, double robustness, refusals.
package struct OffPolicyEvaluation: Sendable {
  /// Arms of the run.
  package let armCount: Int
  /// Regressions are left out where they cost more multiplications than this.
  package var modelBudget: Double

  package init(armCount: Int, modelBudget: Double = .infinity) {
    self.armCount = armCount
    self.modelBudget = modelBudget
  }

  /// All four estimates, or why there are none.
  ///
  /// - Parameters:
  ///   - rounds: in order; propensities in (0, 1], targets of up to `armCount` numbers. A round that is not so (or has
  ///     an arm that does not exist) is left out.
  /// - Complexity: O(n) for IPS and SNIPS; for DM and DR O(n · width² + folds · arms · width³).
  package func report(_ rounds: [LoggedRound]) -> OffPolicyReport {
    let rounds = rounds.filter(isUsable)
    var report = OffPolicyReport()
    report.rounds = rounds.count
    guard !rounds.isEmpty else {
      report.refusal = .noRounds
      return report
    }
    let weights = rounds.map(\.importanceWeight)
    let rewards = rounds.map(\.reward)
    let spread = BatchSpread(batches: rounds.map(\.batch))
    describe(weights, spread, &report)
    let mean = Self.mean(rewards)
    let recordedInfluence = rewards.map { $0 - mean }
    if spread.count >= OffPolicyRefusal.leastBatches {
      report.recorded = spread.interval(
        mean, influence: recordedInfluence, degrees: Double(spread.count) - 1)
    }
    report.refusal = refusal(of: rounds, &report)
    guard report.refusal == nil else { return report }
    let degrees = min(Double(spread.count), report.effectiveSampleSize) - 1
    func add(_ method: OffPolicyMethod, _ value: Double, _ influence: [Double], margin: Double = 0) {
      let gain = zip(influence, recordedInfluence).map { $0 - $1 }
      report.estimates.append(
        OffPolicyReport.Estimate(
          method: method,
          value: spread.interval(value, influence: influence, degrees: degrees, margin: margin),
          gain: spread.interval(value - mean, influence: gain, degrees: degrees, margin: margin)))
    }
    let ips = zip(weights, rewards).map { $0 * $1 }
    let ipsValue = Self.mean(ips)
    let snipsValue = ipsValue / report.meanWeight
    let misses = rewards.map { $0 - snipsValue }
    add(.ips, ipsValue, ips.map { $0 - ipsValue }, margin: (snipsValue - ipsValue).magnitude)
    add(
      .snips, snipsValue, zip(weights, misses).map { $0 * $1 / report.meanWeight },
      margin: Self.missedWeightMargin(weights, misses))
    let width = (rounds.map(\.context.count).max() ?? 0) + 1
    if CrossFittedRidge.cost(rounds: rounds.count, width: width, arms: armCount) > modelBudget {
      report.modelRefusal = .modelTooLarge(width: width - 1)
    } else {
      let model = CrossFittedRidge(rounds, armCount: armCount, width: width, batches: spread)
      let direct = model.targetValues
      let directValue = Self.mean(direct)
      let robust = rounds.indices.map { direct[$0] + weights[$0] * model.residuals[$0] }
      let robustValue = Self.mean(robust)
      add(
        .dm, directValue, zip(direct, model.estimationInfluence).map { $0 - directValue + $1 },
        margin: (robustValue - directValue).magnitude)
      add(
        .dr, robustValue, robust.map { $0 - robustValue },
        margin: Self.missedWeightMargin(weights, model.residuals))
    }
    let isFinite = report.estimates.allSatisfy { $0.value.isFinite && $0.gain.isFinite }
    if !isFinite {
      report.estimates = []
      report.refusal = .notFinite
    }
    return report
  }

  private func isUsable(_ round: LoggedRound) -> Bool {
    round.propensity > 0 && round.propensity <= 1 && (0..<armCount).contains(round.arm)
      && round.target.count <= armCount && round.reward.isFinite
      && round.target.allSatisfy { $0 >= 0 && $0.isFinite }
  }

  private func describe(_ weights: [Double], _ spread: BatchSpread, _ report: inout OffPolicyReport) {
    var sum = 0.0
    var squares = 0.0
    for weight in weights {
      sum += weight
      squares += weight * weight
    }
    report.batches = spread.count
    report.effectiveSampleSize = squares > 0 ? sum * sum / squares : 0
    report.meanWeight = sum / Double(weights.count)
    report.greatestWeight = weights.max() ?? 0
    let mean = report.meanWeight
    let error = spread.standardError(weights.map { $0 - mean })
    // Weights that are all alike spread by rounding alone.
    report.weightScore = error > 1e-12 * mean.magnitude ? (mean - 1) / error : 0
  }

  /// The first reason not to print an estimate.
  private func refusal(of rounds: [LoggedRound], _ report: inout OffPolicyReport) -> OffPolicyRefusal? {
    var wasChosen = [Bool](repeating: false, count: armCount)
    for round in rounds { wasChosen[round.arm] = true }
    var massByArm = [Double](repeating: 0, count: armCount)
    var certain = 0
    for round in rounds {
      if round.isCertain { certain += 1 }
      for (arm, mass) in round.target.enumerated() where mass > 0 && arm != round.arm {
        if round.isCertain || !wasChosen[arm] || !round.allowed.contains(arm) { massByArm[arm] += mass }
      }
    }
    let count = Double(rounds.count)
    report.unsupportedMass = massByArm.reduce(0, +) / count
    if report.unsupportedMass > OffPolicyRefusal.unsupportedLimit {
      let arms = massByArm.indices.filter { massByArm[$0] > 0 }
        .sorted { (massByArm[$0], $1) > (massByArm[$1], $0) }
      return .missingSupport(
        mass: report.unsupportedMass, certain: Double(certain) / count, arms: Array(arms))
    }
    let size = report.effectiveSampleSize
    // NaN, from weights that overflow, is not enough either.
    guard
      size >= OffPolicyRefusal.leastEffectiveRounds, size / count >= OffPolicyRefusal.leastEffectiveShare
    else {
      return size.isNaN ? .notFinite : .fewEffectiveRounds(size, rounds: rounds.count)
    }
    if report.batches < OffPolicyRefusal.leastBatches { return .fewBatches(report.batches) }
    return rounds.contains(where: Self.isBeyondSums) ? .notFinite : nil
  }

  /// Numbers that no posterior takes (beyond 1e60): whether their squares overflow would be a matter of order.
  private static func isBeyondSums(_ round: LoggedRound) -> Bool {
    let limit = PosteriorSettings.scaleRange.upperBound
    return round.reward.magnitude > limit || round.context.contains { !($0.magnitude <= limit) }
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  /// ½ |w̄ − 1| √(Σ w e² / Σ w): the weight that the rounds lack (or have too much of), at half of a typical miss.
  private static func missedWeightMargin(_ weights: [Double], _ misses: [Double]) -> Double {
    var sum = 0.0
    var squares = 0.0
    for (weight, miss) in zip(weights, misses) {
      sum += weight
      squares += weight * miss * miss
    }
    guard sum > 0 else { return 0 }
    return (sum / Double(weights.count) - 1).magnitude * (squares / sum).squareRoot() / 2
  }
}

/// Rounds by batch: what makes the spread of a mean whose terms depend on each other within batches.
struct BatchSpread: Sendable {
  /// By round: the place of its batch, in order of first appearance.
  let places: [Int]
  let count: Int

  init(batches: [Int]) {
    var known: [Int: Int] = [:]
    places = batches.map { batch in
      if let place = known[batch] { return place }
      known[batch] = known.count
      return known.count - 1
    }
    count = known.count
  }

  /// √max(G/(G−1) Σ_g (Σ_{i∈g} ψ_i)², n/(n−1) Σ_i ψ_i²) / n; 0 of a single batch.
  func standardError(_ influence: [Double]) -> Double {
    guard count > 1 else { return 0 }
    var sums = [Double](repeating: 0, count: count)
    for (place, value) in zip(places, influence) { sums[place] += value }
    let overBatches = Self.scaledSquares(sums)
    let overRounds = Self.scaledSquares(influence)
    return max(overBatches, overRounds).squareRoot() / Double(places.count)
  }

  /// m/(m−1) Σ v² of m values.
  private static func scaledSquares(_ values: [Double]) -> Double {
    let squares = values.reduce(0) { $0 + $1 * $1 }
    return squares * Double(values.count) / Double(values.count - 1)
  }

  func interval(
    _ value: Double, influence: [Double], degrees: Double, margin: Double = 0
  ) -> IntervalEstimate {
    let half = studentQuantile975(degrees: degrees) * standardError(influence) + margin
    return IntervalEstimate(value: value, low: value - half, high: value + half)
  }
}

extension IntervalEstimate {
  var isFinite: Bool { value.isFinite && low.isFinite && high.isFinite }
}
