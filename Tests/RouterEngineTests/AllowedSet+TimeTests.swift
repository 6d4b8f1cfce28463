import Testing

@testable import RouterEngine

@Suite struct AllowedSetTimeTests {
  @Test func aControlHoldsWhileTheStepIsBelowStartPlusSteps() throws {
    var set = AllowedSet(count: 2)
    try set.apply(ControlRequest(sequence: "1", verb: .ban, arm: 0, steps: 3), categories: [], step: 10)
    for step in 10...12 {
      #expect(set.expire(routingStep: step) == [])
      #expect(set.allowed(category: nil) == [1])
    }
    #expect(set.expire(routingStep: 13) == ["1"])
    #expect(set.allowed(category: nil) == [0, 1])
    #expect(set.expire(routingStep: 14) == [])
  }

  @Test func endsAreNamedInTheOrderGiven() throws {
    var set = AllowedSet(count: 4)
    let requests = [
      ControlRequest(sequence: "a", verb: .ban, arm: 2, steps: 2),
      ControlRequest(sequence: "b", verb: .pin, arm: 1, category: "c", steps: 1),
      ControlRequest(sequence: "c", verb: .ban, arm: 0, steps: 1),
      ControlRequest(sequence: "d", verb: .ban, arm: 1),
    ]
    for request in requests { try set.apply(request, categories: [], step: 0) }
    #expect(set.expire(routingStep: 9) == ["a", "b", "c"])
    #expect(set.allowed(category: nil) == [0, 2, 3])
  }

  @Test func withoutAStepTheCountStartsAtTheFirst() throws {
    var set = AllowedSet(count: 2)
    try set.apply(ControlRequest(sequence: "1", verb: .pin, arm: 0, steps: 2), categories: [], step: nil)
    #expect(set.badges(0)[0].remainingSteps(from: nil) == 2)
    #expect(set.expire(routingStep: 7) == [])
    #expect(set.badges(0)[0].remainingSteps(from: 8) == 1)
    #expect(set.expire(routingStep: 9) == ["1"])
  }

  @Test func countsThatOverflowNeverEnd() throws {
    var set = AllowedSet(count: 2)
    try set.apply(ControlRequest(sequence: "1", verb: .pin, arm: 0, steps: .max), categories: [], step: 5)
    #expect(set.expire(routingStep: .max) == [])
    #expect(set.badges(0)[0].remainingSteps(from: 5) == nil)
    try set.apply(ControlRequest(sequence: "2", verb: .pin, arm: 1, steps: .max), categories: [], step: nil)
    #expect(set.expire(routingStep: .max) == [])
    #expect(set.pin(category: nil) == 1)
  }

  @Test func presence() throws {
    var set = AllowedSet(count: 2)
    set.add()
    #expect(set.count == 3)
    #expect(set.allowed(category: nil) == [0, 1, 2])
    try set.apply(ControlRequest(sequence: "1", verb: .pin, arm: 2), categories: [], step: nil)
    try set.apply(ControlRequest(sequence: "2", verb: .ban, arm: 0, category: "c"), categories: [], step: nil)
    set.remove(2)
    #expect(set.pin(category: nil) == nil)
    #expect(set.allowed(category: nil) == [0, 1])
    #expect(set.refusal(ofRemoving: 1, categories: ["c"]) == .leavesNothing(category: "c"))
    #expect(set.refusal(ofRemoving: 0, categories: ["c"]) == nil)
    #expect(set.refusal(ofRemoving: 2, categories: []) == .unknownRewardModel(2))
    set.remove(2)
    set.remove(9)
    #expect(set.allowed(category: "c") == [1])
    #expect(
      set.refusal(of: ControlRequest(sequence: "3", verb: .pin, arm: 2), categories: [], step: 1)
        == .unknownRewardModel(2))
  }

  /// A category that only a ban has named is protected as known ones are.
  @Test func removingLeavesNoScopeOfABanWithNothing() throws {
    var set = AllowedSet(count: 2)
    try set.apply(ControlRequest(sequence: "1", verb: .ban, arm: 0, category: "c"), categories: [], step: 1)
    #expect(set.refusal(ofRemoving: 1, categories: []) == .leavesNothing(category: "c"))
    #expect(set.refusal(ofRemoving: 0, categories: []) == nil)
  }

  /// What waits for its first step allows the same now, but not later.
  @Test func theDigestHasStepsThatWait() throws {
    let texts = try [2, 3].map { steps in
      var set = AllowedSet(count: 2)
      try set.apply(
        ControlRequest(sequence: "1", verb: .pin, arm: 0, steps: steps), categories: [], step: nil)
      return set.digestText
    }
    #expect(texts == ["present 11; pin 0 for 2", "present 11; pin 0 for 3"])
  }
}
