import Router
package import RouterEngine
import RunEvents

extension RunState {
  /// The posteriors as they stand, as a prior that another run can start from: E = μ and M = Λ of every RM in the run, so
  /// that λ₀ = 1 and s = 1 give the same posteriors back; `nil` where posteriors are unavailable.
  ///
  /// Only caches of the engine change, nothing that `digest` covers.
  ///
  /// - Complexity: O(reward models · d³) and as much memory as the posteriors have.
  package mutating func posteriorAsPrior() -> RouterPrior? {
    guard router.bank != nil else { return nil }
    let arms = router.inRun
    return RouterPrior(
      rewardModels: arms.map { rewardModels[$0].info.id },
      means: arms.map { router.bank?.posteriorMean($0) ?? [] },
      shape: .perArm(arms.map { router.bank?.precision($0) ?? [] }), baseline: router.baseline)
  }

  /// The numbers in force behind the posteriors; `nil` where posteriors are unavailable.
  package var posteriorSettings: PosteriorSettings? { router.bank?.settings }
}
