import RunEvents

extension RunState {
  /// `metrics`: one sample for each name, at the metrics' own step; a step that goes back breaks the line.
  mutating func fold(_ event: MetricsEvent) {
    let position = Double(event.step)
    for entry in event.values {
      guard let index = metricIndex(entry.name, value: entry.value) else { continue }
      metrics[index].last = entry.value
      metrics[index].series.append(position: position, value: entry.value)
      if !entry.value.isFinite { counts.nonFinite += 1 }
      if metrics[index].isEvaluation { watchEvaluation(entry.value, metric: index, step: event.step) }
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
    metrics.append(MetricSeries(name: name, last: value))
    return metrics.count - 1
  }
}
