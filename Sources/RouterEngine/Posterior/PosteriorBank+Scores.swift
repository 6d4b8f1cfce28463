extension PosteriorBank {
  /// The distributions of the scores μ·x of some arms for some contexts.
  ///
  /// - Parameters:
  ///   - contexts: each of `dimension` finite numbers; in a shorter one the rest counts as zero, of a longer one the
  ///     rest is ignored.
  ///   - arms: indices below `count`.
  /// - Returns: by context, then by position in `arms`. Where numbers overflow, a mean or deviation is not finite.
  /// - Complexity: O(contexts · arms · width²), and O(width³) for each arm whose factor is not at hand.
  ///
  /// Numerics: with L u = x the variance is u·u, never negative, and the mean u·v with L v = b; a context's numbers do
  /// not depend on the contexts beside it.
  ///
  /// Source: the law of x·w under Wu & Lu's posterior (2025, section 3.3); docs/engine.md, *Online* (decide). Tested by
  /// `PosteriorBank+ScoresTests` and `PosteriorBank+NumericsTests`.
  package mutating func scores(of contexts: [[Double]], arms chosen: [Int]) -> [[ScoreDistribution]] {
    var rows: [Double] = []
    rows.reserveCapacity(contexts.count * settings.width)
    for context in contexts { rows += row(of: context) }
    // Forwards and backwards in turn: what the last call has read last is still in the processor's cache.
    readsBackwards.toggle()
    return ArmPosterior.scores(
      rows: rows, of: &arms, chosen: chosen, backwards: readsBackwards, settings: settings)
  }

  /// A context as `width` numbers: filled up with zeros, cut, and 1 appended where there is an intercept.
  func row(of context: [Double]) -> [Double] {
    var row = Array(context.prefix(settings.dimension))
    row.reserveCapacity(settings.width)
    row.append(contentsOf: repeatElement(0, count: settings.dimension - row.count))
    if settings.hasIntercept { row.append(1) }
    return row
  }

  /// μ, of length `width`; s E before the first observation.
  ///
  /// - Complexity: O(width²) with the factor at hand, else O(width³).
  package mutating func posteriorMean(_ arm: Int) -> [Double] { arms[arm].posteriorMean(settings) }

  /// The diagonal of Λ⁻¹, of length `width`; that of (λ₀ M)⁻¹ before the first observation.
  ///
  /// - Complexity: O(width³).
  package mutating func varianceDiagonal(_ arm: Int) -> [Double] { arms[arm].varianceDiagonal(settings) }
}
