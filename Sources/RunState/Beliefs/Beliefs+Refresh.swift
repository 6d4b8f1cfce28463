import Router
import RouterEngine

extension Beliefs {
  /// Categories whose P(best) is renewed at one belief point; more than these take turns.
  static let categoriesPerPoint = 4

  /// A belief point: every RM over the probe set, and some categories over their own probes.
  ///
  /// What no chart keeps (P(best), whose integrals cost more than all else, and tr(Λ⁻¹)/d) is renewed at fewer closes,
  /// by the same law with 256 in place of 1,024: it is never older than 0.4 % of the run's closes, and new at its end.
  mutating func addPoint(_ router: inout Router<IdentifierHash>, close: Int, at moment: Moment) {
    let renewsAll = BeliefLaw.isDue(close: close, perDoubling: 256)
    guard refresh(&router, renewsAll: renewsAll) else { return }
    for arm in rows.indices {
      guard let belief = rows[arm].current else { continue }
      rows[arm].mean.append(position: moment.position, value: belief.mean, segment: moment.segment)
      rows[arm].standardDeviation.append(
        position: moment.position, value: belief.standardDeviation, segment: moment.segment)
    }
    if renewsAll { refreshCategories(&router) }
  }

  /// Makes the beliefs those of the statistics as they are.
  ///
  /// - Parameter renewsAll: false leaves P(best) and tr(Λ⁻¹)/d as they were.
  /// - Returns: false where posteriors are unavailable, no context has come, or nobody will look.
  @discardableResult
  mutating func refresh(_ router: inout Router<IdentifierHash>, renewsAll: Bool = true) -> Bool {
    guard isWanted, router.bank != nil, !probes.contexts.isEmpty else { return false }
    let arms = router.inRun
    let scores = router.bank?.scores(of: probes.contexts, arms: arms) ?? []
    let renewsAll = renewsAll || arms.contains { rows[$0].current == nil }
    let looks = ProbeLook.all(scores, count: arms.count, withBestProbability: renewsAll)
    for (look, arm) in zip(looks, arms) {
      let known = renewsAll ? nil : rows[arm].current
      let variance = known?.averageVariance ?? averageVariance(of: arm, &router)
      rows[arm].current = Belief(
        mean: look.mean, standardDeviation: look.standardDeviation,
        bestProbability: known?.bestProbability ?? look.bestProbability,
        observations: router.bank?.observationCount(arm) ?? 0, averageVariance: variance,
        distanceFromPrior: router.bank?.distanceFromPrior(arm) ?? 0)
    }
    refreshPriors(router, arms: arms)
    note(.refreshed(all: renewsAll))
    return true
  }

  /// tr(Λ⁻¹)/d costs more than all other numbers of a belief, so it is kept for RMs that nothing has happened to.
  private mutating func averageVariance(of arm: Int, _ router: inout Router<IdentifierHash>) -> Double {
    if !rows[arm].isVarianceStale, let known = rows[arm].current?.averageVariance { return known }
    rows[arm].isVarianceStale = false
    return router.bank?.averageVariance(arm) ?? .nan
  }

  private mutating func refreshCategories(_ router: inout Router<IdentifierHash>) {
    let count = categoryProbes.count
    guard count > 0 else { return }
    let arms = router.inRun
    let start = nextCategory % count
    let turns = min(Self.categoriesPerPoint, count)
    for turn in 0..<turns {
      let category = (start + turn) % count
      let contexts = categoryProbes[category].contexts
      guard !contexts.isEmpty, let scores = router.bank?.scores(of: contexts, arms: arms) else { continue }
      var byArm = [Double](repeating: .nan, count: rows.count)
      for (look, arm) in zip(ProbeLook.all(scores, count: arms.count), arms) {
        byArm[arm] = look.bestProbability
      }
      bestProbabilityByCategory[category] = byArm
    }
    nextCategory = (start + turns) % count
  }

  /// The belief without observations over the probes as they are, for the prior's tick. Its P(best) is taken once, over
  /// the first probes.
  ///
  /// The prior is w ~ N(s E, (λ₀ M)⁻¹), so that the score of x has mean s E·x and variance xᵀ M⁻¹ x / λ₀.
  private mutating func refreshPriors(_ router: Router<IdentifierHash>, arms: [Int]) {
    guard let bank = router.bank else { return }
    forms.refresh(probes.contexts, bank: bank)
    let scores = probes.contexts.enumerated().map { probe, context in
      arms.map { bank.priorDistribution($0, context: context, form: forms.form($0, probe: probe)) }
    }
    let isFirst = arms.contains { rows[$0].prior == nil }
    let looks = ProbeLook.all(scores, count: arms.count, withBestProbability: isFirst)
    for (look, arm) in zip(looks, arms) {
      let known = isFirst ? nil : rows[arm].prior?.bestProbability
      rows[arm].prior = Belief(
        mean: look.mean, standardDeviation: look.standardDeviation,
        bestProbability: known ?? look.bestProbability, observations: 0,
        averageVariance: forms.average(arm) / bank.settings.priorPrecision, distanceFromPrior: 0)
    }
  }
}
