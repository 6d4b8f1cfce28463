import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import Router

@Suite struct RouterTests {
  /// Keyed by contexts.
  private typealias Desk = Router<[Double]?>

  private func desk(_ ids: [String] = ["a", "b", "c"], _ change: (inout RouterSettings) -> Void = { _ in })
    -> Desk
  {
    var router = Desk()
    var settings = RouterSettings()
    change(&settings)
    router.begin(settings, dimension: 2)
    for id in ids { router.append(id) }
    #expect(router.prepare() == RouterChange(started: true))
    return router
  }

  @discardableResult
  private func learn(_ router: inout Desk, _ arm: Int, _ loss: Double, _ context: [Double]?) -> FeedbackUse {
    router.take(.loss(loss), arm: arm, key: context)
  }

  private func close(_ router: inout Desk) -> ClosedBatch<[Double]?>? {
    router.close(contexts: router.batch.items.map(\.key))
  }

  @Test func beforeARunLineThereIsNothing() {
    var router = Desk()
    #expect(router.prepare().dropped)
    guard case .unavailable(let sentence) = router.availability else {
      Issue.record("available")
      return
    }
    #expect(sentence.contains("no run line"))
    #expect(close(&router) == nil)
  }

  /// Rule 2: against the mean of the others, by the batch's deviation; what has no context counts in these only.
  @Test func aBatchIsNormalisedAndFolded() throws {
    var router = desk { $0.reward.clip = 9 }
    for (loss, context) in [(1, [1, 0]), (2, nil), (3, [0, 1])] as [(Double, [Double]?)] {
      #expect(learn(&router, 0, loss, context) == .reward(-loss))
    }
    #expect(learn(&router, 1, .nan, [1, 1]) == .notFinite)
    #expect(router.take(.tie, arm: 1, key: [1, 1]) == .skipped)
    let closed = try #require(close(&router))
    #expect(closed.rewards.count == 3 && closed.withoutContext == 1 && closed.refused == 0)
    for (found, known) in zip(closed.rewards, [1.5, 0, -1.5]) {
      #expect(abs((found ?? .nan) - known) < 1e-12)
    }
    #expect(closed.outcomes == closed.rewards)
    #expect(closed.changedArms == [0] && !router.batch.isOpen)
    #expect(close(&router) == nil)
  }

  @Test func tiesAndErrorsAreFoldedAsTheSettingsSay() throws {
    var router = desk {
      $0.reward.ties = .number(-0.5)
      $0.reward.rule = RewardSettings.Rule.none
    }
    #expect(router.take(.tie, arm: 2, key: [1, 0]) == .substitute)
    #expect(router.take(.error("down"), arm: 2, key: [1, 0]) == .skipped)
    let closed = try #require(close(&router))
    #expect(closed.rewards.isEmpty && closed.changedArms == [2])
  }

  @Test func decisionsFollowSettingsControlsAndNewRewardModels() throws {
    var router = desk { $0.policy = .roundRobin }
    func chosen(_ id: String, _ context: [Double]? = [1, 0]) throws -> String {
      router.rewardModels[try router.decide(id, context: context, category: nil).arm]
    }
    #expect(try ["1", "2", "3", "4"].map { try chosen($0) } == ["a", "b", "c", "a"])
    #expect(router.add("d", prior: nil) == RouterChange(added: true))
    #expect(try ["5", "6", "7", "8"].map { try chosen($0) } == ["b", "c", "d", "a"])
    try router.allowed.apply(
      ControlRequest(sequence: "s", verb: .ban, arm: 1, category: nil, steps: nil, undoes: nil),
      categories: [],
      step: nil)
    #expect(try chosen("9") == "c")
    try router.remove(2)
    #expect(router.inRun == [0, 1, 3])
    #expect(try ["10", "11", "12"].map { try chosen($0) } == ["d", "a", "d"])
    var change = RouterSettingsChange()
    change.policy = .fixed("d")
    _ = router.change(change)
    #expect(try (0..<5).allSatisfy { try chosen("x\($0)") == "d" })
    // What looks at contexts chooses without one as if it knew nothing.
    change.policy = .thompson
    _ = router.change(change)
    let decision = try router.decide("y", context: nil, category: nil)
    #expect(decision.by == "random" && decision.propensity == 0.5 && decision.scores.isEmpty)
    #expect(try router.decide("y", context: [1, 0], category: nil).scores.count == 4)
    // A policy that is under way takes in who comes.
    _ = router.add("e", prior: nil)
    #expect(try router.decide("z", context: [1, 0], category: nil).scores.count == 5)
  }

  /// Settings that rule posteriors out while rewards come leave them incomplete, and they do not come back.
  @Test func missedRewardsAreNeverMadeUpFor() {
    var router = desk()
    var change = RouterSettingsChange()
    change.reward.rule = .quantile
    change.reward.history = 1 << 40
    #expect(router.change(change).dropped)
    learn(&router, 0, 1, [1, 0])
    #expect(close(&router)?.changedArms == [])
    change.reward.history = 100
    #expect(router.change(change).dropped)
    #expect(router.availability != .available)
  }

  /// What was folded before is gone with them, so they do not come back either.
  @Test func foldedRewardsAreNeverStartedAfresh() {
    var router = desk()
    for loss in [1.0, 2] { learn(&router, 0, loss, [1, 0]) }
    #expect(close(&router)?.changedArms == [0])
    var change = RouterSettingsChange()
    change.reward.rule = .quantile
    change.reward.history = 1 << 40
    #expect(router.change(change).dropped)
    change.reward.history = 100
    #expect(router.change(change).dropped && router.bank == nil)
  }

  /// A reward of one that was removed before the close reaches nobody, and one that is refused is counted.
  @Test func aRemovedRewardModelIsNotFolded() throws {
    var router = desk { $0.reward.rule = RewardSettings.Rule.none }
    learn(&router, 0, 1, [1, 0])
    learn(&router, 1, 1, [0, 1])
    learn(&router, 2, 1e70, [0, 1])
    try router.remove(1)
    let closed = try #require(close(&router))
    #expect(closed.changedArms == [0, 2] && closed.refused == 1)
    #expect(router.bank?.observationCount(1) == 0 && router.bank?.observationCount(0) == 1)
  }

  @Test func aChangeThatChangesNothingIsNone() {
    var router = desk()
    #expect(router.change(RouterSettingsChange(RouterSettings(), from: nil)) == RouterChange())
    var change = RouterSettingsChange()
    change.priorPrecision = .value(4)
    #expect(router.change(change) == RouterChange(rescaled: true))
    change.priorPrecision = .auto
    #expect(router.change(change) == RouterChange())
    #expect(router.automaticSettings == [.priorPrecision] && router.settings.priorPrecision == .value(4))
    change.intercept = true
    #expect(router.change(change).dropped)
  }
}
