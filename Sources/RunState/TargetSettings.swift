import RouterEngine
import RunEvents

/// The settings that make a policy.
struct TargetSettings: Equatable, Sendable {
  var policy: PolicyName
  var exploration: Double
  var floor: Double
  var alpha: Double
  var ridge: Double

  init(_ settings: RouterSettings) {
    policy = settings.policy
    exploration = settings.exploration
    floor = settings.propensityFloor
    alpha = settings.alpha
    ridge = settings.ridge
  }

  /// The policy; `nil` where a fixed RM is not in the run.
  func target(arm: (String) -> Int?) -> TargetPolicy? {
    let rule: TargetPolicy.Rule
    switch policy {
    case .thompson: rule = .thompson(exploration: exploration)
    case .cautious: rule = .cautious
    case .linucb: rule = .linucb(confidence: alpha, ridge: ridge)
    case .offline: rule = .offline
    case .random: rule = .random
    case .roundRobin: rule = .roundRobin
    case .fixed(let id):
      guard let arm = arm(id) else { return nil }
      rule = .fixed(arm)
    }
    return TargetPolicy(rule: rule, propensityFloor: floor)
  }
}
