import CKernels

extension ArmPosterior {
  /// Contexts solved side by side.
  static let lanes = 8

  /// μ·x and √(xᵀ Λ⁻¹ x) for every context.
  ///
  /// With L u = x the variance is u·u and the mean u·(L⁻¹ b). A context's bits do not depend on the contexts beside
  /// it, nor on their number: the kernels subtract in the same order for one context and for eight.
  ///
  /// - Parameter rows: contexts of length width, one after the other.
  /// - Complexity: O(contexts · width²) with the factor at hand.
  mutating func scores(rows: [Double], settings: PosteriorSettings) -> [ScoreDistribution] {
    guard isObserved else { return priorScores(rows: rows, settings: settings) }
    makeFactor(settings)
    let width = width
    let count = rows.count / width
    var result: [ScoreDistribution] = []
    result.reserveCapacity(count)
    var start = 0
    while start < count {
      let size = min(Self.lanes, count - start)
      if size == 1 {
        result.append(scoreOne(rows[(start * width)...].prefix(width)))
      } else {
        scoreEight(rows[(start * width)...].prefix(size * width), into: &result)
      }
      start += size
    }
    return result
  }

  /// w ~ N(s E, (λ₀ M)⁻¹); in closed form where M = I.
  private func priorScores(rows: [Double], settings: PosteriorSettings) -> [ScoreDistribution] {
    let width = width
    return stride(from: 0, to: rows.count, by: width).map { start in
      var mean = 0.0
      var square = 0.0
      for index in 0..<width {
        let entry = rows[start + index]
        mean += settings.priorScale * priorMean[index] * entry
        square += entry * entry
      }
      if let priorMatrix { square = priorMatrix.inverseForm(rows[start..<(start + width)]) }
      return ScoreDistribution(mean: mean, variance: square / settings.priorPrecision)
    }
  }

  private func scoreOne(_ row: ArraySlice<Double>) -> ScoreDistribution {
    var solution = Array(row)
    var mean = 0.0
    var variance = 0.0
    solution.withUnsafeMutableBufferPointer { solution in
      block.withUnsafeBufferPointer { block in
        halfMean.withUnsafeBufferPointer { half in
          guard let u = solution.baseAddress, let l = block.baseAddress, let v = half.baseAddress else {
            return
          }
          rmtop_solve_one(l, solution.count, solution.count, u)
          rmtop_dots_one(u, v, solution.count, &mean, &variance)
        }
      }
    }
    return ScoreDistribution(mean: mean, variance: variance)
  }

  private func scoreEight(_ rows: ArraySlice<Double>, into result: inout [ScoreDistribution]) {
    let width = width
    let count = rows.count / width
    var solutions = Array(repeating: 0.0, count: width * Self.lanes)
    for lane in 0..<count {
      for index in 0..<width {
        solutions[index * Self.lanes + lane] = rows[rows.startIndex + lane * width + index]
      }
    }
    var means = Array(repeating: 0.0, count: Self.lanes)
    var variances = means
    solutions.withUnsafeMutableBufferPointer { solutions in
      block.withUnsafeBufferPointer { block in
        halfMean.withUnsafeBufferPointer { half in
          guard let u = solutions.baseAddress, let l = block.baseAddress, let v = half.baseAddress else {
            return
          }
          rmtop_solve_eight(l, width, width, u)
          rmtop_dots_eight(u, v, width, &means, &variances)
        }
      }
    }
    for lane in 0..<count {
      result.append(ScoreDistribution(mean: means[lane], variance: variances[lane]))
    }
  }
}

extension ScoreDistribution {
  init(mean: Double, variance: Double) {
    self.init(mean: mean, standardDeviation: variance.squareRoot())
  }
}
