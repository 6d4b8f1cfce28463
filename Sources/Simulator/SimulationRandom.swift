/// The dice of a simulated world: every throw is keyed by what it is for, so that a ban or a late feedback
/// changes no other throw and two runs that differ in their controls see the same pairs.
///
/// SplitMix64 over a hash of (seed, purpose, numbers). Only integer arithmetic and exact floating-point
/// operations: the same bits on every machine.
struct SimulationRandom: Sendable {
  /// What a throw is for.
  enum Purpose: UInt64, Sendable {
    case category = 1
    case centre
    case context
    case prompt
    case difficulty
    case label
    case loss
    case score
    case latency
    case pace
    case metric
    case skill
    case mess
  }

  private var state: UInt64

  init(seed: UInt64, _ purpose: Purpose, _ numbers: Int...) {
    state = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    state = Self.mix(state ^ purpose.rawValue)
    for number in numbers { state = Self.mix(state ^ UInt64(bitPattern: Int64(number))) }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// In (0, 1), on a grid of 2⁻⁵³.
  mutating func uniform() -> Double {
    (Double(next() >> 11) + 0.5) * 0x1p-53
  }

  /// Nearly normal with mean 0 and sd 1, in (−6, 6): the sum of twelve uniforms, which needs no logarithm.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniform() }
    return sum
  }

  /// In `0 ..< bound`; `bound` ≥ 1.
  mutating func index(below bound: Int) -> Int {
    min(bound - 1, Int(uniform() * Double(bound)))
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
