import Testing

@testable import RunState

@Suite struct ContextStoreTests {
  @Test func dropsTheOldestBeyond4096() {
    var store = ContextStore()
    var dropped = 0
    for id in 0..<5000 { dropped += store.insert([Double(id)], for: IdentifierHash("\(id)")) }
    #expect(dropped == 904)
    #expect(store.count == 4096)
    #expect(store[IdentifierHash("903")] == nil)
    #expect(store[IdentifierHash("904")] == [904])
  }

  @Test func dropsTheOldestBeyond64MiB() {
    var store = ContextStore()
    let mebibyte = [Double](repeating: 1, count: 1 << 17)
    var dropped = 0
    for id in 0..<70 { dropped += store.insert(mebibyte, for: IdentifierHash("\(id)")) }
    #expect(dropped == 6)
    #expect(store.count == 64)
  }

  @Test func usedOnesMakeRoom() {
    var store = ContextStore()
    var dropped = 0
    for id in 0..<20_000 {
      dropped += store.insert([1], for: IdentifierHash("\(id)"))
      if id >= 3000 { store.remove(IdentifierHash("\(id - 3000)")) }
    }
    #expect(dropped == 0)
    #expect(store.count == 3000)
  }
}
