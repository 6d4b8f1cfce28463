import RouterEngine
import RunEvents
import Testing

@testable import RunState

@Suite struct TargetSettingsTests {
  /// Every setting that an answer depends on reaches the policy it is of.
  @Test func settingsReachTheirPolicy() {
    var settings = RouterSettings()
    (settings.exploration, settings.propensityFloor) = (0.4, 0.1)
    (settings.alpha, settings.ridge) = (0.7, 3)
    func rule(_ policy: PolicyName) -> TargetPolicy.Rule? {
      settings.policy = policy
      let target = TargetSettings(settings).target { $0 == "b" ? 1 : nil }
      #expect(target == nil || target?.propensityFloor == 0.1)
      return target?.rule
    }
    #expect(rule(.thompson) == .thompson(exploration: 0.4))
    #expect(rule(.linucb) == .linucb(confidence: 0.7, ridge: 3))
    #expect(rule(.cautious) == .cautious && rule(.offline) == .offline)
    #expect(rule(.random) == .random && rule(.roundRobin) == .roundRobin)
    #expect(rule(.fixed("b")) == .fixed(1) && rule(.fixed("x")) == nil)
  }
}
