extension RunState {
  /// Makes a point of the decisions since the last one: when the routing step moves, at `run` and `end`, and in runs
  /// without steps every `group` decisions. A value of the routing step without decisions has no point.
  mutating func takeShares() {
    guard shares.openTotal > 0 else { return }
    let total = Double(shares.openTotal)
    let position = progress.hasSteps ? progress.position : Double(counts.decisions)
    for arm in shares.byArm.indices {
      shares.byArm[arm].append(
        position: position, value: Double(shares.openDecisions[arm]) / total, segment: progress.drawnSegments)
      shares.openDecisions[arm] = 0
    }
    shares.openTotal = 0
  }
}
