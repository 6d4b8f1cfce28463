import RouterEngine
import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct ContrastFitTests {
  @Test func equalsAnIndependentProgram() throws {
    let cases = try GoldenContrasts.all()
    #expect(cases.count == 7)
    for golden in cases {
      let fit = try golden.fit()
      let name = Comment(rawValue: golden.name)
      #expect(fit.penalty == golden.penalty, name)
      #expect(fit.baselinePenalty == golden.baselinePenalty, name)
      #expect(fit.isGateOpen == golden.gate, name)
      #expect(fit.policyName == (golden.gate ? "thompson" : "cautious"), name)
      #expect(isNear([fit.gain, fit.gainError], [golden.gain, golden.gainError], 1e-12), name)
      // Contexts are single precision: a last bit may differ where the programs round differently before.
      #expect(isNear(fit.weights.flatMap { $0 }, golden.weights.flatMap { $0 }, 1e-7), name)
      #expect(isNear(fit.baseline.weights, golden.baseline, 1e-7), name)
      #expect(isNear([fit.baseline.level], [golden.baselineConstant], 1e-14), name)
      #expect(isNear([fit.contrastVariance], [golden.contrastVariance], 1e-8), name)
      #expect(isNear([fit.noiseVariance], [golden.noiseVariance], 1e-8), name)
      #expect(isNear([fit.baseline.gain], [golden.kappa], 1e-14), name)
      #expect(fit.pairCount == golden.a.count, name)
      #expect(fit.groupCount == Set(golden.group).count, name)
    }
  }

  @Test func thePrecisionIsSharedWhereLabelsAreComplete() throws {
    for golden in try GoldenContrasts.all() {
      let fit = try golden.fit()
      let order = fit.dimension + 1
      let matrices: [[Double]]
      switch fit.precision {
      case .identity: matrices = []
      case .shared(let one):
        #expect(golden.shared)
        matrices = Array(repeating: one, count: fit.rewardModels.count)
      case .perArm(let all):
        #expect(!golden.shared)
        matrices = all
      }
      let rows = matrices.map { matrix in (0..<order).map { matrix[1 + $0 * order] } }
      let traces = matrices.map { matrix in (0..<order).reduce(0) { $0 + matrix[$1 * (order + 1)] } }
      #expect(isNear(rows.flatMap { $0 }, golden.precisionRow.flatMap { $0 }, 1e-7))
      #expect(isNear(traces, golden.precisionTrace, 1e-7))
      #expect(isNear(matrices.map { $0[order * order - 1] }, golden.precisionLast, 1e-8))
      for matrix in matrices {
        for row in 0..<order { #expect(matrix[row * order + order - 1] == 0 || row == order - 1) }
      }
    }
  }

  @Test func theEngineTakesEveryPrior() throws {
    for golden in try GoldenContrasts.all() {
      let fit = try golden.fit()
      let settings = PosteriorSettings(
        dimension: fit.dimension, hasIntercept: true, noiseVariance: fit.noiseVariance)
      let bank = try PosteriorBank(settings: settings, priorMeans: fit.weights, priorShape: fit.precision)
      #expect(bank.count == fit.rewardModels.count)
    }
  }

  /// Reward models in another order: their rows move, and nothing else changes.
  @Test(arguments: 1...6) func theOrderOfRewardModelsDoesNotMatter(seed: Int) throws {
    let pairs = SamplePairs(rewardModels: 4, seed: seed).pairs()
    let names = ["rm0", "rm1", "rm2", "rm3"]
    let one = try ContrastFit(PairDataset(pairs, rewardModels: names), seed: 3)
    let other = try ContrastFit(PairDataset(pairs, rewardModels: names.reversed()), seed: 3)
    #expect(one.penalty == other.penalty)
    #expect(isNear(one.weights.flatMap { $0 }, other.weights.reversed().flatMap { $0 }, 1e-9))
    #expect(
      isNear([one.noiseVariance, one.contrastVariance], [other.noiseVariance, other.contrastVariance], 1e-9))
  }

  /// Pairs in another order within their groups' order of first appearance: the same folds, the same fit.
  @Test(arguments: 1...6) func theOrderOfPairsDoesNotMatter(seed: Int) throws {
    let pairs = SamplePairs(seed: seed).pairs()
    let first = Dictionary(grouping: pairs.indices, by: { pairs[$0].group })
    let heads = first.values.compactMap(\.first).sorted()
    let tails = pairs.indices.filter { !heads.contains($0) }
    let one = try ContrastFit(PairDataset((heads + tails).map { pairs[$0] }), seed: 3)
    let other = try ContrastFit(PairDataset((heads + tails.reversed()).map { pairs[$0] }), seed: 3)
    #expect(one.penalty == other.penalty)
    #expect(one.isGateOpen == other.isGateOpen)
    #expect(isNear(one.weights.flatMap { $0 }, other.weights.flatMap { $0 }, 1e-6))
    #expect(isNear([one.gain, one.gainError], [other.gain, other.gainError], 1e-9))
  }

  /// What all reward models have in common on a pair is in the mean label alone.
  @Test func aConstantDifficultyChangesNoContrast() throws {
    let pairs = SamplePairs(rewardModels: 4).pairs()
    // A pair that all get right, or all get wrong, has a contrast of zero.
    func all(_ isRight: Bool) -> [JudgedPair] {
      pairs.map { pair in
        var pair = pair
        if Set(pair.labels.map(\.isRight)).count == 1 {
          for index in pair.labels.indices { pair.labels[index].isRight = isRight }
        }
        return pair
      }
    }
    let one = try ContrastFit(PairDataset(all(true)), seed: 5)
    let other = try ContrastFit(PairDataset(all(false)), seed: 5)
    #expect(one.weights == other.weights)
    #expect(one.penalty == other.penalty)
    #expect(one.gain == other.gain)
    #expect(one.contrastVariance == other.contrastVariance)
    #expect(one.baseline.level > other.baseline.level)
  }

  /// Contrasts sum to zero over reward models, so their regressions do.
  @Test(arguments: 1...4) func theWeightsSumToZeroOverRewardModels(seed: Int) throws {
    let fit = try ContrastFit(SamplePairs(rewardModels: 5, seed: seed).dataset(), seed: 1)
    for column in 0...fit.dimension {
      #expect(fit.weights.reduce(0) { $0 + $1[column] }.magnitude < 1e-12)
    }
  }

  @Test func theSameSeedHasTheSameBits() throws {
    let pairs = try SamplePairs(count: 700, length: 3, groups: 90).dataset()
    let one = try ContrastFit(pairs, seed: 8)
    let other = try ContrastFit(pairs, seed: 8)
    #expect(one.weights == other.weights)
    #expect(one.precision == other.precision)
    #expect(one.gain == other.gain)
    #expect(one.isGateOpen)
  }

  /// The gain need not be certain: on average is enough, and nothing is not.
  @Test func theGateOpensOnAnyGainOnAverage() throws {
    var (uncertain, without) = (0, 0)
    for seed in 1...60 {
      let fit = try ContrastFit(SamplePairs(count: 60, length: 2, groups: 4, seed: seed).dataset(), seed: 1)
      guard fit.penalty < ContrastFit.closedPenalty else { continue }
      #expect(fit.isGateOpen == (fit.gain > 0))
      if fit.gain > 0, fit.gain < fit.gainError { uncertain += 1 }
      if fit.gain <= 0 { without += 1 }
    }
    #expect(uncertain > 0 && without > 0)
  }

  /// Two reward models that nothing tells apart: routing and the best single one are both the first.
  @Test func tiesAreTheLowestIndex() throws {
    let pairs = (0..<40).map { row in
      JudgedPair(
        id: "p\(row)", group: "g\(row)", features: .context(.double([1])),
        labels: (0..<2).map { JudgedPair.Label(rewardModel: "rm\($0)", isRight: row % 2 == $0) })
    }
    // Groups of one pair: in groups of two a wrong choice would cancel.
    let folds = Folds(places: pairs.indices.map { $0 / 2 % 2 }, count: 2)
    let fit = try ContrastFit(PairDataset(pairs), folds: folds, seed: 1)
    #expect(fit.gain == 0 && fit.gainError == 0)
    #expect(!fit.isGateOpen)
  }

  @Test func whatCannotBeFittedIsRefusedInASentence() throws {
    var pairs = SamplePairs(rewardModels: 1).pairs()
    #expect(throws: ContrastError.tooFewRewardModels(1)) { try ContrastFit(PairDataset(pairs), seed: 0) }
    pairs = SamplePairs(rewardModels: 3).pairs().map { pair in
      var pair = pair
      for index in pair.labels.indices { pair.labels[index].isRight = true }
      return pair
    }
    #expect(throws: ContrastError.noDifferingLabels) { try ContrastFit(PairDataset(pairs), seed: 0) }
    #expect(
      ContrastError.tooFewRewardModels(1).description
        == "only one reward model is labelled: routing needs at least 2")
  }

  /// Features that say nothing, one pair: the best single RM is all there is, and nothing divides by zero.
  @Test func aSinglePairIsFitted() throws {
    let pair = JudgedPair(
      id: "p", features: .embeddings(.double([1, 2]), .double([1, 2])),
      labels: [
        JudgedPair.Label(rewardModel: "x", isRight: false), JudgedPair.Label(rewardModel: "y", isRight: true),
      ])
    let fit = try ContrastFit(PairDataset([pair]), seed: 0)
    #expect(!fit.isGateOpen)
    #expect(fit.weights == [[0, -0.5], [0, 0.5]])
    #expect(fit.contrastVariance == ContrastFit.leastVariance)
    #expect(fit.noiseVariance == ContrastFit.leastVariance)
    #expect(fit.baseline.gain == 0.5)
  }
}
