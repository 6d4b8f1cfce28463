import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct DecisionRecordTests {
  /// The last ten of each RM, against a list of all of them.
  @Test(arguments: 0..<8) func areTheLastTenOfEach(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    var all: [String: [(id: String, step: Int, outcome: DecisionRecord.Outcome, reward: Double)]] = [:]
    var waiting: [(rm: String, id: String)] = []
    let state = folded { log in
      log.run()
      for step in 0..<12 {
        for place in 0..<numbers.below(9) {
          let rm = numbers.element(["a", "b", "c"])
          log.decide("\(step).\(place)", rm, step: step, category: "math", by: "thompson")
          all[rm, default: []].append(("\(step).\(place)", step, .waiting, 0))
          waiting.append((rm, "\(step).\(place)"))
        }
        while !waiting.isEmpty, numbers.chance(80) {
          let (rm, id) = waiting.remove(at: numbers.below(waiting.count))
          let (event, outcome, reward) = Self.outcome(&numbers)
          log.feedback(id, event)
          guard let index = all[rm]?.firstIndex(where: { $0.id == id }) else { continue }
          all[rm]?[index].outcome = outcome
          all[rm]?[index].reward = reward
        }
      }
    }
    for (arm, rm) in ["a", "b", "c"].enumerated() {
      let kept = state.rewardModels[arm].lastDecisions
      let expected = all[rm, default: []].suffix(10)
      #expect(kept.map(\.id) == expected.map(\.id))
      #expect(kept.map(\.step) == expected.map(\.step))
      #expect(kept.map(\.outcome) == expected.map(\.outcome))
      #expect(kept.map(\.reward) == expected.map(\.reward))
      #expect(kept.allSatisfy { $0.by == "thompson" && $0.category == 0 && $0.offset % 100 == 0 })
    }
  }

  private static func outcome(
    _ numbers: inout SeededGenerator
  ) -> (FeedbackEvent.Outcome, DecisionRecord.Outcome, Double) {
    switch numbers.below(5) {
    case 0: return (.tie, .tie, 0)
    case 1: return (.error("down"), .error, 0)
    case 2: return (.loss(.nan), .notFinite, 0)
    case 3: return (.loss(0.25), .reward, -0.25)
    default: return (.reward(3), .reward, 3)
    }
  }

  @Test func longTextsAreCut() {
    let state = folded { log in
      log.run()
      log.decide(String(repeating: "é", count: 200), "a", by: String(repeating: "b", count: 200))
    }
    let record = state.rewardModels[0].lastDecisions.first
    #expect(record?.id == String(repeating: "é", count: 64) && record?.by?.utf8.count == 128)
  }

  @Test func theLastErrorHasItsMoment() {
    let state = folded { log in
      log.run()
      log.decide("1", "a", step: 3)
      log.feedback("1", .error("first"))
      log.decide("2", "a", step: 4)
      log.feedback("2", .error("timeout"))
      log.decide("3", "a", step: 5)
    }
    let model = state.rewardModels[0]
    #expect(model.lastError == "timeout" && model.lastErrorStep == 4 && model.lastErrorTime == 1002.5)
    #expect(state.rewardModels[1].lastErrorStep == nil)
  }

  /// The digest knows of it: two logs that differ in nothing else.
  @Test func isInTheDigest() {
    func digest(_ id: String) -> UInt64 {
      folded { log in
        log.run()
        log.decide(id, "a", step: 1)
      }.digest
    }
    #expect(digest("x") != digest("y"))
    #expect(digest("x") == digest("x"))
  }
}
