import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateSummaryTests {
  @Test func anEmptyInput() {
    let summary = RunState().summary
    #expect(summary.run == nil)
    #expect(summary.events == 0 && summary.decisions == 0 && summary.firstStep == nil)
    #expect(summary.allowed == [RunSummary.Allowed(category: "*", rewardModels: [])])
    #expect(summary.rewardModels.isEmpty)
  }

  @Test func countsSharesAndAllowed() {
    let state = folded { log in
      log.run(rms: ["a", "b"])
      log.fault()
      for index in 0..<400 {
        log.pair("\(index)", step: index / 8, category: index % 2 == 0 ? "math" : "code")
        log.decide("\(index)", index < 200 ? "a" : "b")
        log.loss("\(index)", index % 4 == 0 ? 1 : 3)
      }
      log.control("s-1", .ban, "a", category: "math")
      log.applied("s-1")
      log.control("s-2", .pin, "b", category: "code")
      log.applied("s-2")
    }
    let summary = state.summary
    #expect(summary.events == 1205)
    #expect(summary.faults == 1)
    #expect(summary.decisions == 400)
    #expect(summary.pending == 8)
    #expect(summary.firstStep == 0 && summary.lastStep == 49)
    #expect(summary.digest == state.digestText)
    #expect(summary.allowed.map(\.category) == ["math", "code", "*"])
    #expect(summary.allowed.map(\.rewardModels) == [["b"], ["b"], ["a", "b"]])
    #expect(summary.rewardModels.map(\.share) == [0.5, 0.5])
    #expect(summary.rewardModels.map(\.recentShare) == [56.0 / 256, 200.0 / 256])
    #expect(summary.rewardModels.map(\.rewardMean) == [-2.5, -2.5])
    #expect(summary.rewardModels.map(\.isBanned) == [true, false])
    #expect(summary.rewardModels.map(\.isPinned) == [false, true])
    #expect(summary.rewardModels.map(\.posterior) == [nil, nil])
  }

  @Test func thePosteriorIsOfTheStatisticsAsTheyAre() {
    var log = LogBuilder()
    log.run()
    for index in 0..<4 {
      log.decide("\(index)", "a", step: 1, x: [1, 0])
      log.loss("\(index)", Double(index))
    }
    log.pair("x", step: 2)
    let before = log.state.summary
    #expect(before.rewardModels[0].posterior?.mean == log.state.beliefs[0].current?.mean)
    log.control("s-1", .reset, "a")
    log.applied("s-1")
    let after = log.state.summary
    #expect(after.rewardModels[0].posterior == RunSummary.Posterior(mean: 0, standardDeviation: 1))
  }
}
