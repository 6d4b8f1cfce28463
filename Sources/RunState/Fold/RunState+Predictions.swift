import Router
import RouterEngine

extension RunState {
  /// What the posteriors say of the rewards of the open batch whose decisions were logged without scores, by place in
  /// the batch; the first 64 of them.
  ///
  /// Only where it costs little: at the close that follows a look of the belief law, whose factors are at hand.
  ///
  /// - Parameter contexts: of the batch's items.
  /// - Returns: empty where nothing is predicted.
  /// - Complexity: O(width²) for each reward predicted.
  mutating func ownPredictions(_ contexts: [[Double]?]) -> [LoggedPrediction?] {
    guard beliefs.isWanted, beliefs.law.isFresh, router.bank != nil else { return [] }
    var places: [Int] = []
    for (place, item) in router.batch.items.enumerated() where places.count < BeliefLaw.predictedRewards {
      guard case .loss = item.kind, contexts[place] != nil, router.isInRun[item.arm],
        conditions.predictions[item.key] == nil
      else { continue }
      places.append(place)
    }
    guard !places.isEmpty else { return [] }
    counts.predictedCloses += 1
    var predictions = [LoggedPrediction?](repeating: nil, count: contexts.count)
    for arm in Set(places.map { router.batch.items[$0].arm }).sorted() {
      let own = places.filter { router.batch.items[$0].arm == arm }
      let scores = router.bank?.scores(of: own.compactMap { contexts[$0] }, arms: [arm]) ?? []
      for (place, score) in zip(own, scores) {
        guard let score = score.first, score.mean.isFinite, score.standardDeviation.isFinite else { continue }
        predictions[place] = LoggedPrediction(mean: score.mean, standardDeviation: score.standardDeviation)
      }
    }
    return predictions
  }
}
