import Testing

@testable import OfflineRouter

@Suite struct HeadLossTests {
  private func sums(_ loss: HeadLoss, _ scores: [Double], _ labels: [Int8]) -> HeadLoss.Sums {
    let rows = labels.count / loss.arms
    return loss.add(
      scores: scores, labels: labels, rows: rows,
      batch: (rows, labels.count { $0 != HeadData.Mark.unknown }), gradient: nil)
  }

  @Test func lossesAreThoseOfAnIndependentProgram() throws {
    let golden = try GoldenHead.load()
    let loss = HeadLoss(arms: 3)
    let scores = zip(golden.preferenceScores, golden.logits).map { $0 + $1 }
    for (row, expected) in golden.preferenceLosses.enumerated() {
      #expect((sums(loss, scores[row], golden.labels[row]).preference - expected).magnitude <= 1e-12)
    }
    let whole = sums(loss, scores.flatMap { $0 }, golden.labels.flatMap { $0 })
    #expect((whole.preference / 6 - golden.preferenceLoss).magnitude <= 1e-12)
    #expect((whole.classification / 18 - golden.crossEntropy).magnitude <= 1e-12)
    #expect((loss.value(whole) - golden.preferenceLoss - 0.2 * golden.crossEntropy).magnitude <= 1e-12)
  }

  @Test func unknownLabelsCountNowhere() {
    let loss = HeadLoss(arms: 2)
    let known = sums(loss, [0.5, -0.5, 2, -1], [1, 0])
    let with = sums(HeadLoss(arms: 3), [0.5, -0.5, 9, 2, -1, 7], [1, 0, -1])
    #expect(
      with.preference == known.preference && with.classification == known.classification && with.labels == 2)
    #expect(with.routed == 0, "the chosen one's label is not known")
    #expect(sums(loss, [1, 2, 3, 4], [-1, -1]) == HeadLoss.Sums(samples: 1))
    #expect(loss.value(HeadLoss.Sums()) == 0)
  }

  @Test func theGreatestScoreIsRoutedToAndATieIsWrong() {
    let loss = HeadLoss(arms: 3)
    func routed(_ scores: [Double], _ labels: [Int8]) -> [Int] {
      let sums = sums(loss, scores + [0, 0, 0], labels)
      return [sums.routedRight, sums.routed]
    }
    #expect(routed([1, 2, 0], [0, 1, 0]) == [1, 1])
    #expect(routed([1, 2, 0], [1, 0, 1]) == [0, 1])
    #expect(routed([2, 1, 2], [1, 1, 1]) == [0, 1])
    #expect(routed([2, 2, 3], [0, 0, 1]) == [1, 1], "a tie below the greatest is none")
  }

  /// Of equal scores the lowest index is the one chosen, and its label decides whether the pair counts.
  @Test func aTieIsOfTheLowestIndex() {
    func routed(_ labels: [Int8]) -> [Int] {
      let sums = sums(HeadLoss(arms: 3), [2, 1, 2, 0, 0, 0], labels)
      return [sums.routedRight, sums.routed]
    }
    #expect(routed([1, 0, -1]) == [0, 1])
    #expect(routed([-1, 0, 1]) == [0, 0])
  }

  @Test func weightsStandByRightThenWrong() {
    var loss = HeadLoss(arms: 2)
    loss.pairWeights = [0, 3, 5, 0]
    #expect(sums(loss, [0.5, -0.5, 0, 0], [1, 0]).preference == 3 * HeadLoss.softplus(-1))
    #expect(sums(loss, [0.5, -0.5, 0, 0], [0, 1]).preference == 5 * HeadLoss.softplus(1))
  }

  /// The gradient is written, whatever the buffer held of the batch before.
  @Test func anUnknownLabelHasNoGradient() {
    var gradient = Array(repeating: 7.0, count: 4)
    _ = HeadLoss(arms: 2).add(
      scores: [0.5, -0.5, 2, -1], labels: [1, -1], rows: 1, batch: (1, 1), gradient: &gradient)
    #expect(gradient[0] == 0 && gradient[1] == 0 && gradient[3] == 0)
    #expect(gradient[2] == 0.2 * (HeadLoss.sigmoid(2) - 1))
  }

  @Test func nothingOverflows() {
    #expect(HeadLoss.softplus(1000) == 1000 && HeadLoss.softplus(-1000) == 0)
    #expect(HeadLoss.sigmoid(-1000) == 0 && HeadLoss.sigmoid(1000) == 1)
    #expect(HeadLoss.softplus(0).distance(to: 0.693_147_180_559_945_3).magnitude < 1e-15)
    #expect((HeadLoss.sigmoid(2) - 0.880_797_077_977_882_3).magnitude < 1e-15)
  }

  @Test func balancedWeightsLetEachWinEquallyMuch() {
    // 0 beats 1 three times, 1 beats 0 once; 2 is never wrong where another is right.
    let labels: [Int8] = [1, 0, 1, 1, 0, -1, 1, 0, 1, 0, 1, -1, 1, 1, 1]
    let weights = HeadLoss.balancedWeights(labels: labels, arms: 3, rows: Array(0..<5))
    // Shares: rows 0 and 2 have two pairs each (0 and 2 right), rows 1 and 3 one.
    let (forth, back) = (0.5 + 1 + 0.5, 1.0)
    #expect(weights[1] == (forth + back) / (2 * forth) && weights[3] == (forth + back) / (2 * back))
    #expect(weights[1] * forth == weights[3] * back)
    #expect(weights[7] == 0 && weights[5] == 0 && weights[0] == 0)
    #expect(HeadLoss.balancedWeights(labels: labels, arms: 3, rows: [1, 3])[1] == 1)
  }
}

extension HeadLoss.Sums {
  fileprivate init(samples: Int) {
    self.init()
    self.samples = samples
  }
}
