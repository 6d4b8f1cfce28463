package import RouterEngine
package import RunEvents

/// The settings that make a policy.
package struct PolicySettings: Equatable, Sendable {
  package var name: PolicyName
  package var exploration: Double
  package var propensityFloor: Double
  package var alpha: Double
  package var ridge: Double
  package var seed: UInt64

  package init(_ settings: RouterSettings) {
    name = settings.policy
    exploration = settings.exploration
    propensityFloor = settings.propensityFloor
    alpha = settings.alpha
    ridge = settings.ridge
    seed = settings.seed
  }

  /// The policy of the name: the one place where the log's word becomes a rule.
  ///
  /// - Parameter rewardModels: ids by arm.
  /// - Returns: `nil` where a fixed reward model is not among them.
  package func policy(rewardModels: [String]) -> (any RoutingPolicy)? {
    switch name {
    case .thompson:
      return ThompsonPolicy(
        rewardModels: rewardModels, seed: seed, exploration: exploration, propensityFloor: propensityFloor)
    case .cautious: return CautiousPolicy(seed: seed, propensityFloor: propensityFloor)
    case .linucb:
      return LinUCBPolicy(confidence: alpha, ridge: ridge, seed: seed, propensityFloor: propensityFloor)
    case .offline: return OfflinePolicy(seed: seed, propensityFloor: propensityFloor)
    case .random: return RandomPolicy(seed: seed)
    case .roundRobin: return RoundRobinPolicy()
    case .fixed(let id): return rewardModels.firstIndex(of: id).map { FixedPolicy(arm: $0) }
    }
  }
}
