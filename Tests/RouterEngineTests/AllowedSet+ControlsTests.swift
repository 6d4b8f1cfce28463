import TestSupport
import Testing

@testable import RouterEngine

@Suite struct AllowedSetControlsTests {
  private func request(
    _ sequence: String, _ verb: ControlRequest.Verb, _ arm: Int?, _ category: String? = nil,
    steps: Int? = nil,
    undoes: String? = nil
  ) -> ControlRequest {
    ControlRequest(
      sequence: sequence, verb: verb, arm: arm, category: category, steps: steps, undoes: undoes)
  }

  private func set(_ requests: [ControlRequest], count: Int = 3, step: Int? = 0) throws -> AllowedSet {
    var set = AllowedSet(count: count)
    for request in requests { try set.apply(request, categories: ["c", "d"], step: step) }
    return set
  }

  @Test func unbanLiftsItsOwnScopeOnly() throws {
    var set = try set([request("1", .ban, 0), request("2", .ban, 0, "c")])
    try set.apply(request("3", .unban, 0), categories: [], step: 1)
    #expect(set.allowed(category: "c") == [1, 2])
    #expect(set.allowed(category: "d") == [0, 1, 2])
    try set.apply(request("4", .unban, 0, "c"), categories: [], step: 1)
    #expect(set.allowed(category: "c") == [0, 1, 2])
  }

  @Test func unpinTakesTheScopesPin() throws {
    var set = try set([request("1", .pin, 0), request("2", .pin, 1, "c")])
    try set.apply(request("3", .unpin, nil), categories: [], step: 1)
    #expect(set.allowed(category: "d") == [0, 1, 2])
    try set.apply(request("4", .unpin, 1, "c"), categories: [], step: 1)
    #expect(set.allowed(category: "c") == [0, 1, 2])
  }

  @Test func refusals() throws {
    let set = try set([request("1", .ban, 0), request("2", .ban, 1, "e"), request("3", .pin, 2, "c")])
    let cases: [(ControlRequest, ControlRefusal?)] = [
      (request("9", .pin, 3), .unknownRewardModel(3)),
      (request("9", .ban, -1), .unknownRewardModel(-1)),
      (request("9", .pin, nil), .unknownRewardModel(nil)),
      (request("9", .ban, nil), .unknownRewardModel(nil)),
      (request("9", .unban, nil), .unknownRewardModel(nil)),
      (request("9", .pin, 1, steps: 0), .stepsOutOfRange(0)),
      (request("9", .ban, 1, steps: -4), .stepsOutOfRange(-4)),
      (request("9", .unban, 1), .notBanned(arm: 1, category: nil)),
      (request("9", .unban, 0, "c"), .notBanned(arm: 0, category: "c")),
      (request("9", .unpin, nil), .notPinned(arm: nil, category: nil)),
      (request("9", .unpin, 1, "c"), .notPinned(arm: 1, category: "c")),
      (request("9", .ban, 2, "e"), .leavesNothing(category: "e")),
      (request("9", .ban, 2), .leavesNothing(category: "e")),
      (request("9", .unpin, nil, undoes: "8"), .nothingToUndo("8")),
      (request("9", .ban, 1), nil),
      (request("9", .ban, 2, "c"), nil),
      (request("9", .pin, 0), nil),
    ]
    for (request, refusal) in cases {
      #expect(set.refusal(of: request, categories: ["c", "d"], step: 5) == refusal)
      var changed = set
      do throws(ControlRefusal) {
        try changed.apply(request, categories: ["c", "d"], step: 5)
        #expect(refusal == nil)
      } catch {
        #expect(error == refusal)
        #expect(changed == set)
      }
    }
  }

