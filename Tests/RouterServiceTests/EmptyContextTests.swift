import RouterService
import RunEvents
import RunState
import Testing

/// Runs whose contexts have no numbers (`dim` 0): the intercept alone learns, each reward model's own quality.
struct EmptyContextTests {
  @Test func theBetterRewardModelIsFoundWithoutAnyContext() throws {
    let test = try TestDesk(rewardModels: ["bad", "good", "middling"], dimension: 0)
    let losses = ["bad": 0.9, "good": 0.2, "middling": 0.6]
    var late: [String] = []
    for step in 0..<40 {
      let ids = (0..<8).map { "\(step)-\($0)" }
      let chosen = try ids.map { try test.decide($0, step: step, context: []) }
      for (id, rewardModel) in zip(ids, chosen) { try test.feedback(id, loss: losses[rewardModel] ?? 0) }
      if step >= 20 { late += chosen }
    }
    #expect(Double(late.count { $0 == "good" }) > 0.8 * Double(late.count))
    // It is no finding that contexts without numbers say nothing.
    #expect(try test.desk.state.counts.zeroContexts == 0)
    #expect(try !test.desk.state.conditions.contains { $0.kind == .zeroContexts })
    let digest = try test.desk.state.digestText
    try test.restart()
    #expect(try test.desk.state.digestText == digest)
  }

  /// μ = Σr / (n + λ₀σ²) of the rewards of one reward model.
  @Test func thePosteriorIsTheMeanOfTheRewards() throws {
    var settings = RouterSettings.ofService
    settings.policy = .fixed("a")
    settings.reward.rule = .none
    settings.priorPrecision = .value(2)
    let test = try TestDesk(rewardModels: ["a"], dimension: 0, settings: settings)
    for (id, reward) in [("1", 1.0), ("2", 3.0), ("3", 5.0)] {
      _ = try test.decide(id, step: 1, context: [])
      try test.send(#"{"type":"feedback","id":"\#(id)","reward":\#(reward)}"#)
    }
    _ = try test.decide("4", step: 2, context: [])
    var state = try test.desk.state
    let found = state.posteriorReport()
    let report = try #require(found)
    let mean = try #require(report.rewardModels.first?.mean)
    #expect(mean.count == 1)
    #expect(abs(mean[0] - 9.0 / 5.0) < 1e-12)
  }

  @Test func anEmptyContextFixesNoLength() throws {
    let test = try TestDesk(rewardModels: ["a", "b"])
    let refusal = try #require(try test.send(#"{"type":"pair","id":"1","step":0,"x":[]}"#))
    #expect(refusal.contains(#""code":"dimension""#))
    #expect(refusal.contains("`dim` 0"))
    #expect(try test.decide("2", step: 0, context: [1, 2]).isEmpty == false)
    #expect(try test.send(#"{"type":"pair","id":"3","x_f32":""}"#)?.contains(#""code":"dimension""#) == true)
  }

  @Test func aContextWithNumbersIsRefusedWhereTheyHaveNone() throws {
    let test = try TestDesk(rewardModels: ["a", "b"], dimension: 0)
    let refusal = try #require(try test.send(#"{"type":"pair","id":"1","step":0,"x":[1]}"#))
    #expect(refusal.contains(#""code":"dimension""#))
    #expect(try test.send(#"{"type":"pair","id":"2","x_f32":""}"#)?.contains(#""type":"decision""#) == true)
  }
}
