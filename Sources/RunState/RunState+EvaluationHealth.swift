import Wording

extension RunState {
  /// Holds an evaluation against the training reward.
  mutating func watchEvaluation(_ value: Double, metric: Int, step: Int, better: EvaluationNames.Better) {
    guard let place = evaluationPlace(metric, better: better) else { return }
    let totals = rewardModels.map {
      DivergenceWatch.Total(decisions: $0.decisions, rewards: $0.rewardCount, rewardSum: $0.rewardSum)
    }
    let finding = memory.health.divergences[place].watch.append(
      value, step: step, rewardSum: memory.health.rewardSum, rewardCount: memory.health.rewardCount,
      of: totals)
    switch finding {
    case .diverges(let divergence): holdDivergence(divergence, metric: metric, better: better)
    case .over: clear(.divergence, metric: metric)
    case nil: break
    }
  }

  private mutating func holdDivergence(
    _ found: DivergenceWatch.Divergence, metric: Int, better: EvaluationNames.Better
  ) {
    let name = printableText(metrics[metric].name, limit: 64)
    var text =
      "\(name) \(better == .more ? "fell" : "rose") from \(Self.brief(found.evaluation.first)) to "
      + "\(Self.brief(found.evaluation.last)) over the last \(found.count) evaluations (since step \(found.since)), "
      + "while the mean reward rose from \(Self.brief(found.reward.first)) to \(Self.brief(found.reward.last))"
    let risen = found.risen.filter { rewardModels[$0].isPresent }
    if !risen.isEmpty {
      text += "; share and reward rose of " + risen.map { self.name($0) }.joined(separator: ", ")
    }
    hold(
      HealthCondition(
        kind: .divergence, metric: metric, metricName: metrics[metric].name, suspects: risen,
        count: found.count, subject: name, detail: text,
        direction: better == .more ? "falls" : "rises"))
  }

  private mutating func evaluationPlace(_ metric: Int, better: EvaluationNames.Better) -> Int? {
    if let place = memory.health.divergences.firstIndex(where: { $0.metric == metric }) { return place }
    guard memory.health.divergences.count < HealthMemory.evaluationLimit else { return nil }
    memory.health.divergences.append((metric: metric, watch: DivergenceWatch(better: better)))
    return memory.health.divergences.count - 1
  }
}
