import RouterEngine

extension InnovationWatch {
  /// What the window holds. Under the posterior: mean 0, standard deviation 1, coverage 0.95.
  package struct Figures: Equatable, Sendable {
    /// Innovations in the window, 1 … 256.
    package var count: Int
    package var mean: Double
    /// With n − 1; `nil` of a single one.
    package var standardDeviation: Double?
    /// Share of rewards inside the nominal 95 % interval.
    package var coverage: Double
    /// A and B, each in 0 … h and a little more.
    package var higherSum: Double
    package var lowerSum: Double
  }

  /// `nil` without any innovation: nothing can be said.
  ///
  /// - Complexity: O(256).
  package var figures: Figures? {
    guard window.count > 0 else { return nil }
    let mean = windowMean
    var squares = 0.0
    var inside = 0
    for value in window.storage {
      squares += (value - mean) * (value - mean)
      if value.magnitude <= Self.nominalHalfWidth { inside += 1 }
    }
    let count = window.count
    return Figures(
      count: count, mean: mean,
      standardDeviation: count > 1 ? (squares / Double(count - 1)).squareRoot() : nil,
      coverage: Double(inside) / Double(count), higherSum: above.value, lowerSum: below.value)
  }

  var windowMean: Double { window.storage.reduce(0, +) / Double(max(1, window.count)) }

  func hash(into digest: inout StateDigest) {
    for number in [count, unscored, window.oldest, sinceDrift, above.rewards, below.rewards] {
      digest.combine(number)
    }
    for number in [above.value, above.start, below.value, below.start] { digest.combine(number) }
    digest.combine(window.storage)
    digest.combine(drift != nil)
    guard let drift else { return }
    digest.combine(drift.direction.rawValue)
    digest.combine(drift.rewards)
    digest.combine(drift.start)
    digest.combine(drift.sum)
  }
}
