/// What one training step saw, for its metrics.
struct StepStatistics: Sendable {
  private(set) var pairs = 0
  private(set) var right = 0
  private(set) var hacked = 0
  private var lossSum = 0.0
  private var chosenSum = 0.0
  private var rejectedSum = 0.0

  mutating func add(_ judgement: Judgement, isHacked: Bool) {
    pairs += 1
    right += judgement.isRight ? 1 : 0
    hacked += isHacked ? 1 : 0
    lossSum += judgement.loss
    chosenSum += max(judgement.scoreA, judgement.scoreB)
    rejectedSum += min(judgement.scoreA, judgement.scoreB)
  }

  var meanLoss: Double { ratio(lossSum, pairs) }
  var meanChosen: Double { ratio(chosenSum, pairs) }
  var meanRejected: Double { ratio(rejectedSum, pairs) }
  var rightShare: Double { ratio(Double(right), pairs) }
  var hackedShare: Double { ratio(Double(hacked), pairs) }

  private func ratio(_ sum: Double, _ count: Int) -> Double { count > 0 ? sum / Double(count) : 0 }
}
