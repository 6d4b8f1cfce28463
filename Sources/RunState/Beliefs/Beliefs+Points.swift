import Router
import RouterEngine

extension Beliefs {
  /// A belief point where the law asks for one at this close: mean and sd of every RM over the probe set, the two numbers
  /// that charts keep. All others are made when somebody looks.
  ///
  /// - Returns: whether the law did. It has looked then, also where nobody wants the point or no context is known.
  mutating func addPoint(_ router: inout Router<IdentifierHash>, close: Int, at moment: Moment) -> Bool {
    guard router.bank != nil else { return false }
    let arms = router.inRun
    let cost = Self.lookCost(router)
    guard law.isDue(close: close, cost: cost) else { return false }
    law.look(cost: cost)
    guard isWanted, !probes.contexts.isEmpty else { return true }
    let scores = router.bank?.scores(of: probes.contexts, arms: arms) ?? []
    for (look, arm) in zip(ProbeLook.all(scores, count: arms.count, withBestProbability: false), arms) {
      rows[arm].mean.append(position: moment.position, value: look.mean, segment: moment.segment)
      rows[arm].standardDeviation.append(
        position: moment.position, value: look.standardDeviation, segment: moment.segment)
    }
    return true
  }

  /// Multiplications of a look, by the law.
  static func lookCost(_ router: Router<IdentifierHash>) -> Double {
    BeliefLaw.cost(arms: router.inRun.count, width: router.bank?.settings.width ?? 0)
  }
}
