extension ScoreContest {
  /// Trapezoid rule over one lattice: exponentially exact for smooth integrands that vanish at both ends.
  func latticeIntegrals() -> [Double] {
    let intervals = 128
    let step = (upper - lower) / Double(intervals)
    var integrand = Integrand(self)
    for node in 0...intervals {
      let weight = node == 0 || node == intervals ? step / 2 : step
      integrand.add(at: lower + step * Double(node), weight: weight)
    }
    return integrand.sums
  }

  /// Gauss–Legendre between the cuts: each panel sees every score either smooth or constant.
  func panelIntegrals() -> [Double] {
    let reach = NormalDistribution.reach
    var cuts = [lower, upper]
    for (mean, deviation) in zip(means, deviations) {
      for offset in [-reach, -3, -1, 1, 3, reach] {
        let cut = mean + offset * deviation
        if cut > lower, cut < upper { cuts.append(cut) }
      }
    }
    cuts.sort()
    var integrand = Integrand(self)
    for (left, right) in zip(cuts, cuts.dropFirst()) where right > left {
      let middle = (left + right) / 2
      let half = (right - left) / 2
      for (node, weight) in zip(GaussLegendre.nodes, GaussLegendre.weights) {
        integrand.add(at: middle - half * node, weight: half * weight)
        integrand.add(at: middle + half * node, weight: half * weight)
      }
    }
    return integrand.sums
  }

  /// Sums of the integrands of all scores over nodes; a node costs O(scores) by products from both sides.
  private struct Integrand {
    let contest: ScoreContest
    private(set) var sums: [Double]
    private var below: [Double]
    private var cumulative: [Double]

    init(_ contest: ScoreContest) {
      self.contest = contest
      sums = contest.means.map { _ in 0 }
      below = sums
      cumulative = sums
    }

    mutating func add(at t: Double, weight: Double) {
      let count = sums.count
      var product = 1.0
      for index in 0..<count {
        cumulative[index] = NormalDistribution.cumulative(contest.standardised(t, index))
        below[index] = product
        product *= cumulative[index]
      }
      product = weight
      for index in stride(from: count - 1, through: 0, by: -1) {
        let z = contest.standardised(t, index)
        sums[index] += NormalDistribution.density(z) / contest.deviations[index] * below[index] * product
        product *= cumulative[index]
      }
    }
  }

  private func standardised(_ t: Double, _ index: Int) -> Double { (t - means[index]) / deviations[index] }
}

/// Gauss–Legendre quadrature of 16 nodes on [−1, 1]; the positive half, the other is its mirror image.
private enum GaussLegendre {
  static let nodes = [
    0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438,
    0.755404408355003, 0.8656312023878318, 0.9445750230732326, 0.9894009349916499,
  ]
  static let weights = [
    0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674,
    0.12462897125553388, 0.09515851168249279, 0.062253523938647894, 0.027152459411754096,
  ]
}
