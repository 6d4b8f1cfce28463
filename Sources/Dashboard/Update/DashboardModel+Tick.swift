import RunEvents
import RunState

extension DashboardModel {
  /// A tick moves the playhead and measures what arrives; it is the only thing that knows the time.
  mutating func tick(_ reading: ClockReading) {
    guard reading.monotonic.isFinite, reading.wall.isFinite else { return }
    let isFirst = !activity.hasTicked
    let elapsed = isFirst ? 0 : min(max(0, reading.monotonic - clock.monotonic), 1)
    clock = reading
    activity.hasTicked = true
    if isFirst && activity.lastArrival != nil { activity.lastArrival = reading.monotonic }
    if feed.transport == .playing && feed.target == nil {
      feed.player.advance(by: elapsed, speed: feed.speed, next: feed.upcoming.first { _ in true })
    }
    measure()
    holdRowOrder()
    holdCategoryOrder()
  }

  private mutating func measure() {
    let isMeasured = feed.target == nil && (feed.transport == .playing || isLive)
    activity.sample(at: clock.monotonic, isMeasured: isMeasured)
    let canStall =
      isLive && !hasInputEnded && feed.source.canGrow && run.progress.end == nil && run.progress.events > 0
    activity.stalledSeconds = canStall ? activity.stall(at: clock.monotonic) : nil
  }
}

extension Activity {
  /// Takes a sample for the rate, or forgets all while folding says nothing about arrivals.
  mutating func sample(at time: Double, isMeasured: Bool) {
    guard isMeasured else {
      samples = []
      decisionsPerSecond = nil
      return
    }
    if let last = samples.last, time - last.time < Self.sampleSpacing { return }
    samples.append(Sample(time: time, decisions: decisionsFolded))
    if let stale = samples.firstIndex(where: { time - $0.time <= Self.window }), stale > 0 {
      samples.removeFirst(stale)
    }
    guard let first = samples.first, let last = samples.last, last.time - first.time >= 1 else { return }
    decisionsPerSecond = Double(last.decisions - first.decisions) / (last.time - first.time)
  }

  /// Lines have arrived; `isMeasured` in LIVE, where they come as they are written.
  mutating func arrived(at time: Double, isMeasured: Bool, isNewStep: Bool) {
    if !isMeasured { viewer.interrupt() }
    if hasTicked { viewer.came(at: time, isNewStep: isNewStep) }
    lastArrival = time
    stalledSeconds = nil
  }

  /// Seconds without a line, once they are unusual for this run.
  func stall(at time: Double) -> Double? {
    guard let lastArrival, time - lastArrival > 30 else { return nil }
    let usual = max(
      3 * max(viewer.medianDuration, log.medianDuration), 1.5 * max(viewer.greatestPause, log.greatestPause))
    return time - lastArrival > max(30, usual) ? time - lastArrival : nil
  }
}
