import TestSupport

#if arch(x86_64)
  import Testing

  @testable import RouterEngine

  /// Long runs of closes, against solves in extended precision (64 bits of mantissa) of statistics summed in it.
  @Suite struct PosteriorBankNumericsTests {
    /// S and c, and what follows from them, in `Float80`; shares no code with the engine.
    struct Extended {
      let width: Int
      var sums: [[Float80]]
      var rewarded: [Float80]

      init(width: Int) {
        self.width = width
        sums = Array(repeating: Array(repeating: 0, count: width), count: width)
        rewarded = Array(repeating: 0, count: width)
      }

      mutating func close(_ row: [Double], _ reward: Double, forgetting: Double) {
        let keep = Float80(forgetting)
        for i in 0..<width {
          rewarded[i] = rewarded[i] * keep + Float80(reward) * Float80(row[i])
          for j in 0...i { sums[i][j] = sums[i][j] * keep + Float80(row[i]) * Float80(row[j]) }
        }
      }

      /// μ, Λ⁻¹, and the product of the greatest diagonal entries of Λ and Λ⁻¹, which the condition number is within
      /// a factor of width² of.
      func posterior(_ settings: PosteriorSettings) -> (
        mean: [Float80], inverse: [[Float80]], condition: Float80
      ) {
        let noise = Float80(settings.noiseVariance)
        // L D Lᵀ with unit L in `l`.
        var l = sums
        var pivots: [Float80] = []
        var greatest: Float80 = 0
        for j in 0..<width {
          for i in j..<width {
            var entry = sums[i][j] / noise + (i == j ? Float80(settings.priorPrecision) : 0)
            if i == j { greatest = max(greatest, entry) }
            for k in 0..<j { entry -= l[i][k] * l[j][k] * pivots[k] }
            if i == j { pivots.append(entry) } else { l[i][j] = entry / pivots[j] }
          }
        }
        func solve(_ right: [Float80]) -> [Float80] {
          var x = right
          for i in 0..<width { for k in 0..<i { x[i] -= l[i][k] * x[k] } }
          for i in 0..<width { x[i] /= pivots[i] }
          for i in (0..<width).reversed() { for k in (i + 1)..<max(width, i + 1) { x[i] -= l[k][i] * x[k] } }
          return x
        }
        let inverse = (0..<width).map { column in solve((0..<width).map { $0 == column ? 1 : 0 }) }
        let diagonal = (0..<width).map { inverse[$0][$0] }
        return (solve(rewarded.map { $0 / noise }), inverse, greatest * (diagonal.max() ?? 0))
      }
    }

    /// Greatest relative error of mean (by its length), variances of weights, and variances of probes' scores; and
    /// whether no variance is negative.
    private func errors(
      _ bank: inout PosteriorBank, _ wanted: (mean: [Float80], inverse: [[Float80]], condition: Float80),
      probes: [[Double]]
    ) -> (worst: Double, isPositive: Bool) {
      func length(_ vector: [Float80]) -> Float80 { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      let mean = bank.posteriorMean(0)
      let misses = zip(mean, wanted.mean).map { Float80($0) - $1 }
      var worst = length(misses) / max(length(wanted.mean), .leastNormalMagnitude)
      let diagonal = bank.varianceDiagonal(0)
      for (index, value) in diagonal.enumerated() {
        worst = max(worst, abs(Float80(value) / wanted.inverse[index][index] - 1))
      }
      var isPositive = diagonal.allSatisfy { $0 > 0 }
      for (probe, score) in zip(probes, bank.scores(of: probes, arms: [0])) {
        var variance: Float80 = 0
        for (i, one) in probe.enumerated() {
          for (j, other) in probe.enumerated() {
            variance += Float80(one) * wanted.inverse[i][j] * Float80(other)
          }
        }
        let deviation = Float80(score[0].standardDeviation)
        isPositive = isPositive && deviation >= 0
        worst = max(worst, variance > 0 ? abs(deviation * deviation / variance - 1) : deviation)
      }
      return (Double(worst), isPositive)
    }

    enum Stream: CaseIterable {
      /// A quarter each: zeros, one context again and again, a noisy direction, anything.
      case mixed
      /// One context again and again, and zeros: the rest of the space stays as the prior has it.
      case one
    }

    /// 20,000 closes of one reward: within 1e-10, or within 64 roundings times the condition number of Λ where that
    /// is more (from 7000 on), because S is rounded: 1e-5 where one context comes 15,000 times, σ² is 0.01, λ₀ is
    /// 0.001, and the rest of the space is never seen.
    @Test(arguments: [1, 0.99], Stream.allCases)
    func staysExactOver20000Closes(forgetting: Double, stream: Stream) throws {
      let width = 4
      var generator = SeededGenerator(seed: 77)
      let settings = PosteriorSettings(dimension: width, forgetting: forgetting)
      var bank = try PosteriorBank(settings: settings, priorMeans: [nil])
      var reference = Extended(width: width)
      let repeated = generator.vector(width)
      let direction = generator.vector(width)
      let probes = [
        repeated, direction, generator.vector(width), Array(repeating: 0, count: width), [1, 0, 0, 0],
      ]
      let looks: Set = [1, 2, 63, 64, 65, 1000, 8191, 20_000]
      for close in 1...20_000 {
        let row: [Double]
        switch (close % 4, stream) {
        case (0, _): row = Array(repeating: 0, count: width)
        case (1, _), (_, .one): row = repeated
        case (2, _): row = direction.map { $0 + 0.1 * generator.normal() }
        default: row = generator.vector(width)
        }
        let reward = generator.normal() + row[0]
        bank.closeBatch([Observation(arm: 0, context: row, reward: reward)])
        reference.close(row, reward, forgetting: forgetting)
        guard looks.contains(close) else { continue }
        for priorPrecision in [1e-3, 1, 1e3] {
          for noiseVariance in [1e-2, 1, 1e2] {
            try bank.changeSettings(priorPrecision: priorPrecision, noiseVariance: noiseVariance)
            let wanted = reference.posterior(bank.settings)
            let found = errors(&bank, wanted, probes: probes)
            let allowed = max(1e-10, 64 * Double(wanted.condition) * 0x1p-52)
            #expect(found.worst <= allowed, "close \(close), λ₀ \(priorPrecision), σ² \(noiseVariance)")
            #expect(found.isPositive)
          }
        }
      }
    }

    /// Every shape that a kernel's blocks can be cut by, by rows that wait, by few and by many at a close.
    @Test(arguments: [1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 130])
    func everySizeEqualsAnExtendedSolve(width: Int) throws {
      var generator = SeededGenerator(seed: width)
      for (index, batch) in [1, 5, 8, 70].enumerated() {
        let settings = PosteriorSettings(
          dimension: width, priorPrecision: [1e-3, 1, 1e3, 0.1][index], noiseVariance: 0.1)
        var bank = try PosteriorBank(settings: settings, priorMeans: [nil])
        var reference = Extended(width: width)
        for _ in 0..<(75 / batch + 1) {
          let rows = (0..<batch).map { _ in
            Observation(
              arm: 0, context: generator.vector(width).map { $0 / Double(width).squareRoot() },
              reward: generator.normal())
          }
          bank.closeBatch(rows)
          for row in rows { reference.close(row.context, row.reward, forgetting: 1) }
        }
        let found = errors(
          &bank, reference.posterior(settings), probes: (0..<3).map { _ in generator.vector(width) })
        #expect(found.worst <= 1e-10)
        #expect(found.isPositive)
        guard width > 64 else { continue }
        break
      }
    }
  }
#endif
