import TestSupport
import Testing

@testable import RunState

@Suite struct ArrivalQueueTests {
  /// Against a list in order of arrival, over thousands of operations: past the compaction of the order.
  @Test(arguments: 0..<4) func isAListInOrderOfArrival(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    var queue = ArrivalQueue<Int>()
    var list: [(id: Int, value: Int)] = []
    for value in 0..<6000 {
      switch numbers.below(8) {
      case 0 where !list.isEmpty:
        let gone = list.remove(at: numbers.below(list.count))
        #expect(queue.remove(IdentifierHash("\(gone.id)")) == gone.value)
        #expect(queue.remove(IdentifierHash("\(gone.id)")) == nil)
      case 1, 2:
        #expect(queue.removeOldest() == list.first?.value)
        if !list.isEmpty { list.removeFirst() }
      case 3 where value % 500 < 8:
        let gone = queue.removeAll { $0 % 3 == 0 }
        #expect(gone.sorted() == list.map(\.value).filter { $0 % 3 == 0 }.sorted())
        list.removeAll { $0.value % 3 == 0 }
      default:
        queue.insert(value, for: IdentifierHash("\(value + 10_000)"))
        list.append((value + 10_000, value))
      }
      #expect(queue.count == list.count)
    }
    #expect(queue.all.sorted() == list.map(\.value).sorted())
    for entry in list { #expect(queue[IdentifierHash("\(entry.id)")] == entry.value) }
  }

  @Test func aValueThatWaitsIsReplacedWhereItStands() {
    var queue = ArrivalQueue<Int>()
    for id in ["a", "b"] { queue.insert(1, for: IdentifierHash(id)) }
    queue.insert(7, for: IdentifierHash("a"))
    #expect(queue.count == 2)
    #expect(queue.removeOldest() == 7)
    #expect(queue.removeOldest() == 1 && queue.removeOldest() == nil)
  }
}
