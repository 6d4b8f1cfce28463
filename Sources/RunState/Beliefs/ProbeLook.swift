import RouterEngine

/// What a set of probes says of one RM.
struct ProbeLook {
  var mean = 0.0
  var standardDeviation = 0.0
  var bestProbability = 0.0

  /// Mean of the means, root of the mean variance, and mean of P(best), over contexts; in the order of the scores.
  ///
  /// P(best) is a mean over contexts, too: the share of pairs for which an RM is the best, so that specialists have
  /// their part. Its integrals are most of the work, and left out (0) where nobody asks for them.
  static func all(
    _ scores: [[ScoreDistribution]], count: Int, withBestProbability: Bool = true
  ) -> [ProbeLook] {
    var looks = [ProbeLook](repeating: ProbeLook(), count: count)
    guard !scores.isEmpty else { return looks }
    for context in scores {
      let best = withBestProbability ? bestProbabilities(context) : []
      for index in looks.indices {
        looks[index].mean += context[index].mean
        looks[index].standardDeviation += context[index].standardDeviation * context[index].standardDeviation
        if withBestProbability { looks[index].bestProbability += best[index] }
      }
    }
    let total = Double(scores.count)
    for index in looks.indices {
      looks[index].mean /= total
      looks[index].standardDeviation = (looks[index].standardDeviation / total).squareRoot()
      looks[index].bestProbability /= total
    }
    return looks
  }
}
