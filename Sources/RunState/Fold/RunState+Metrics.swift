import Router
import RunEvents

extension RunState {
  /// `metrics`: into the charts, and against the training reward where they are watched.
  mutating func fold(_ event: MetricsEvent) {
    let findings = charts.append(
      event,
      in: Charts.MetricSurroundings(
        known: progress.steps.known, writerDistance: restarts.writers.saidDistance,
        stepSlack: settings.stepSlack),
      at: progress.moment)
    counts.nonFinite += findings.nonFinite
    for finding in findings.inOrder {
      switch finding {
      case .cap(let cap): meet(cap)
      case .evaluation(let metric, let step, let value, let better):
        conditions.watchEvaluation(
          value, of: (metric, metrics[metric].name), step: step, better: better,
          rewardModels: rewardModels.map {
            DivergenceWatch.Total(decisions: $0.decisions, rewards: $0.rewardCount, rewardSum: $0.rewardSum)
          },
          inRun: router.isInRun, at: progress.moment)
        tellConditions()
      }
    }
    if findings.isStray { countStray(event.step) }
    counts.strays = max(0, counts.strays - findings.confirmed)
    if !findings.watched.isEmpty { tell(.watched(findings.watched)) }
  }
}
