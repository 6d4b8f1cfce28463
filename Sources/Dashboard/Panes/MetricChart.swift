import RunState
import TerminalCells
import Wording

/// Pane 5 with one metric over all of it: its whole name, its values, and axes.
struct MetricChart: Equatable {
  var title: String
  var detail: String
  /// Last value, least and greatest, samples.
  var facts: String
  var isFinite: Bool
  var curve: Curve
  var axis: ValueAxis?
  /// Places of its lower and upper edge.
  var bounds: ClosedRange<Double>? { axis?.bounds }
  var span: ChartSpan
  var markers: [ChartMarker]
  /// The same metric of the other runs on the screen.
  var beside: [CurveBeside]

  /// Cells of the labels at the left.
  static let labelWidth = 8

  /// - Parameters:
  ///   - width: cells of the chart.
  ///   - dotsPerCell: dot columns of a cell.
  /// - Returns: `nil` where no metric is open.
  init?(_ model: DashboardModel, width: Int, dotsPerCell: Int) {
    let order = model.metricOrder
    guard model.view.openMetric != nil, !order.isEmpty else { return nil }
    let index = model.selectedMetric(in: order)
    let metric = model.run.metrics[order[index]]
    guard let span = model.chartSpan(of: metric) else { return nil }
    self.span = span
    title = printableName(metric.name)
    detail = "\(index + 1) of \(order.count) · \(span.words)"
    let smoothing = model.view.smoothing
    curve = Curve(metric.series, span: span, columns: max(0, width) * dotsPerCell, smoothing: smoothing)
    let range = ScreenText.range(curve.bounds)
    let reading = curve.reading?.value
    facts = "\(reading == nil ? "last" : "here") \(ScreenText.value(reading ?? metric.last))"
    if !range.isEmpty { facts += " · \(range) shown" }
    facts += " · \(formatCount(metric.series.sampleCount, of: "sample"))"
    let nonFinite = metric.series.nonFiniteCount
    if nonFinite > 0 { facts += " · \(formatCount(nonFinite)) not finite" }
    if smoothing != .none { facts += " · smoothed \(smoothing.word)" }
    isFinite = metric.last.isFinite
    let others = model.metricsBeside(metric.name, span: span, columns: max(0, width) * dotsPerCell)
    axis = ValueAxis([curve] + others.map(\.curve), model.view)
    axis?.countClipped(metric.series, span)
    beside = others
    if let axis {
      detail = axis.before(detail)
      curve = curve.placed(on: axis)
      beside = others.map { $0.placed(on: axis) }
    }
    // Marks stand at the run's steps.
    markers = model.hasOwnAxis(metric) ? [] : ChartMarker.markers(model, span: span, width: width)
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .metrics, name: title, detail: detail)
    guard rect.height > 4 else { return }
    painter.write(facts, x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, isFinite ? .text : .nonFinite)
    let labels = Self.labelWidth
    let chart = CellRect(
      x: rect.x + labels, y: rect.y + 2, width: rect.width - labels, height: rect.height - 3)
    guard let axis else {
      painter.sentences(["No finite value in this stretch."], in: chart)
      return
    }
    painter.markers(markers, in: chart)
    painter.crosshairLine(span, in: chart)
    painter.draw(beside, bounds: axis.bounds, in: chart)
    let canvas = painter.curve(curve, bounds: axis.bounds, in: chart)
    painter.numbers(of: beside, bounds: axis.bounds, in: chart)
    painter.values(axis, canvas: canvas, chart: chart, x: rect.x, width: labels - 1)
    painter.positions(span, markers, x: chart.x, y: rect.bottom - 1, width: chart.width)
  }
}
