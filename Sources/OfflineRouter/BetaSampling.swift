import ElementaryFunctions

/// Thompson sampling without context: every RM's chance to be right has a Beta(1, 1) prior.
struct BetaSampling {
  /// 1 + successes, and 1 + failures, by RM.
  private(set) var successes: [Double]
  private(set) var failures: [Double]

  init(count: Int) {
    successes = Array(repeating: 1, count: count)
    failures = successes
  }

  /// The allowed RM with the greatest draw, the lowest index on ties.
  func choose(among allowed: [Int], seed: UInt64, pair: Int) -> Int {
    var best = (arm: allowed[0], value: -1.0)
    for arm in allowed {
      var stream = KeyedStream(seed: seed, purpose: "beta/\(pair)/\(arm)")
      let one = Self.gamma(successes[arm], &stream)
      let other = Self.gamma(failures[arm], &stream)
      let value = one / (one + other)
      if value > best.value { best = (arm, value) }
    }
    return best.arm
  }

  mutating func learn(_ arm: Int, isSuccess: Bool) {
    if isSuccess { successes[arm] += 1 } else { failures[arm] += 1 }
  }

  /// A draw of Gamma(shape, 1) for shape ≥ 1, by rejection (Marsaglia and Tsang, 2000).
  static func gamma(_ shape: Double, _ stream: inout KeyedStream) -> Double {
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let radius = (-2 * log(stream.uniform())).squareRoot()
      let normal = radius * cos(2 * Double.pi * stream.uniform())
      let cube = 1 + c * normal
      guard cube > 0 else { continue }
      let v = cube * cube * cube
      if log(stream.uniform()) < normal * normal / 2 + d - d * v + d * log(v) { return d * v }
    }
  }
}
