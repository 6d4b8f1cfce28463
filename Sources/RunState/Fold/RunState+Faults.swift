import Router
import RunEvents

extension RunState {
  /// Counts a line that was skipped, lists the first 1,000, and says the first of each kind and then powers of ten.
  mutating func record(_ reason: FaultReason) {
    let entry = FaultList.Entry(line: progress.line, offset: progress.offset, reason: reason)
    let isFirstOfFormat = faults.format == nil && reason.format != nil
    let count = faults.record(entry)
    if count == 1 {
      tell(.line(.skipped(line: progress.line, reason)))
    } else if isPowerOfTen(count) {
      tell(.line(.skippedSoFar(count, reason.kind)))
    }
    // In a log with events such lines have strayed into it, and nobody needs advice.
    if isFirstOfFormat, counts.events == 0, let format = reason.format { tell(.line(.foreignFormat(format))) }
    if faults.total > FaultList.listedLimit { meet(.faults) }
  }

  /// Counts what was left out of an event, lists the first 1,000, and says the first of each field and reason and then
  /// powers of ten.
  mutating func record(_ remarks: [FieldRemark]) {
    for remark in remarks {
      let count = self.remarks.record(remark, line: progress.line)
      if count.before == 0 {
        tell(.line(.remark(line: progress.line, remark)))
      } else if String(count.now).count > String(count.before).count {
        tell(.line(.remarksSoFar(count.now, remark)))
      }
    }
    if self.remarks.total > RemarkList.listedLimit { meet(.remarks) }
  }

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
