import Router
import RunState
import TerminalCells
import Wording

/// Pane 3: how the belief in each reward model has moved over the run, and where the beliefs of this moment overlap.
struct PosteriorPane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(pane: .posterior, name: "posterior", rank: 2, givesWay: true) {
    request, _ in
    if request.hasNothing(for: .posterior) { return nil }
    return PaneHeights(minimum: 4, comfortable: request.comfortableChart, large: 18)
  }

  struct Line: Equatable {
    var arm: Int
    /// The mean, or the deviation alone.
    var curve: Curve
    /// `nil` where the deviation is drawn alone.
    var band: Band?
  }

  var title: String
  var detail: String
  /// In the order of drawing: the selected RM last.
  var lines: [Line] = []
  var bounds: ClosedRange<Double>?
  var span: ChartSpan?
  var markers: [ChartMarker] = []
  /// What is under the crosshair.
  var readout: CrosshairReadout?
  /// The mean of the curves of the reward models that are shown together.
  var others: CurveBeside?
  var emptyText: String?

  /// - Parameters:
  ///   - columns: dot columns of the chart.
  ///   - width: cells of the chart.
  init(_ model: DashboardModel, columns: Int, width: Int) {
    let run = model.run
    let hasBands = model.view.posterior == .bands
    span = model.chartSpan
    title = hasBands ? "Posterior mean ± sd" : "Posterior sd"
    detail = Self.detail(model, title: title, width: width, then: span?.words)
    guard let span, let arms = Self.arms(model) else {
      emptyText = model.withoutBelief
      return
    }
    let charted = model.chartedModels
    if let wording = charted.wording { title += ", \(wording)" }
    let rest = arms.filter(charted.others.contains).map { arm in
      let series = hasBands ? run.beliefs[arm].mean : run.beliefs[arm].standardDeviation
      return Curve(series, span: span, columns: columns, smoothing: .none).raw
    }
    if !rest.isEmpty { others = CurveBeside(number: nil, curve: Curve(course: .mean(of: rest))) }
    lines = arms.filter(charted.shown.contains).map { arm in
      let (mean, deviation) = (run.beliefs[arm].mean, run.beliefs[arm].standardDeviation)
      return Line(
        arm: arm,
        curve: Curve(hasBands ? mean : deviation, span: span, columns: columns, smoothing: .none),
        band: hasBands ? Band(mean: mean, deviation: deviation, span: span, columns: columns) : nil)
    }
    bounds = ClosedRange.union(Self.bounds(lines, run), others?.curve.bounds)
    markers = ChartMarker.markers(model, span: span, width: width)
    guard let crosshair = span.crosshair else { return }
    readout = CrosshairReadout(lines.map { ($0.arm, $0.curve.reading) }, model) { arm, reading in
      guard hasBands, let arm else { return ScreenText.unsigned(reading.value, cells: 4) }
      let deviation = run.beliefs[arm].standardDeviation.reading(at: crosshair.position)?.value
      return ScreenText.belief(mean: reading.value, deviation: deviation ?? .nan, isWide: true)
    }
  }

  /// RMs that have beliefs, the selected one last; `nil` where there is none.
  static func arms(_ model: DashboardModel) -> [Int]? {
    let known = model.run.rewardModels.indices.filter { !model.run.beliefs[$0].mean.buckets.isEmpty }
    guard !known.isEmpty else { return nil }
    let selected = model.selectedArm
    return known.filter { $0 != selected } + known.filter { $0 == selected }
  }

  /// `over 64 contexts · all`: what the beliefs are of, as the table's, where there is room for it.
  static func detail(_ model: DashboardModel, title: String, width: Int, then more: String?) -> String {
    let count = model.run.beliefs.probeCount
    let of = count > 0 ? "over \(formatCount(count, of: "context"))" : nil
    let kept = model.run.beliefPointWords
    // What there is no room for is left out from the front.
    for parts in [[of, kept, more], [kept, more]] {
      let whole = parts.compactMap { $0 }.joined(separator: " · ")
      if textWidth(title) + textWidth(whole) + 10 <= width + labelWidth { return whole }
    }
    return more ?? ""
  }

  /// From the lowest to the highest mean, and the bands but for the widest twentieth of their edges: before much is
  /// observed a band is that of the prior, which would press all that comes later together.
  private static func bounds(_ lines: [Line], _ run: RunState) -> ClosedRange<Double>? {
    let observed = lines.filter { (run.beliefs[$0.arm].current?.observations ?? 1) > 0 }
    let shown = observed.isEmpty ? lines : observed
    var bounds = shown.reduce(nil) { ClosedRange.union($0, $1.curve.bounds) }
    if lines.contains(where: { $0.band != nil }) {
      let upper = shown.flatMap { $0.band?.upper ?? [] }.map(\.high).filter(\.isFinite).sorted()
      let lower = shown.flatMap { $0.band?.lower ?? [] }.map(\.low).filter(\.isFinite).sorted(by: >)
      for edge in [upper, lower] where !edge.isEmpty {
        let value = edge[edge.count - 1 - edge.count / 20]
        bounds = ClosedRange.union(bounds, value...value)
      }
    } else {
      bounds = bounds.map { 0...max($0.upperBound, 0) }
    }
    return bounds?.withAir
  }
}

extension RunState {
  /// `at 181 of 20,400 closes`: where the charts of beliefs do not have all of them.
  var beliefPointWords: String? {
    guard counts.looks < progress.closes else { return nil }
    return "at \(formatCount(counts.looks)) of \(formatCount(progress.closes, of: "close"))"
  }
}

extension DashboardModel {
  /// Why there is no belief to draw.
  var withoutBelief: String {
    if run.counts.decisions == 0 { return run.withoutDecisions }
    if case .unavailable(let reason) = run.posterior { return "No posterior: \(reason)." }
    return run.beliefs.hasPoints
      ? "No finite belief at this moment." : "Beliefs appear when the first batch closes."
  }
}

extension RunState {
  /// Said in place of what only decisions have.
  var withoutDecisions: String {
    hasMetricsOnly ? "Metrics only: no decisions." : "No decisions yet."
  }
}

extension Pane {
  package static let posterior = Pane(digit: 3)
}
