import RunState
import TerminalCells
import Wording

/// A line through all charts at one sample of the run.
struct Crosshair: Equatable {
  /// Of the sample: a step.
  var position: Double
  /// Where it stands on the axis of the charts.
  var place: Double
  /// `at step 412`.
  var words: String
}

/// What a curve has under the crosshair.
struct CurveReading: Equatable {
  var value: Double
  /// There is a sample at this very step; otherwise it is the one before.
  var isExact: Bool
}

extension Series {
  /// The last bucket of the branch that was not left that begins at this position or before; `nil` where there is none.
  func index(at position: Double) -> Int? {
    buckets.lastIndex { !$0.isAbandoned && $0.start <= position }
  }

  /// The mean of the bucket there.
  func reading(at position: Double) -> CurveReading? {
    index(at: position).map {
      CurveReading(value: Series.mean(of: buckets[$0]), isExact: buckets[$0].end >= position)
    }
  }
}

extension DashboardModel {
  /// The crosshair, in the stretch that charts show.
  func crosshair(in positions: ClosedRange<Double>, place: ChartPlace) -> Crosshair? {
    guard let wanted = view.crosshair else { return nil }
    let position = min(max(wanted, positions.lowerBound), positions.upperBound)
    guard
      let sample = sample(atOrBefore: position).flatMap({ $0 >= positions.lowerBound ? $0 : nil })
        ?? sample(after: position, within: positions.upperBound)
    else { return nil }
    let placed = place.place(of: sample)
    return Crosshair(position: sample, place: placed, words: words(ofSample: sample, at: placed, place.axis))
  }

  private func words(ofSample position: Double, at place: Double, _ axis: ChartAxis) -> String {
    let hasSteps = run.progress.lastStep != nil || run.counts.decisions == 0
    let step = "\(hasSteps ? "step" : "decision") \(formatCount(Int(exactly: position.rounded()) ?? 0))"
    switch axis {
    case .step: return "at \(step)"
    case .time: return "at \(formatElapsed(place)), \(step)"
    case .decisions where !hasSteps: return "at \(step)"
    case .decisions: return "at \(formatCount(Int(exactly: place.rounded()) ?? 0, of: "decision")), \(step)"
    }
  }

  /// Series whose samples the crosshair stops at: every step has one in some of them.
  private var crosshairSeries: [Series] {
    let all = (run.shares.byArm.prefix(1) + [run.reward]).filter { !$0.buckets.isEmpty }
    return all.isEmpty ? run.metrics.map(\.series) : all
  }

  private func sample(atOrBefore position: Double) -> Double? {
    crosshairSeries.compactMap { series in
      series.buckets.last { !$0.isAbandoned && $0.end <= position }?.end
    }.max()
  }

  private func sample(after position: Double, within end: Double) -> Double? {
    crosshairSeries.compactMap { series in
      series.buckets.first { !$0.isAbandoned && $0.end > position }?.end
    }.filter { $0 <= end }.min()
  }

  /// `x`: the crosshair at the last sample that charts show, or none.
  mutating func toggleCrosshair() {
    if view.crosshair != nil {
      view.crosshair = nil
      return
    }
    guard let range = positionSpan?.range,
      let sample = sample(atOrBefore: range.upperBound), sample >= range.lowerBound
    else {
      status = StatusLine("there is no sample to point at yet")
      return
    }
    view.crosshair = sample
    status = StatusLine(
      "crosshair: ← → go by one sample, H L by ten, Home End to the ends; Y copies, Esc leaves")
  }

  /// Keys that move in time move the crosshair while it is on.
  ///
  /// - Returns: whether the command was one of those.
  mutating func moveCrosshair(_ command: Command) -> Bool {
    switch command {
    case .stepBack: moveCrosshair(by: -1)
    case .stepForward: moveCrosshair(by: 1)
    case .tenStepsBack: moveCrosshair(by: -10)
    case .tenStepsForward: moveCrosshair(by: 10)
    case .toBeginning: moveCrosshair(toEnd: false)
    case .toEnd: moveCrosshair(toEnd: true)
    default: return false
    }
    return true
  }

  /// ← and →: so many samples on or back, within what charts show.
  mutating func moveCrosshair(by count: Int) {
    guard let range = positionSpan?.range, var position = chartSpan?.crosshair?.position else { return }
    for _ in 0..<count.magnitude {
      let next =
        count > 0
        ? sample(after: position, within: range.upperBound)
        : sample(atOrBefore: position.nextDown).flatMap { $0 >= range.lowerBound ? $0 : nil }
      guard let next else { break }
      position = next
    }
    view.crosshair = position
  }

  /// Home and End: the first or the last sample that charts show.
  mutating func moveCrosshair(toEnd isEnd: Bool) {
    guard let range = positionSpan?.range else { return }
    let first = sample(after: range.lowerBound.nextDown, within: range.upperBound)
    view.crosshair = isEnd ? range.upperBound : first ?? range.lowerBound
  }
}
