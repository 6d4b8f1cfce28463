import RunState
import TerminalCells

/// One number of one reward model over the run, with axes: its share, its reward, or what is believed of it.
struct RewardModelChart: Equatable {
  enum Kind: Equatable {
    case share
    case reward
    case posterior
  }

  var arm: Int
  var title: String
  var detail: String
  var curve: Curve
  /// Mean − sd … mean + sd, one entry for each column of dots.
  var band: [PlotColumn] = []
  var axis: ValueAxis?
  /// Places of its lower and upper edge.
  var bounds: ClosedRange<Double>? { axis?.bounds }
  var span: ChartSpan?
  var markers: [ChartMarker] = []
  var emptyText: String

  /// Cells of the labels at the left.
  static let labelWidth = 6

  /// - Parameter width: cells of the chart with its labels.
  init(_ model: DashboardModel, arm: Int, kind: Kind, width: Int, dotsPerCell: Int) {
    self.arm = arm
    let run = model.run
    let span = model.chartSpan ?? ChartSpan(range: 0...1, detail: "")
    let cells = max(0, width - Self.labelWidth)
    let columns = cells * dotsPerCell
    let smoothing = model.view.smoothing
    let smoothed = smoothing == .none ? "" : " · smoothed \(smoothing.word)"
    self.span = model.chartSpan
    detail = span.words
    switch kind {
    case .share:
      title = (width < 48 ? "Share, %" : "Share of selections, %") + smoothed
      emptyText = "Shares appear when the first step ends."
      curve = Curve(run.shares.byArm[arm], span: span, columns: columns, smoothing: smoothing).percent
      axis = curve.bounds.map { ValueAxis(bounds: 0...max(1, $0.upperBound)) }
    case .reward:
      title = "Reward\(smoothed)"
      emptyText = "No reward of it yet."
      curve = Curve(run.charts.rewardByArm[arm], span: span, columns: columns, smoothing: smoothing)
      axis = ValueAxis([curve], model.view, goesBySmooth: true)
      axis?.countClipped(run.charts.rewardByArm[arm], span)
      if let axis {
        detail = axis.before(detail)
        curve = curve.placed(on: axis)
      }
    case .posterior:
      title = "Posterior mean ± sd"
      emptyText = "No posterior yet."
      curve = Curve(run.beliefs[arm].mean, span: span, columns: columns, smoothing: .none)
      band = Self.band(run.beliefs[arm], span: span, columns: columns)
      let low = band.map(\.low).min() ?? .nan
      let high = band.map(\.high).max() ?? .nan
      axis = (low <= high ? low...high : curve.bounds).map { ValueAxis(bounds: $0.withAir) }
    }
    markers = ChartMarker.markers(model, span: span, width: cells)
    if let crosshair = span.crosshair { detail = reading(run, kind, at: crosshair) }
  }

  /// `0.31 ±0.04 at step 412`
  private func reading(_ run: RunState, _ kind: Kind, at crosshair: Crosshair) -> String {
    guard let reading = curve.reading else { return crosshair.words }
    let value: String
    switch kind {
    case .share: value = formatShare(reading.value / 100, decimals: 1) + "%"
    case .reward: value = ScreenText.signed(reading.value, cells: 5)
    case .posterior:
      let deviation = run.beliefs[arm].standardDeviation.reading(at: crosshair.position)?.value
      value = ScreenText.belief(mean: reading.value, deviation: deviation ?? .nan, isWide: true)
    }
    return "\(value) \(reading.isExact ? crosshair.words : "before, " + crosshair.words)"
  }

