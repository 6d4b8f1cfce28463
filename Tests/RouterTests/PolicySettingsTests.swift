import Router
import RouterEngine
import RunEvents
import Testing

@Suite struct PolicySettingsTests {
  /// Every setting that a choice depends on reaches the policy it is of.
  @Test func settingsReachTheirPolicy() throws {
    var settings = RouterSettings()
    (settings.exploration, settings.propensityFloor) = (0.4, 0.1)
    (settings.alpha, settings.ridge, settings.seed) = (0.7, 3, 9)
    func policy(_ name: PolicyName) -> (any RoutingPolicy)? {
      settings.policy = name
      let policy = PolicySettings(settings).policy(rewardModels: ["a", "b"])
      if let policy, !policy.isBlind { #expect(policy.floor.share == 0.1 && policy.floor.seed == 9) }
      if let policy, policy.isBlind { #expect(policy.floor.share == 0) }
      return policy
    }
    let thompson = try #require(policy(.thompson) as? ThompsonPolicy)
    #expect(thompson.exploration == 0.4 && thompson.rewardModels == ["a", "b"] && thompson.seed == 9)
    let linucb = try #require(policy(.linucb) as? LinUCBPolicy)
    #expect(linucb.confidence == 0.7 && linucb.ridge == 3)
    #expect(policy(.cautious) is CautiousPolicy && policy(.offline) is OfflinePolicy)
    #expect((policy(.random) as? RandomPolicy)?.seed == 9 && policy(.roundRobin) is RoundRobinPolicy)
    #expect((policy(.fixed("b")) as? FixedPolicy)?.arm == 1 && policy(.fixed("x")) == nil)
  }

  /// The log's word of a policy is the one that its decisions carry.
  @Test(arguments: PolicyName.words) func wordsAgree(word: String) throws {
    let name = try #require(PolicyName(word: word.replacing("<id>", with: "a")))
    var settings = RouterSettings()
    settings.policy = name
    let policy = try #require(PolicySettings(settings).policy(rewardModels: ["a"]))
    #expect(policy.word == String(word.prefix { $0 != ":" }))
  }
}
