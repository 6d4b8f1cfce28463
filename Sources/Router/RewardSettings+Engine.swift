package import RouterEngine
package import RunEvents

extension RewardSettings {
  /// The engine's rule that these settings ask for.
  package var engineRule: RewardRule {
    let scope: RewardScope = effectiveScope == .all ? .all : .rewardModel
    return switch rule {
    case .batch: .batch(clip: clip, scope: scope)
    case .emaZ: .emaZ(clip: clip, alpha: alpha, minimumCount: minimumCount, scope: scope)
    case .quantile:
      .quantile(low: low, high: high, minimumHistory: minimumHistory, history: history, scope: scope)
    case .welford: .welford(scope: scope)
    case .none: .none
    }
  }
}
