import RunEvents

extension Charts {
  /// Samples of one metric that wait for another far step.
  private static let waitingLimit = 64

  /// What a `metrics` event has brought, in order.
  enum MetricFinding {
    case cap(Cap)
    /// A sample of a metric that is held against the training reward.
    case evaluation(metric: Int, step: Int, value: Double, better: EvaluationNames.Better)
  }

  struct MetricFindings {
    var inOrder: [MetricFinding] = []
    var nonFinite = 0
    /// A sample's step stands alone.
    var isStray = false
    /// Lines before this one that were no strays after all.
    var confirmed = 0
    /// Metrics that are new and watched.
    var watched: [MetricSeries] = []
  }

  /// What samples are held against besides those of their own metric.
  struct MetricSurroundings {
    /// The least and the greatest step of the run.
    var known: ClosedRange<Int>?
    /// How far two writers are apart, once they are known.
    var writerDistance: Int?
    var stepSlack: Int
  }

  /// `metrics`: one sample for each name, at the metrics' own step; a step that goes back breaks the line.
  mutating func append(
    _ event: MetricsEvent, in surroundings: MetricSurroundings, at moment: Moment
  ) -> MetricFindings {
    var findings = MetricFindings()
    noteChange()
    let count = metrics.count
    for entry in event.values {
      guard let index = index(ofMetric: entry, &findings) else { continue }
      metrics[index].last = entry.value
      if !entry.value.isFinite { findings.nonFinite += 1 }
      let judged = metrics[index].judge(event.step, run: surroundings.known)
      if judged == .stray {
        findings.isStray = true
        if metrics[index].waiting.count >= Self.waitingLimit { metrics[index].keepStrays() }
        metrics[index].waiting.append(MetricSeries.Sample(step: event.step, value: entry.value))
        continue
      }
      var samples = [MetricSeries.Sample(step: event.step, value: entry.value)]
      if case .confirmed(_, let lines) = judged {
        // The far samples so far were the beginning of where the metric goes on.
        findings.confirmed = max(findings.confirmed, lines)
        samples = metrics[index].waiting + samples
        metrics[index].waiting = []
      } else {
        metrics[index].keepStrays()
      }
      for sample in samples {
        metrics[index].append(sample.value, at: sample.step, in: surroundings, moment: moment)
        guard let better = metrics[index].better else { continue }
        findings.inOrder.append(
          .evaluation(metric: index, step: sample.step, value: sample.value, better: better))
      }
    }
    findings.watched = metrics[count...].filter { $0.better != nil }
    return findings
  }

  /// The tag `watch` of the run line in force: metrics that are there already go by it from here on.
  ///
  /// - Returns: metrics that are watched no more, or the other way.
  mutating func follow(_ header: RunHeader) -> [Int] {
    let tag = WatchTag(header.tags.first { $0.key == WatchTag.key }?.value ?? "")
    guard tag != watchTag else { return [] }
    watchTag = tag
    noteChange()
    let changed = metrics.indices.filter { tag.better(metrics[$0].name) != metrics[$0].better }
    for index in changed { metrics[index].better = tag.better(metrics[index].name) }
    return changed
  }

  private mutating func index(ofMetric entry: MetricsEvent.Value, _ findings: inout MetricFindings) -> Int? {
    if let index = metricByName[entry.name] { return index }
    guard entry.name.utf8.count <= Self.nameLimit else {
      findings.inOrder.append(.cap(.longMetric))
      return nil
    }
    guard metrics.count < Self.metricLimit else {
      findings.inOrder.append(.cap(.metrics))
      return nil
    }
    metricByName[entry.name] = metrics.count
    metrics.append(
      MetricSeries(name: entry.name, last: entry.value, better: watchTag.better(entry.name)))
    return metrics.count - 1
  }
}

extension MetricSeries {
  /// The far samples so far were alone: they stay where no chart shows them.
  fileprivate mutating func keepStrays() {
    for sample in waiting { strays.append(position: Double(sample.step), value: sample.value) }
    waiting = []
  }

  /// Behind the foremost writer's step where there are two, else where its step says.
  fileprivate mutating func append(
    _ value: Double, at step: Int, in surroundings: Charts.MetricSurroundings, moment: Moment
  ) {
    var position = Double(step)
    if let end = series.lastPosition, position < end {
      let back = end - position
      let slack = Double(surroundings.stepSlack)
      if let distance = surroundings.writerDistance, back <= Double(distance) + slack {
        position = end
      } else if back > slack {
        series.abandon(from: position)
      }
    }
    series.append(position: position, value: value, drawnIn: moment.segment)
    note(step)
    routingStep = moment.step
  }
}
