import ElementaryFunctions

/// The training loss of the published router.
///
/// λ_bt · mean over samples of [mean over (right w, wrong l) of weight_wl · softplus(−(s_w − s_l)), 0 without such a
/// pair] + λ_cls · mean over known labels of [softplus(z) − y z]
///
/// Source: docs/engine.md, *Offline, the published way*; the weights are 1 unless the training is balanced.
/// Tested by `HeadLossTests` against golden values and by the gradient checks of `HeadNetworkTests`.
struct HeadLoss {
  let arms: Int
  var preferenceWeight = 1.0
  var classificationWeight = 0.2
  /// K × K by (right, wrong), or empty for 1 everywhere.
  var pairWeights: [Double] = []

  /// Unnormalised sums over some samples.
  struct Sums: Equatable {
    /// Sum over samples of the mean over their pairs.
    var preference = 0.0
    /// Sum over known labels.
    var classification = 0.0
    var samples = 0
    var labels = 0
    /// Samples routed to a reward model that is right, of those where the chosen one's label is known; a tie is wrong.
    var routedRight = 0
    var routed = 0

    static func += (left: inout Sums, right: Sums) {
      left.preference += right.preference
      left.classification += right.classification
      left.samples += right.samples
      left.labels += right.labels
      left.routedRight += right.routedRight
      left.routed += right.routed
    }
  }

  /// The loss of sums over all samples.
  func value(_ sums: Sums) -> Double {
    preferenceWeight * sums.preference / Double(max(1, sums.samples))
      + classificationWeight * sums.classification / Double(max(1, sums.labels))
  }

  /// Adds up samples, and writes the gradient by their scores.
  ///
  /// - Parameters:
  ///   - scores: rows × 2K: s of every reward model, then z.
  ///   - labels: rows × K, as `HeadData.Mark`.
  ///   - batch: samples and known labels of the whole batch of which these are a part.
  ///   - gradient: as `scores`; `nil` where only the value is wanted.
  /// - Complexity: O(rows · K²).
  func add(
    scores: UnsafePointer<Double>, labels: UnsafePointer<Int8>, rows: Int, batch: (samples: Int, labels: Int),
    gradient: UnsafeMutablePointer<Double>?
  ) -> Sums {
    var sums = Sums()
    sums.samples = rows
    let perSample = preferenceWeight / Double(max(1, batch.samples))
    let perLabel = classificationWeight / Double(max(1, batch.labels))
    for row in 0..<rows {
      let scores = scores + row * 2 * arms
      let labels = labels + row * arms
      let gradient = gradient.map { $0 + row * 2 * arms }
      if let gradient { for arm in 0..<2 * arms { gradient[arm] = 0 } }
      addPreference(scores, labels, perSample, gradient, &sums)
      for arm in 0..<arms where labels[arm] != HeadData.Mark.unknown {
        let logit = scores[arms + arm]
        let label = Double(labels[arm])
        sums.classification += Self.softplus(logit) - label * logit
        sums.labels += 1
        gradient?[arms + arm] = perLabel * (Self.sigmoid(logit) - label)
      }
    }
    return sums
  }

  private func addPreference(
    _ scores: UnsafePointer<Double>, _ labels: UnsafePointer<Int8>, _ scale: Double,
    _ gradient: UnsafeMutablePointer<Double>?, _ sums: inout Sums
  ) {
    var right = 0
    var wrong = 0
    var best = 0
    var isTied = false
    for arm in 0..<arms {
      if labels[arm] == HeadData.Mark.right { right += 1 }
      if labels[arm] == HeadData.Mark.wrong { wrong += 1 }
      if arm > 0, scores[arm] >= scores[best] {
        isTied = scores[arm] == scores[best]
        best = isTied ? best : arm
      }
    }
    if labels[best] != HeadData.Mark.unknown {
      sums.routed += 1
      if labels[best] == HeadData.Mark.right, !isTied { sums.routedRight += 1 }
    }
    guard right > 0, wrong > 0 else { return }
    let share = 1 / Double(right * wrong)
    for winner in 0..<arms where labels[winner] == HeadData.Mark.right {
      for loser in 0..<arms where labels[loser] == HeadData.Mark.wrong {
        let weight = share * (pairWeights.isEmpty ? 1 : pairWeights[winner * arms + loser])
        let margin = scores[winner] - scores[loser]
        sums.preference += weight * Self.softplus(-margin)
        guard let gradient else { continue }
        let slope = scale * weight * Self.sigmoid(-margin)
        gradient[winner] -= slope
        gradient[loser] += slope
      }
    }
  }

  /// log(1 + eˣ), without overflow.
  static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-x.magnitude)) }

  /// 1 / (1 + e⁻ˣ), without overflow.
  static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let power = exp(x)
    return power / (1 + power)
  }
}

extension HeadLoss {
  /// Weights that let each of two reward models win against the other equally much: with n_wl the sum over samples,
  /// in which w is right and l wrong, of the pair's share 1 / (right · wrong) of its sample, they are
  /// (n_wl + n_lw) / 2n_wl; 0 where the other direction never occurs, which no weight could balance.
  ///
  /// It erases each reward model's overall strength, by design of the published router's option.
  ///
  /// - Complexity: O(pairs · K²).
  static func balancedWeights(labels: [Int8], arms: Int, rows: [Int]) -> [Double] {
    var counts = [Double](repeating: 0, count: arms * arms)
    for row in rows {
      let labels = labels[row * arms..<(row + 1) * arms]
      let right = labels.indices.filter { labels[$0] == HeadData.Mark.right }
      let wrong = labels.indices.filter { labels[$0] == HeadData.Mark.wrong }
      for winner in right {
        for loser in wrong {
          let index = (winner - labels.startIndex) * arms + loser - labels.startIndex
          counts[index] += 1 / Double(right.count * wrong.count)
        }
      }
    }
    return (0..<arms * arms).map { index in
      let forth = counts[index]
      let back = counts[index % arms * arms + index / arms]
      return forth > 0 && back > 0 ? (forth + back) / (2 * forth) : 0
    }
  }
}
