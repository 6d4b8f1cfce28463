import RunState
import TerminalCells
import Wording

/// Pane 5: the training metrics of the log as small multiples, grouped by the prefix of their names.
struct MetricsPane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(pane: .metrics, name: "metrics", rank: 4, isOptional: true) {
    request, width in
    guard request.metrics > 0 || request.focus == .metrics else { return nil }
    let columns = columns(width: width, count: request.metrics)
    let lines = max(1, (min(request.metrics, 1000) + columns - 1) / columns)
    return PaneHeights(minimum: 3, comfortable: 1 + 2 * min(lines, 2), large: 1 + 3 * min(lines, 3))
  }

  struct Item: Equatable {
    /// No two on the screen are alike.
    var name: String
    /// Enter gives it the whole pane.
    var isSelected = false
    /// The last value.
    var value: String
    /// Least and greatest value on the screen.
    var range: String
    var isFinite: Bool
    var span: ChartSpan
    var curve: Curve
    var bounds: ClosedRange<Double>?
  }

  /// How the pane is cut up.
  struct Grid: Equatable {
    var columns: Int
    var rows: Int
    /// Lines of one item.
    var height: Int
    /// Cells of one item.
    var width: Int
    var nameWidth: Int

    /// A blank line between high items.
    var drawnHeight: Int { height > 3 && rows > 1 ? height - 1 : height }

    /// Down the columns: items of one group stay together.
    func cell(of index: Int) -> (column: Int, row: Int) {
      (index / max(1, rows), index % max(1, rows))
    }
  }

  static let valueWidth = 8
  /// Lines that make a curve easy to read.
  private static let goodHeight = 4

  var title: String
  var detail: String
  var items: [Item]
  var grid: Grid
  var emptyText: String?

  /// - Parameters:
  ///   - width: cells inside of the pane.
  ///   - height: lines below the title.
  ///   - dotsPerCell: dot columns of a cell.
  init(_ model: DashboardModel, width: Int, height: Int, dotsPerCell: Int) {
    let order = model.metricOrder
    let metrics = order.map { model.run.metrics[$0] }
    var columns = MetricsPane.columns(width: width, count: metrics.count)
    let height = max(1, height)
    // With room to spare fewer stand side by side: a curve says more by being wide than by being high.
    while columns > 1,
      (metrics.count + columns - 2) / (columns - 1) * MetricsPane.goodHeight <= height
    {
      columns -= 1
    }
    let needed = (metrics.count + columns - 1) / columns
    let itemHeight = max(1, min(8, needed > 0 ? max(height >= 2 ? 2 : 1, height / needed) : 2))
    let rows = max(1, min(needed, height / itemHeight))
    // Page by page: the one with the selected metric.
    let page = rows * columns
    let selected = model.selectedMetric(in: order)
    let first = selected / page * page
    let shown = metrics[min(first, metrics.count)..<min(first + page, metrics.count)]
    // As few columns as these rows need: the items share the whole width.
    let used = max(1, (shown.count + rows - 1) / rows)
    let itemWidth = (width - (used - 1) * 2) / used
    let names = MetricsPane.names(metrics.map(\.name), page: shown.indices, width: itemWidth)
    grid = Grid(
      columns: used, rows: rows, height: itemHeight, width: itemWidth, nameWidth: max(4, names.longest))
    title = names.prefix.isEmpty ? "Metrics" : "Metrics · \(names.prefix)…"
    let isFocused = model.isFocused(.metrics)
    detail =
      metrics.count > shown.count
      ? "\(shown.startIndex + 1)–\(shown.endIndex) of \(metrics.count)\(isFocused ? "" : ": \(Self.pane.digit)")"
      : ""
    items = []
    guard !metrics.isEmpty, let span = model.chartSpan else {
      emptyText = "No metrics yet: a trainer logs them with `metrics` lines."
      return
    }
    let curveCells = itemWidth - grid.nameWidth - MetricsPane.valueWidth - 2
    if shown.contains(where: model.hasOwnAxis) {
      detail = detail.isEmpty ? "own steps" : "\(detail) · own steps"
    }
    if let crosshair = span.crosshair { detail = crosshair.words }
    items = shown.indices.map { index in
      let metric = metrics[index]
      let own = model.chartSpan(of: metric) ?? span
      let curve = Curve(
        metric.series, span: own, columns: max(0, curveCells) * dotsPerCell, smoothing: model.view.smoothing)
      // Under the crosshair; a metric of other steps has nothing there.
      let value = span.crosshair == nil ? metric.last : curve.reading?.value
      return Item(
        name: names.names[index - shown.startIndex], isSelected: isFocused && index == selected,
        value: value.map { ScreenText.value($0) } ?? "–", range: ScreenText.range(curve.bounds),
        isFinite: value?.isFinite ?? true, span: own, curve: curve, bounds: curve.bounds?.withAir)
    }
  }

  /// Items that stand side by side.
  static func columns(width: Int, count: Int) -> Int { max(1, min(width / 38, count)) }

  /// Names of the metrics of a page: the same on every page as long as there are not very many.
  private static func names(_ all: [String], page: Range<Int>, width: Int) -> ShownNames.Part {
    let room = max(8, width - valueWidth - 12)
    let scope = all.count <= 512 ? all.indices : page
    let shown = ShownNames(
      Array(all[scope]), width: room, printing: { printableName($0) })
    return shown.part(page.lowerBound - scope.lowerBound..<page.upperBound - scope.lowerBound)
  }
}

extension Pane {
  package static let metrics = Pane(digit: 5)
}
