import RunEvents
import Wording

extension SimulationSettings {
  /// The domains of the settings; a value outside is refused, never clamped.
  package static let stepRange = 1...10_000_000
  /// See `stepRange`.
  package static let rewardModelRange = 1...64
  /// See `stepRange`.
  package static let dimensionRange = 1...4096
  /// See `stepRange`.
  package static let pairRange = 1...1024

  /// Throws the first setting that is out of its domain.
  func validate() throws(SimulationError) {
    try Self.check("steps", steps, Self.stepRange)
    try Self.check("reward models", rewardModels, Self.rewardModelRange)
    try Self.check("dimension", dimension, Self.dimensionRange)
    try Self.check("pairs per step", pairsPerStep, Self.pairRange)
    switch policy {
    case .fixed(let id):
      let known = RewardModelRoster.rewardModels(count: rewardModels).map(\.id)
      guard known.contains(id) else {
        throw .unknownRewardModel(id: printableText(id, limit: 64), known: known)
      }
    // Without an intercept and a prior these two have nothing to go by.
    case .cautious: throw .unsupportedPolicy("cautious")
    case .offline: throw .unsupportedPolicy("offline")
    default: break
    }
  }

  /// What of `router` a simulated trainer follows: all but what it has options of its own for.
  var routerSettings: RouterSettingsChange {
    var change = router
    change.policy = nil
    change.seed = nil
    change.prior = nil
    return change
  }

  private static func check(
    _ what: String, _ value: Int, _ range: ClosedRange<Int>
  ) throws(SimulationError) {
    guard range.contains(value) else {
      throw .outOfRange(what: what, value: value, lowest: range.lowerBound, highest: range.upperBound)
    }
  }
}
