import RunEvents
import TestSupport
import Testing

@testable import RunState

/// The heat map's numbers against a recount, and what of them is absent.
@Suite struct RunStateCategoriesTests {
  private struct Recount {
    var decisions: [(category: String?, arm: Int)] = []
    var rewards: [(category: String?, arm: Int, reward: Double)] = []

    func counts(_ category: String?, last: Int, isAll: Bool = false) -> [Int] {
      var counts = [0, 0, 0]
      for decision in decisions.filter({ isAll || $0.category == category }).suffix(last) {
        counts[decision.arm] += 1
      }
      return counts
    }

    func rewards(_ category: String?, last: Int, isAll: Bool = false) -> [[Double]] {
      var byArm: [[Double]] = [[], [], []]
      for item in rewards.filter({ isAll || $0.category == category }).suffix(last) {
        byArm[item.arm].append(item.reward)
      }
      return byArm
    }
  }

  /// Feedback comes late, out of order and in every kind; some pairs have no category.
  @Test(arguments: 1...6) func recentNumbersEqualARecount(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let names: [String?] = ["math", "code", "safety", nil]
    let ids = ["a", "b", "c"]
    var log = LogBuilder()
    var state = RunState()
    var recount = Recount()
    var open: [(id: String, category: String?, arm: Int)] = []
    var folded = 0
    log.run(dim: nil)
    for index in 0..<900 {
      // Categories are of different frequency, so that some windows never fill.
      let category = names[random.below(10) < 6 ? 0 : random.below(20) < 19 ? 1 + 2 * random.below(2) : 2]
      let arm = random.below(3)
      log.decide("\(index)", ids[arm], step: index / 16, category: category)
      recount.decisions.append((category, arm))
      open.append(("\(index)", category, arm))
      while open.count > 20 || (!open.isEmpty && random.below(2) == 0) {
        let answered = open.remove(at: random.below(open.count))
        switch random.below(8) {
        case 0: log.feedback(answered.id, .tie)
        case 1: log.feedback(answered.id, .error("timeout"))
        case 2: log.loss(answered.id, .nan)
        default:
          let loss = Double(random.below(1000)) / 1024 - 0.25
          log.loss(answered.id, loss)
          recount.rewards.append((answered.category, answered.arm, -loss))
        }
      }
      guard index % 97 == 96 || index == 899 else { continue }
      state = fold(log.lines[folded...], into: state)
      folded = log.lines.count
      expectEqual(state, recount)
    }
    #expect(state.categories.map(\.name).sorted() == ["code", "math", "safety"])
    #expect(state.decisionsWithoutCategory == recount.decisions.count { $0.category == nil })
    #expect(state.decisionsWithoutCategory > 0)
  }

  private func expectEqual(_ state: RunState, _ recount: Recount) {
    for category in state.categories {
      #expect(category.recentDecisions.countByArm(3) == recount.counts(category.name, last: 64))
      #expect(category.recentDecisions.count == min(64, category.decisions))
      let rewards = recount.rewards(category.name, last: 64)
      let totals = category.recentRewards.totalByArm(3)
      #expect(totals.map(\.count) == rewards.map(\.count))
      // Sums of 1024ths are exact in every order.
      #expect(totals.map(\.sum) == rewards.map { $0.reduce(0, +) })
    }
    #expect(state.rewardModels.map(\.recentDecisions) == recount.counts(nil, last: 256, isAll: true))
    let all = state.recentRewards.totalByArm(3)
    #expect(all.map(\.count) == recount.rewards(nil, last: 256, isAll: true).map(\.count))
    for category in state.summary.categories {
      let shares = category.rewardModels.compactMap(\.recentShare)
      #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func mostDecisionsFirstThenNamesAndTheOthersLast() {
    let state = folded { log in
      log.run(dim: nil)
      for index in 0..<300 { log.decide("\(index)", "a", step: 1, category: "c\(index)") }
      for index in 0..<3 { log.decide("more \(index)", "a", step: 1, category: "c7") }
      log.decide("again", "a", step: 1, category: "c200")
    }
    let names = state.categoryOrder.map { state.categories[$0].name }
    #expect(names.count == 257)
    #expect(names.prefix(4) == ["c7", "c200", "c0", "c1"])
    #expect(names.last == "(other)")
    #expect(state.summary.categories.map(\.name) == names)
    #expect(state.summary.categories.last?.decisions == 44)
  }

  /// What is not known is absent: a reward model without rewards, one that has left, a category without contexts.
  @Test func whatIsNotKnownIsAbsent() throws {
    var log = LogBuilder()
    log.run()
    for index in 0..<12 {
      let id = "\(index)"
      log.decide(
        id, index % 2 == 0 ? "a" : "b", step: index / 4, x: [1, Double(index) / 8], category: "math")
      log.loss(id, Double(index % 3))
    }
    log.pair("x", step: 5, category: "code")
    let before = log.state
    let math = try #require(before.categories.firstIndex { $0.name == "math" })
    let code = try #require(before.categories.firstIndex { $0.name == "code" })
    let best = (0..<3).compactMap { before.bestProbability(category: math, arm: $0) }
    #expect(best.count == 3 && abs(best.reduce(0, +) - 1) < 1e-9)
    #expect(before.bestProbability(category: code, arm: 0) == nil)
    let summaries = before.summary.categories
    #expect(summaries.map(\.name) == ["math", "code"])
    #expect(summaries[0].rewardModels.map { $0.recentRewardMean == nil } == [false, false, true])
    #expect(summaries[0].rewardModels.map(\.recentShare) == [0.5, 0.5, 0])
    #expect(summaries[0].probes == 8 && summaries[1].probes == 0)
    #expect(summaries[1].rewardModels.allSatisfy { $0.recentShare == nil && $0.rewardMean == nil })
    log.control("s-1", .remove, "b")
    log.applied("s-1")
    log.pair("y", step: 6, category: "math")
    #expect(log.state.bestProbability(category: math, arm: 1) == nil)
    #expect(log.state.bestProbability(category: math, arm: 0) != nil)
  }

  /// A reward model that joins has no P(best) in a category until somebody looks.
  @Test func aNewcomerHasNoProbabilityYet() {
    var log = LogBuilder()
    log.run()
    for index in 0..<8 {
      log.decide("\(index)", "a", step: index / 4, x: [1, 0], category: "math")
      log.loss("\(index)", 1)
    }
    let before = log.state
    log.control("s-1", .add(name: nil, cost: nil, prior: nil), "d")
    log.applied("s-1")
    let joined = fold(log.lines.suffix(2), into: before)
    #expect(joined.isLookDue && !before.isLookDue)
    #expect(joined.bestProbability(category: 0, arm: 3) == nil)
    #expect(joined.bestProbability(category: 0, arm: 0) != nil)
    #expect((log.state.bestProbability(category: 0, arm: 3) ?? 0) > 0)
  }

  @Test func withoutPosteriorsThereIsNoProbability() {
    let state = folded { log in
      log.run {
        $0.reward.rule = .quantile
        $0.reward.history = 1 << 40
      }
      log.decide("1", "a", step: 1, x: [1, 0], category: "math")
      log.loss("1", 1)
      log.pair("2", step: 2)
    }
    #expect(state.bestProbability(category: 0, arm: 0) == nil)
  }
}
