import TestSupport
import Testing

@testable import RunState

@Suite struct IdentifierMemoryTests {
  private func entry(_ id: Int, step: Int? = nil) -> IdentifierMemory.Entry {
    var entry = IdentifierMemory.Entry(hash: IdentifierHash("id\(id)"), step: step, epoch: 0, category: nil)
    entry.flags = .decided
    return entry
  }

  @Test func anEntryHas32Bytes() {
    #expect(MemoryLayout<IdentifierMemory.Entry>.stride == 64)
  }

  @Test func remembersTheLast100000Decisions() {
    var memory = IdentifierMemory()
    let count = 250_000
    var forgotten = 0
    for id in 0..<count where memory.insertDecision(entry(id, step: id), replacing: nil) != nil {
      forgotten += 1
    }
    #expect(forgotten == count - IdentifierMemory.capacity)
    #expect(memory.liveCount == IdentifierMemory.capacity)
    #expect(memory.decisions.entries.count == IdentifierMemory.capacity)
    for id in stride(from: 0, to: count, by: 997) {
      let slot = memory.find(IdentifierHash("id\(id)"))
      #expect((slot != nil) == (id >= count - IdentifierMemory.capacity))
      if let slot { #expect(memory[slot].step == id) }
    }
  }

  @Test func pairsBecomeDecisions() {
    var memory = IdentifierMemory()
    for id in 0..<3000 { memory.insertPair(entry(id)) }
    for id in stride(from: 0, to: 3000, by: 2) {
      let slot = memory.find(IdentifierHash("id\(id)"))
      #expect(slot?.isPair == true)
      _ = memory.insertDecision(entry(id), replacing: slot)
    }
    #expect(memory.liveCount == 3000)
    for id in 0..<3000 { #expect(memory.find(IdentifierHash("id\(id)"))?.isPair == (id % 2 == 1)) }
  }

  /// Against a dictionary and a queue, with few ids so that they come again.
  @Test func equalsAModel() {
    var memory = IdentifierMemory()
    var model: [Int: Bool] = [:]
    var numbers = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let id = numbers.below(5000)
      let slot = memory.find(IdentifierHash("id\(id)"))
      #expect(slot.map(\.isPair) == model[id])
      if slot == nil {
        memory.insertPair(entry(id))
        model[id] = true
      } else if slot?.isPair == true {
        _ = memory.insertDecision(entry(id), replacing: slot)
        model[id] = false
      }
    }
  }

  @Test func stepsAndCategoriesMayBeAbsent() {
    var memory = entry(1)
    #expect(memory.step == nil && memory.category == nil)
    memory.step = 0
    memory.category = 256
    #expect(memory.step == 0 && memory.category == 256)
  }

  @Test func hashesAreFixedAndSpread() {
    #expect(IdentifierHash("") != IdentifierHash("\0"))
    #expect(IdentifierHash("12345678") != IdentifierHash("12345678\0"))
    let once = IdentifierHash("a")
    #expect(once == IdentifierHash("a"))
    #expect(Set((0..<5000).map { IdentifierHash("\($0)").low & 0xFFFF }).count > 4500)
  }
}
