import LinearAlgebra

extension ArmPosterior {
  /// μ·x and √(xᵀ Λ⁻¹ x) for every context.
  ///
  /// - Parameter rows: contexts of length width, one after the other.
  /// - Complexity: O(contexts · width²) with the factor at hand.
  mutating func scores(rows: [Double], settings: PosteriorSettings) -> [ScoreDistribution] {
    var result: [ScoreDistribution] = []
    result.reserveCapacity(rows.count / width)
    TiledRows.forEach(in: rows, width: width) { tiles in
      result += scores(of: &tiles, isLast: true, settings: settings)
    }
    return result
  }

  /// The same for contexts that have been laid out for it.
  ///
  /// With L u = x the variance is u·u and the mean u·(L⁻¹ b). A context's bits do not depend on the contexts beside
  /// it, nor on their number: the kernels subtract in the same order for one context and for many.
  ///
  /// - Parameter isLast: no other arm is asked about these contexts.
  mutating func scores(
    of tiles: inout TiledRows, isLast: Bool, settings: PosteriorSettings
  ) -> [ScoreDistribution] {
    guard isObserved else { return priorScores(rows: tiles.rows, settings: settings) }
    if tiles.count == 1 { return [scoreOne(tiles.rows, settings)] }
    makeFactor(settings)
    return tiles.dots(factor: block, halfMean, isLast: isLast).map {
      ScoreDistribution(mean: $0.product, variance: $0.square)
    }
  }

  /// The scores of some arms, by context, then by position in `chosen`.
  ///
  /// - Parameter backwards: solve for the last arm first; the scores are the same.
  static func scores(
    rows: [Double], of arms: inout [ArmPosterior], chosen: [Int], backwards: Bool, settings: PosteriorSettings
  ) -> [[ScoreDistribution]] {
    var result: [[ScoreDistribution]] = []
    result.reserveCapacity(rows.count / settings.width)
    TiledRows.forEach(in: rows, width: settings.width) { tiles in
      var byArm: [[ScoreDistribution]] = Array(repeating: [], count: chosen.count)
      for turn in chosen.indices {
        let place = backwards ? chosen.count - 1 - turn : turn
        byArm[place] = arms[chosen[place]].scores(
          of: &tiles, isLast: turn == chosen.count - 1, settings: settings)
      }
      for index in 0..<tiles.count { result.append(byArm.map { $0[index] }) }
    }
    return result
  }

  /// w ~ N(s E, (λ₀ M)⁻¹); in closed form where M = I.
  private func priorScores(rows: ArraySlice<Double>, settings: PosteriorSettings) -> [ScoreDistribution] {
    let width = width
    return stride(from: rows.startIndex, to: rows.endIndex, by: width).map { start in
      var mean = 0.0
      var square = 0.0
      for index in 0..<width {
        let entry = rows[start + index]
        mean += settings.priorScale * priorMean[index] * entry
        square += entry * entry
      }
      if let priorMatrix { square = priorMatrix.block.inverseForm(rows[start..<(start + width)]) }
      return ScoreDistribution(mean: mean, variance: square / settings.priorPrecision)
    }
  }

  private mutating func scoreOne(_ row: ArraySlice<Double>, _ settings: PosteriorSettings)
    -> ScoreDistribution
  {
    var solution = Array(row)
    makeFactor(settings, solving: &solution)
    let dots = TriangleBlock.dots(solution, halfMean)
    return ScoreDistribution(mean: dots.product, variance: dots.square)
  }
}

extension ScoreDistribution {
  init(mean: Double, variance: Double) {
    self.init(mean: mean, standardDeviation: variance.squareRoot())
  }
}
