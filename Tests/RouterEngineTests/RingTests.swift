import RouterEngine
import TestSupport
import Testing

@Suite struct RingTests {
  private func inOrder(_ ring: Ring<Double>) -> [Double] {
    Array(ring.storage[ring.oldest...] + ring.storage[..<ring.oldest])
  }

  /// Against an array that keeps its last elements.
  @Test func itKeepsTheLastInOrderWhateverItsCapacityBecomes() {
    var generator = SeededGenerator(seed: 12)
    var ring = Ring<Double>(capacity: 3)
    var expected: [Double] = []
    for number in 0..<2000 {
      if Int.random(in: 0..<20, using: &generator) == 0 {
        let capacity = Int.random(in: 1...9, using: &generator)
        #expect(Array(ring.resize(capacity: capacity)) == Array(expected.dropLast(capacity)))
        expected = Array(expected.suffix(capacity))
        #expect(ring.capacity == capacity)
      } else {
        let gone = expected.count == ring.capacity ? expected.removeFirst() : nil
        expected.append(Double(number))
        #expect(ring.append(Double(number)) == gone)
      }
      #expect(inOrder(ring) == expected && ring.count == expected.count)
    }
  }

  @Test func aCapacityBelowOneIsOne() {
    var ring = Ring<Double>(capacity: -4)
    #expect(ring.append(1) == nil && ring.append(2) == 1)
    #expect(Array(ring.resize(capacity: 0)) == [] && ring.storage == [2])
  }

  @Test func theDigestIsThatOfTheOrderOfArrival() {
    func digest(_ ring: Ring<Double>) -> UInt64 {
      var digest = StateDigest()
      ring.hash(into: &digest)
      return digest.value
    }
    var around = Ring<Double>(capacity: 3)
    for number in 1...5 { around.append(Double(number)) }
    var straight = Ring<Double>(capacity: 3)
    for number in 3...5 { straight.append(Double(number)) }
    #expect(around.oldest != straight.oldest && digest(around) == digest(straight))
    straight.append(6)
    #expect(digest(around) != digest(straight))
  }
}