  /// - Complexity: O(buckets + columns).
  private static func band(_ row: Beliefs.Row, span: ChartSpan, columns count: Int) -> [PlotColumn] {
    let means = span.place.placed(row.mean).columns(over: span.range, count: count)
    let deviations = span.place.placed(row.standardDeviation).columns(over: span.range, count: count)
    var band: [PlotColumn] = []
    for (index, (mean, deviation)) in zip(means, deviations).enumerated() {
      guard let mean, let deviation, mean.count > 0, deviation.count > 0 else { continue }
      let (low, high) = (mean.mean - deviation.mean, mean.mean + deviation.mean)
      guard low.isFinite, high.isFinite else { continue }
      if !mean.startsSegment, let before = band.last {
        // Between two points the band goes straight.
        for column in before.column + 1..<max(before.column + 1, index) {
          let part = Double(column - before.column) / Double(index - before.column)
          band.append(
            PlotColumn(
              column: column, low: before.low + part * (low - before.low),
              high: before.high + part * (high - before.high)))
        }
      }
      band.append(PlotColumn(column: index, low: low, high: high))
    }
    return band
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.heading(title, detail: detail, rect)
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard let span, let axis else {
      painter.sentences([emptyText], in: body)
      return
    }
    let labels = Self.labelWidth
    let bounds = axis.bounds
    let chart = CellRect(
      x: rect.x + labels, y: rect.y + 1, width: rect.width - labels, height: max(0, rect.height - 2))
    painter.markers(markers, in: chart)
    painter.crosshairLine(span, in: chart)
    let key = painter.keys[arm]
    let (bright, faint) = (painter.theme.style(key), painter.theme.faintStyle(key))
    var canvas = DotCanvas(size: CellSize(width: chart.width, height: chart.height), tier: painter.glyphs)
    if painter.showsLetters {
      // Without colours a line in a filled band would not be seen.
      for edge in [\PlotColumn.low, \.high] {
        canvas.plot(
          band.map { PlotColumn(column: $0.column, value: $0[keyPath: edge]) }, bounds: bounds, style: faint)
      }
    } else {
      // Of one series with the line, which would cut a hole into it otherwise.
      canvas.plot(band, bounds: bounds, style: faint, joins: false)
    }
    if !curve.abandoned.isEmpty {
      canvas.plot(curve.abandoned, bounds: bounds, style: faint)
      canvas.beginSeries()
    }
    if !curve.smooth.isEmpty {
      canvas.plot(curve.raw, bounds: bounds, style: faint, joins: false)
      canvas.edgeArrows([curve], bounds: bounds, glyphs: painter.glyphs, style: painter.theme[.axis])
      canvas.beginSeries()
    }
    painter.gaps(curve, on: &canvas, bounds: bounds, style: faint)
    canvas.plot(curve.smooth.isEmpty ? curve.raw : curve.smooth, bounds: bounds, style: bright)
    for mark in curve.nonFinite {
      guard let row = canvas.row(of: mark.value, bounds: bounds) else { continue }
      canvas.setMark(
        painter.glyphs == .ascii ? "x" : "×", column: mark.column, row: row, style: painter.theme[.nonFinite])
    }
    canvas.draw(into: &painter.buffer, x: chart.x, y: chart.y)
    painter.values(axis, canvas: canvas, chart: chart, x: rect.x, width: labels - 1)
    painter.positions(span, markers, x: chart.x, y: rect.bottom - 1, width: chart.width)
  }
}

extension PlotColumn {
  /// All between two values.
  fileprivate init(column: Int, low: Double, high: Double) {
    self.init(column: column, first: low, last: high, low: low, high: high)
  }

  fileprivate var percent: PlotColumn {
    PlotColumn(
      column: column, first: 100 * first, last: 100 * last, low: 100 * low, high: 100 * high,
      startsSegment: startsSegment)
  }
}

extension Curve {
  /// Of fractions as percentages.
  fileprivate var percent: Curve {
    var curve = self
    curve.raw = raw.map(\.percent)
    curve.smooth = smooth.map(\.percent)
    curve.abandoned = abandoned.map(\.percent)
    curve.gaps = gaps.map { PlotGap(before: $0.before.percent, after: $0.after.percent) }
    curve.reading?.value *= 100
    curve.nonFinite = nonFinite.map { Mark(column: $0.column, value: 100 * $0.value) }
    return curve
  }
}

extension Painter {
  /// The rule above a part of a pane, and at its right what it shows.
  mutating func heading(_ title: String, detail: String = "", _ rect: CellRect) {
    buffer.horizontalRule(x: rect.x, y: rect.y, width: rect.width, style: theme[.rule])
    let used = write(" \(title) ", x: rect.x + 1, y: rect.y, width: rect.width - 2, .title)
    guard !detail.isEmpty, rect.width - used - 5 >= displayWidth(detail) else { return }
    write(" \(detail) ", x: rect.right - displayWidth(detail) - 3, y: rect.y, .faint)
  }
}
