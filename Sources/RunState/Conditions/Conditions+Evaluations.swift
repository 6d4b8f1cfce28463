extension Conditions {
  /// Holds an evaluation against the training reward.
  ///
  /// - Parameter rewardModels: what every RM has had in the run so far, by arm.
  mutating func watchEvaluation(
    _ value: Double, of metric: (index: Int, name: String), step: Int, better: EvaluationNames.Better,
    rewardModels: [DivergenceWatch.Total], inRun: [Bool], at moment: Moment
  ) {
    guard let index = index(ofEvaluation: metric.index, better: better) else { return }
    let finding = divergences[index].watch.append(
      value, step: step, rewardSum: rewardSum, rewardCount: rewardCount, of: rewardModels)
    switch finding {
    case .diverges(var divergence):
      divergence.risen.removeAll { !inRun[$0] }
      hold(
        HealthCondition(
          metric: metric.index, metricName: metric.name, divergence: divergence, better: better,
          risen: divergence.risen.map(name)),
        at: moment)
    case .over: clear(.divergence, metric: metric.index)
    case nil: break
    }
  }

  /// A metric is not watched any more, or the other way.
  mutating func forgetEvaluations(of metric: Int) {
    divergences.removeAll { $0.metric == metric }
    clear(.divergence, metric: metric)
  }

  private mutating func index(ofEvaluation metric: Int, better: EvaluationNames.Better) -> Int? {
    if let index = divergences.firstIndex(where: { $0.metric == metric }) { return index }
    guard divergences.count < Self.evaluationLimit else { return nil }
    divergences.append(EvaluationWatch(metric: metric, watch: DivergenceWatch(better: better)))
    return divergences.count - 1
  }
}