  @Test func categoriesNotYetSeenAreProtected() throws {
    let set = try set([request("1", .ban, 0), request("2", .ban, 1)])
    #expect(
      set.refusal(of: request("3", .ban, 2), categories: [], step: 0) == .leavesNothing(category: nil))
    // A known category may already be worse off than the others.
    var narrow = try self.set([request("1", .ban, 0, "c"), request("2", .ban, 1, "c")])
    #expect(
      narrow.refusal(of: request("3", .ban, 2), categories: ["c"], step: 0) == .leavesNothing(category: "c"))
    narrow.remove(0)
    #expect(
      narrow.refusal(of: request("3", .ban, 2, "c"), categories: [], step: 0) == .leavesNothing(category: "c")
    )
  }

  @Test func undoBringsBackWhatStoodThereWithItsEnd() throws {
    var set = try set([request("1", .pin, 0, steps: 50), request("2", .pin, 1)])
    try set.apply(request("3", .unpin, nil, undoes: "2"), categories: [], step: 30)
    #expect(set.allowed(category: nil) == [0])
    #expect(set.badges(0)[0].remainingSteps(from: 30) == 20)
    #expect(set.badges(0)[0].sequence == "1")
    try set.apply(request("4", .unpin, nil, undoes: "1"), categories: [], step: 31)
    #expect(set.allowed(category: nil) == [0, 1, 2])
    // The undo of an undo.
    try set.apply(request("5", .pin, 0, undoes: "4"), categories: [], step: 32)
    #expect(set.allowed(category: nil) == [0])
  }

  @Test func undoAfterTheEndBringsNothingBack() throws {
    var set = try set([request("1", .pin, 0, steps: 5), request("2", .pin, 1, steps: 100)])
    try set.apply(request("3", .unpin, nil, undoes: "2"), categories: [], step: 5)
    #expect(set.allowed(category: nil) == [0, 1, 2])
  }

  @Test func undoOfAnUnbanBansAgainUnlessNothingWouldBeLeft() throws {
    var set = try set([
      request("1", .ban, 0), request("2", .unban, 0), request("3", .ban, 1), request("4", .ban, 2),
    ])
    #expect(
      set.refusal(of: request("5", .ban, 0, undoes: "2"), categories: [], step: 1)
        == .leavesNothing(category: nil))
    try set.apply(request("6", .unban, 2), categories: [], step: 1)
    try set.apply(request("7", .ban, 0, undoes: "2"), categories: [], step: 1)
    #expect(set.allowed(category: nil) == [2])
  }

  @Test func anUndoneRewardModelThatWasRemovedIsRefused() throws {
    var set = try set([request("1", .pin, 0), request("2", .pin, 1)])
    set.remove(0)
    #expect(
      set.refusal(of: request("3", .pin, nil, undoes: "2"), categories: [], step: 1) == .unknownRewardModel(0)
    )
  }

  /// Whatever is applied in whatever order, some reward model is left for every category.
  @Test(arguments: 1...30)
  func neverEmpty(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var set = AllowedSet(count: 3)
    let categories = ["c", "d"]
    for index in 0..<200 {
      let control = ControlRequest(
        sequence: String(index), verb: ControlRequest.Verb.allCases[generator.below(4)],
        arm: generator.below(4), category: [nil, "c", "d", "e"][generator.below(4)],
        steps: generator.below(3) == 0 ? generator.below(20) : nil,
        undoes: generator.below(4) == 0 ? String(generator.below(index + 1)) : nil)
      let before = set
      let refusal = set.refusal(of: control, categories: categories, step: index)
      do throws(ControlRefusal) {
        try set.apply(control, categories: categories, step: index)
        #expect(refusal == nil)
      } catch {
        #expect(error == refusal)
        #expect(set == before)
      }
      for category in [nil, "c", "d", "e", "f"] { #expect(!set.allowed(category: category).isEmpty) }
      set.expire(routingStep: index)
    }
  }

  @Test func everyRefusalIsASentence() {
    let sentences: [(ControlRefusal, String)] = [
      (.unknownRewardModel(3), "rm3 is not in this run"),
      (.unknownRewardModel(nil), "no reward model is named"),
      (.stepsOutOfRange(0), "0 steps cannot be counted, at least 1 is needed"),
      (.notPinned(arm: nil, category: nil), "nothing is pinned globally"),
      (.notPinned(arm: 1, category: "c"), "rm1 is not pinned for c"),
      (.notBanned(arm: 0, category: nil), "rm0 is not banned globally"),
      (.leavesNothing(category: "c"), "no reward model would be left for c"),
      (.leavesNothing(category: nil), "no reward model would be left"),
      (.nothingToUndo("s-1"), "there is no control s-1 that was obeyed and could be undone"),
    ]
    for (refusal, sentence) in sentences { #expect(refusal.sentence { "rm\($0)" } == sentence) }
    #expect(
      ControlRefusal.notBanned(arm: 0, category: nil).description == "reward model 1 is not banned globally")
  }
}
