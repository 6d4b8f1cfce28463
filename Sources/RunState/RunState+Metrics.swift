import RunEvents
import Wording

extension RunState {
  /// Samples of one metric that wait for another far step.
  private static let waitingLimit = 64

  /// `metrics`: one sample for each name, at the metrics' own step; a step that goes back breaks the line.
  mutating func fold(_ event: MetricsEvent) {
    var isStray = false
    var confirmed = 0
    let known = metrics.count
    for entry in event.values {
      guard let index = metricIndex(entry.name, value: entry.value) else { continue }
      metrics[index].last = entry.value
      if !entry.value.isFinite { counts.nonFinite += 1 }
      switch metrics[index].judge(event.step, run: progress.steps.known) {
      case .ordinary: keepStrays(of: index)
      case .stray:
        isStray = true
        wait(entry.value, at: event.step, metric: index)
        continue
      case .confirmed(_, let lines):
        confirmed = max(confirmed, lines)
        takeWaiting(of: index)
      }
      append(entry.value, at: event.step, metric: index)
    }
    if isStray { countStray(event.step) }
    counts.strays = max(0, counts.strays - confirmed)
    sayWatched(metrics[known...])
  }

  /// Behind the foremost writer's step where there are two, else where its step says.
  private mutating func append(_ value: Double, at step: Int, metric index: Int) {
    var position = Double(step)
    if let end = metrics[index].series.lastPosition, position < end {
      let back = end - position
      if let distance = memory.writers.saidDistance, back <= Double(distance) + Double(settings.stepSlack) {
        position = end
      } else if back > Double(settings.stepSlack) {
        metrics[index].series.abandon(from: position)
      }
    }
    metrics[index].series.append(position: position, value: value, drawnIn: progress.drawnSegments)
    metrics[index].note(step)
    metrics[index].routingStep = progress.routingStep
    if let better = metrics[index].better {
      watchEvaluation(value, metric: index, step: step, better: better)
    }
  }

  private mutating func wait(_ value: Double, at step: Int, metric index: Int) {
    if metrics[index].waiting.count >= Self.waitingLimit { keepStrays(of: index) }
    metrics[index].waiting.append((step, value))
  }

  /// The far samples so far were alone: they stay where no chart shows them.
  private mutating func keepStrays(of index: Int) {
    for sample in metrics[index].waiting {
      metrics[index].strays.append(position: Double(sample.step), value: sample.value)
    }
    metrics[index].waiting = []
  }

  /// The far samples so far were the beginning of where the metric goes on.
  private mutating func takeWaiting(of index: Int) {
    let waiting = metrics[index].waiting
    metrics[index].waiting = []
    for sample in waiting { append(sample.value, at: sample.step, metric: index) }
  }

  /// Which of new metrics are held against the training reward.
  mutating func sayWatched(_ new: ArraySlice<MetricSeries>) {
    let watched = new.compactMap { metric in
      metric.better.map { "\(printableText(metric.name, limit: 64)) (\($0.rawValue) is better)" }
    }
    guard !watched.isEmpty else { return }
    let text = "watched against the reward: " + watched.joined(separator: ", ")
    say(.info, .settings, printableText(text, limit: Self.textLimit))
  }

  /// The tag `watch` of the run line in force: metrics that are there already go by it from here on.
  mutating func takeWatchTag(_ header: RunHeader) {
    let tag = WatchTag(header.tags.first { $0.key == WatchTag.key }?.value ?? "")
    guard tag != memory.watchTag else { return }
    memory.watchTag = tag
    for index in metrics.indices {
      let better = tag.better(metrics[index].name)
      guard better != metrics[index].better else { continue }
      metrics[index].better = better
      memory.health.divergences.removeAll { $0.metric == index }
      clear(.divergence, metric: index)
    }
  }

  private mutating func metricIndex(_ name: String, value: Double) -> Int? {
    if let index = memory.metricByName[name] { return index }
    guard name.utf8.count <= FoldMemory.nameLimit else {
      sayOnce(
        .longMetric, "a metric's name is longer than \(FoldMemory.nameLimit) bytes: such metrics are left out"
      )
      return nil
    }
    guard metrics.count < FoldMemory.metricLimit else {
      sayOnce(.metrics, "more than \(FoldMemory.metricLimit) names of metrics: further ones are left out")
      return nil
    }
    memory.metricByName[name] = metrics.count
    metrics.append(MetricSeries(name: name, last: value, better: memory.watchTag.better(name)))
    return metrics.count - 1
  }
}
