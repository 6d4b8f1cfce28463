import Foundation

/// SplitMix64: the same numbers from the same seed everywhere, so that a failure can be run again.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The first number becomes the state, or neighbouring seeds would give the same numbers one place on.
  package init(seed: some BinaryInteger) {
    state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15
    state = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// In (0, 1).
  package mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// In [-1, 1).
  package mutating func number() -> Double { Double(Int64(bitPattern: next()) >> 11) * 0x1p-52 }

  package mutating func number(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }

  /// N(0, 1).
  package mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }

  /// Independent normal numbers.
  package mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }

  /// In 0 ..< count.
  package mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  package mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  package mutating func element<T>(_ values: [T]) -> T { values[below(values.count)] }

  /// True in so many of a hundred cases.
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  package mutating func maybe<Value>(_ value: (inout SeededGenerator) -> Value) -> Value? {
    chance(50) ? value(&self) : nil
  }
}
