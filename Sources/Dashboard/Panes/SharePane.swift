import RunState
import TerminalCells

/// Pane 2: shares of selections over the run, stacked in the order of the `run` line.
struct SharePane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(pane: .share, name: "selection share", rank: 2) { request, _ in
    if request.hasNothing(for: .share) { return nil }
    return PaneHeights(minimum: 4, comfortable: request.comfortableChart, large: request.isWhatIf ? 24 : 18)
  }

  var title: String
  var detail: String
  /// One column of cells each: shares by arm; `nil` where there are no decisions.
  var columns: [[Double]?]
  /// What the run has left by starting again before it; `nil` where it has been since.
  var abandoned: [[Double]?] = []
  var span: ChartSpan?
  /// Whose areas they are.
  var charted = ChartedModels(order: [], always: [])
  /// Column of cells of each vertical marker.
  var markers: [ChartMarker]
  /// What is under the crosshair.
  var readout: CrosshairReadout?
  /// Said instead of a chart.
  var emptyText: String?

  init(_ model: DashboardModel, width: Int) {
    span = model.chartSpan
    switch span?.place.axis {
    case .time: title = "Selection share by time"
    case .decisions: title = "Selection share by decisions"
    case .step, nil:
      title = model.run.progress.hasSteps ? "Selection share by step" : "Selection share by batch"
    }
    charted = model.chartedModels
    let hasCrosshair = span?.crosshair != nil
    if hasCrosshair { title = "Selection share" }
    let words = hasCrosshair ? span?.words : span?.detail
    detail = [width < 47 || hasCrosshair ? nil : SharePane.entropy(model.run), words].compactMap { $0 }
      .joined(separator: " · ")
    if let wording = charted.wording {
      detail = width < 47 ? charted.shortWording : "\(wording) · \(words ?? "")"
    }
    guard let span, model.run.shares.byArm.contains(where: { !$0.buckets.isEmpty }) else {
      columns = []
      markers = []
      emptyText =
        model.run.counts.decisions > 0
        ? "Shares appear when the first step ends." : model.run.withoutDecisions
      return
    }
    let smoothing = model.view.smoothing
    let breaks = Self.controlPlaces(model)
    let smoothed = model.run.shares.byArm.map { $0.smoothed(weight: smoothing.rawValue, afreshAt: breaks) }
    let shares = smoothed.map(span.place.placed)
    columns = SharePane.columns(
      shares.map { $0.branch(isAbandoned: false) }, span: span, width: width)
    if shares.contains(where: \.hasAbandoned) {
      let left = SharePane.columns(
        shares.map { $0.branch(isAbandoned: true) }, span: span, width: width)
      abandoned = zip(columns, left).map { $0 == nil ? $1 : nil }
    }
    columns = charted.stacked(columns)
    abandoned = charted.stacked(abandoned)
    markers = ChartMarker.markers(model, span: span, width: width)
    readout = span.crosshair.map { Self.readout(smoothed, model, $0) }
    if smoothing != .none, span.crosshair == nil, width >= 66 { title += " · smoothed \(smoothing.word)" }
  }

  /// Positions of controls: what they did is to be seen at once, so averages of shares begin again there.
  private static func controlPlaces(_ model: DashboardModel) -> [Double] {
    model.run.markers.filter { $0.kind == .control && !$0.text.hasSuffix(" asked for") }.map(\.position)
      .sorted()
  }

  /// From the top layer to the lowest.
  private static func readout(
    _ shares: [Series], _ model: DashboardModel, _ crosshair: Crosshair
  ) -> CrosshairReadout {
    let readings = shares.map { $0.reading(at: crosshair.position) }
    let words = ScreenText.shares(readings.map { $0?.value ?? 0 }, decimals: 0)
    let entries = readings.indices.reversed().compactMap { arm in
      readings[arm].map { CrosshairReadout.Entry(arm: arm, text: words[arm], isExact: $0.isExact) }
    }
    return CrosshairReadout(entries, model)
  }

  /// `entropy 0.83` of the last 256 decisions in which there was a choice: 1 is even, 0 one RM alone.
  static func entropy(_ run: RunState) -> String? {
    run.selectionEntropy.map { "entropy \(formatFixed($0, decimals: 2))" }
  }

  /// Shares in each column. A column without a point of its own continues the one before, up to the last point.
  static func columns(_ shares: [Series], span: ChartSpan, width: Int) -> [[Double]?] {
    let byArm = shares.map { $0.columns(over: span.range, count: width) }
    var current: [Double]? = nil
    let before = shares.map { $0.neighbours(of: span.range).before }
    if before.contains(where: { $0 != nil }) {
      current = before.map { $0.map(Series.mean(of:)) ?? 0 }
    }
    var last = width - 1
    if !shares.contains(where: { $0.neighbours(of: span.range).after != nil }) {
      last = byArm.compactMap { column in column.lastIndex { $0 != nil } }.max() ?? -1
      // A step lasts until the next one begins.
      if let end = shares.compactMap({ $0.extent?.upperBound }).max() {
        last = max(last, min(width, span.unboundedColumn(of: end + 1, count: width)) - 1)
      }
    }
    return (0..<max(0, width)).map { index in
      if index > last { return nil }
      let here = byArm.map { $0[index] }
      if here.contains(where: { $0 != nil }) {
        current = here.map { column in
          guard let mean = column?.mean, mean.isFinite else { return 0 }
          return mean
        }
      }
      return current
    }
  }
}

extension Pane {
  package static let share = Pane(digit: 2)
}
