import Router
import RouterEngine

extension Beliefs {
  /// Makes what is seen of the beliefs that of the statistics and probes as they are. Nothing that is folded hangs on it.
  mutating func look(_ router: inout Router<IdentifierHash>) {
    guard staleness > .current, isWanted, router.bank != nil, !probes.contexts.isEmpty else { return }
    let arms = router.inRun
    let scores = router.bank?.scores(of: probes.contexts, arms: arms) ?? []
    for (look, arm) in zip(ProbeLook.all(scores, count: arms.count), arms) {
      rows[arm].current = Belief(look, observations: router.bank?.observationCount(arm) ?? 0)
    }
    lookAtPriors(router, arms: arms)
    lookAtCategories(&router, arms: arms)
    noteSeen()
  }

  private mutating func lookAtCategories(_ router: inout Router<IdentifierHash>, arms: [Int]) {
    bestProbabilityByCategory = categoryProbes.map { probes in
      guard !probes.contexts.isEmpty, let scores = router.bank?.scores(of: probes.contexts, arms: arms) else {
        return []
      }
      var byArm = [Double](repeating: .nan, count: rows.count)
      for (look, arm) in zip(ProbeLook.all(scores, count: arms.count), arms) {
        byArm[arm] = look.bestProbability
      }
      return byArm
    }
  }

  /// The belief without observations over the probes as they are, for the prior's tick.
  ///
  /// The prior is w ~ N(s E, (λ₀ M)⁻¹), so that the score of x has mean s E·x and variance xᵀ M⁻¹ x / λ₀.
  private mutating func lookAtPriors(_ router: Router<IdentifierHash>, arms: [Int]) {
    guard let bank = router.bank else { return }
    var forms = forms.take() ?? PriorForms()
    forms.refresh(probes.contexts, bank: bank)
    let scores = probes.contexts.enumerated().map { probe, context in
      arms.map { bank.priorDistribution($0, context: context, form: forms.form($0, probe: probe)) }
    }
    self.forms = forms
    for (look, arm) in zip(ProbeLook.all(scores, count: arms.count, withBestProbability: false), arms) {
      rows[arm].prior = Belief(look, observations: 0)
    }
  }
}

extension Belief {
  fileprivate init(_ look: ProbeLook, observations: Int) {
    self.init(
      mean: look.mean, standardDeviation: look.standardDeviation, bestProbability: look.bestProbability,
      observations: observations)
  }
}
