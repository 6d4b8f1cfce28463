import TestSupport
import Testing

@testable import RouterEngine

@Suite struct ControlEntriesTests {
  /// Random histories of all that changes the set, against one array that is searched from end to end.
  @Test(arguments: 1...40) func whatIsFoundByPlaceIsWhatASearchFinds(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let count = 2 + generator.below(3)
    var set = AllowedSet(count: count)
    var naive = NaiveAllowedSet(count: count)
    let categories = ["a", "b", "c", "d"].prefix(1 + generator.below(4))
    var step: Int? = generator.below(2) == 0 ? nil : 5
    for turn in 0..<250 {
      switch generator.below(12) {
      case 0, 1:
        step = (step ?? 0) + generator.below(4)
        #expect(set.expire(routingStep: step ?? 0) == naive.expire(at: step ?? 0))
      case 2 where generator.below(6) == 0:
        let arm = generator.below(set.count)
        if set.refusal(ofRemoving: arm, categories: Array(categories)) == nil {
          set.remove(arm)
          naive.remove(arm)
        }
      case 3 where generator.below(5) == 0 && set.count < 8:
        set.add()
        naive.presence.append(true)
      default:
        let verb = ControlRequest.Verb.allCases[generator.below(4)]
        var request = ControlRequest(
          sequence: "s-\(turn)", verb: verb, arm: generator.below(set.count + 1),
          category: generator.below(3) == 0 ? nil : ["a", "b", "c", "d"][generator.below(4)],
          steps: generator.below(2) == 0 ? nil : generator.below(7))
        if verb == .unpin, generator.below(2) == 0 { request.arm = nil }
        if generator.below(6) == 0 { request.undoes = "s-\(generator.below(turn + 1))" }
        var (refusal, expected): (ControlRefusal?, ControlRefusal?)
        do { try naive.apply(request, categories: Array(categories), step: step) } catch { expected = error }
        do { try set.apply(request, categories: Array(categories), step: step) } catch { refusal = error }
        #expect(refusal == expected, "turn \(turn): \(request)")
      }
      for category in [nil, "a", "b", "c", "d", "other"] {
        #expect(set.allowed(category: category) == naive.allowed(category), "turn \(turn)")
      }
      #expect(set.entries.inOrder.map(\.sequence) == naive.entries.map(\.sequence), "turn \(turn)")
      for arm in 0..<set.count {
        #expect(
          set.badges(arm).map(\.sequence).sorted()
            == naive.entries.filter { $0.arm == arm }.map(\.sequence).sorted())
      }
    }
  }

  /// Two ways to the same pins and bans are equal, whatever stood there before.
  @Test func whatIsGoneLeavesNoTrace() {
    func entry(_ slot: AllowedSet.Slot, _ expiry: AllowedSet.Expiry, order: Int) -> AllowedSet.Entry {
      AllowedSet.Entry(slot: slot, arm: 1, sequence: "s", expiry: expiry, order: order)
    }
    var entries = ControlEntries()
    let empty = entries
    let places: [AllowedSet.Slot] = [
      .pin(category: "c"), .ban(arm: 1, category: "c"), .ban(arm: 1, category: nil),
    ]
    let expiries: [AllowedSet.Expiry] = [.never, .before(9), .before(3), .awaitingStep(2)]
    for slot in places {
      for (order, expiry) in expiries.enumerated() {
        entries.put(entry(slot, expiry, order: order), at: slot)
      }
    }
    #expect(entries.hasScopedBan(1) && entries.inOrder.count == 3)
    entries.startWaiting { .before(10 + $0) }
    #expect(entries.removeEnded(at: 11).isEmpty)
    #expect(entries.removeEnded(at: 12).count == 3)
    #expect(entries == empty && entries.isEmpty && !entries.hasScopedBan(1))
    for slot in places { entries.put(entry(slot, .before(4), order: 1), at: slot) }
    entries.removeAll(of: 1)
    #expect(entries == empty)
  }
}
