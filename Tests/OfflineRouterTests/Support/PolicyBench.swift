import RunEvents

@testable import OfflineRouter

/// A split of sample pairs with everything that policies need; the head stands for the published one by φ.
struct PolicyBench {
  var desk: PolicyDesk
  var pairs: PairDataset
  var offline: PairDataset

  init(
    _ sample: SamplePairs, reward: EvaluationSettings.Reward = .correct, noise: Double = 0,
    change: (inout [JudgedPair]) -> Void = { _ in }
  ) throws {
    var judged = sample.pairs()
    change(&judged)
    let all = try PairDataset(judged)
    let split = try EvaluationSplit(all, fraction: 0.6, seed: 1)
    offline = PairDataset(all, indices: split.offline)
    pairs = PairDataset(all, indices: split.stream)
    desk = PolicyDesk(
      offline: offline, stream: EvaluationStream(pairs, seed: 1, noise: noise), reward: reward, seed: 1)
    let fit = try ContrastFit(offline, seed: 1)
    desk.fit = fit
    desk.contexts = fit.transform.contexts(of: pairs)
    desk.head = HeadContexts(
      width: fit.dimension, stream: desk.contexts, vectors: fit.weights.map { Array($0.dropLast()) })
  }

  func label(_ pair: Int, _ arm: Int) -> Double { pairs.label(pair, arm) ?? 0 }
}
