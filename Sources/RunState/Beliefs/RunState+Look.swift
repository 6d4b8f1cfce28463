import Router

extension RunState {
  /// Makes `beliefs` what the posteriors say at this moment, for whoever is going to look at them: mean, sd and P(best) of
  /// every reward model, P(best) by category, and the prior's.
  ///
  /// A function of the state. Only what is seen changes and caches of the engine do, nothing that is folded or that
  /// `digest` covers: it may be called at any moment, by one viewer and not by another.
  ///
  /// - Complexity: as `lookWork`; O(1) where nothing has changed since the last look.
  package mutating func look() { beliefs.look(&router) }

  /// Whether what `beliefs` shows is that of an earlier moment.
  package var isLookDue: Bool {
    beliefs.staleness > .current && beliefs.isWanted && router.bank != nil && beliefs.probeCount > 0
  }

  /// An upper estimate of what a look costs, in multiplications.
  package var lookWork: Double { isLookDue ? Beliefs.lookCost(router) : 0 }
}
