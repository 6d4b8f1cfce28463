import RunState
import TerminalCells
import Wording

/// Pane 5: the training metrics of the log as small charts: with axes in a grid where there is room for it, else as
/// lines of a list.
struct MetricsPane: Equatable, PaneView {
  struct Item: Equatable {
    /// No two on the screen are alike.
    var name: String
    /// Characters of the name that are searched for.
    var marks: [Range<Int>] = []
    /// As the log has it.
    var metric: String
    /// Enter gives it the whole pane.
    var isSelected = false
    /// It is kept at the top.
    var isKept = false
    /// The last value.
    var value: String
    /// Which way it goes at its end.
    var trend: Trend.Direction?
    /// Least and greatest value on the screen.
    var range: String
    var isFinite: Bool
    var curve: Curve
    /// The same metric of the other runs on the screen.
    var beside: [CurveBeside] = []
    var axis: ValueAxis?
    var span: ChartSpan
  }

  /// How the pane is cut up where it is a list.
  struct Grid: Equatable {
    var columns: Int
    var rows: Int
    /// Lines of one item.
    var height: Int
    /// Cells of one item.
    var width: Int
    var nameWidth = 0

    /// A blank line between high items.
    var drawnHeight: Int { height > 3 && rows > 1 ? height - 1 : height }

    /// Down the columns: items of one group stay together.
    func cell(of index: Int) -> (column: Int, row: Int) {
      (index / max(1, rows), index % max(1, rows))
    }
  }

  static let valueWidth = 8
  /// Cells of the labels at the left of a card's chart.
  static let labelWidth = 7

  var title: String
  var detail: String
  /// Those of the page.
  var items: [Item]
  var grid: Grid
  /// Places of the items where they are cards; `nil` where they are lines of a list.
  var cards: MetricsGrid?
  var emptyText: String?

  /// - Parameters:
  ///   - width: cells inside of the pane.
  ///   - height: lines below the title.
  ///   - dotsPerCell: dot columns of a cell.
  init(_ model: DashboardModel, width: Int, height: Int, dotsPerCell: Int) {
    let sections = model.metricSections(width: width, height: height)
    let order = sections.flatMap(\.metrics)
    let metrics = order.map { model.run.metrics[$0] }
    let height = max(1, height)
    let selected = model.selectedMetric(in: order)
    grid = Grid(width: width, height: height, count: metrics.count)
    cards = MetricsGrid.cards(of: sections, width: width, height: height, selected: selected)
    let first = selected / grid.page * grid.page
    let page = cards?.shown ?? min(first, metrics.count)..<min(first + grid.page, metrics.count)
    let names: [String]
    title = "Metrics"
    if let cards {
      names = MetricsPane.names(cards, sections, metrics.map(\.name))
    } else {
      grid.fit(page.count, width: width)
      let shown = MetricsPane.names(metrics.map(\.name), page: page, width: grid.width)
      grid.nameWidth = max(4, shown.longest)
      names = shown.names
      if !shown.prefix.isEmpty { title += " · \(shown.prefix)…" }
    }
    detail = MetricsPane.detail(model, page: page, of: metrics.count)
    items = []
    guard !metrics.isEmpty, let span = model.chartSpan else {
      emptyText = MetricsPane.emptyText(model)
      return
    }
    let search = model.view.searches[.metrics]
    let isFocused = model.isFocused(.metrics)
    let whole = model.metricsExtent
    items = page.map { index in
      let metric = metrics[index]
      let own = model.chartSpan(of: metric, whole: whole) ?? span
      let card = cards?.cards[index - page.lowerBound].rect
      let cells =
        card.map { $0.height > 1 ? $0.width - MetricsPane.labelWidth : 0 }
        ?? grid.width - grid.nameWidth - MetricsPane.valueWidth - 2
      let curve = Curve(
        metric.series, span: own, columns: max(0, cells) * dotsPerCell, smoothing: model.view.smoothing)
      let beside = model.metricsBeside(metric.name, span: own, columns: max(0, cells) * dotsPerCell)
      let name = names[index - page.lowerBound]
      let axis = ValueAxis([curve] + beside.map(\.curve), model.view)
      // Under the crosshair; a metric of other steps has nothing there.
      let value = span.crosshair == nil ? metric.last : curve.reading?.value
      return Item(
        name: name, marks: search?.pattern.marks(in: name) ?? [], metric: metric.name,
        isSelected: isFocused && index == selected,
        isKept: model.view.keptMetrics.contains(metric.name),
        value: value.map { ScreenText.value($0) } ?? "–",
        trend: model.trends.trend(ofMetric: order[index])?.direction, range: ScreenText.range(curve.bounds),
        isFinite: value?.isFinite ?? true, curve: axis.map { curve.placed(on: $0) } ?? curve,
        beside: axis.map { axis in beside.map { $0.placed(on: axis) } } ?? beside, axis: axis, span: own)
    }
    if metrics[page].contains(where: model.hasOwnAxis) {
      detail = detail.isEmpty ? "own steps" : "\(detail) · own steps"
    }
    if let crosshair = span.crosshair { detail = crosshair.words }
  }

  /// Which of the metrics these are.
  private static func detail(_ model: DashboardModel, page: Range<Int>, of count: Int) -> String {
    var parts: [String] = []
    if let search = model.view.searches[.metrics] {
      let found =
        search.showsAll ? model.run.metrics.count { model.matches(search.pattern, metric: $0) } : count
      parts.append(
        "\(found) of \(model.run.metrics.count) match \(printableText(search.pattern.text, limit: 40))")
    }
    if page.count < count {
      let digit = model.isFocused(.metrics) ? "" : ": \(pane.digit)"
      parts.append("\(page.lowerBound + 1)–\(page.upperBound) of \(count)\(digit)")
    }
    return parts.joined(separator: " · ")
  }

  private static func emptyText(_ model: DashboardModel) -> String {
    if let search = model.view.searches[.metrics], !model.run.metrics.isEmpty {
      return "No metric matches \(printableText(search.pattern.text, limit: 60)). Esc shows all."
    }
    return "No metrics yet: a trainer logs them with `metrics` lines."
  }

  /// Names of the metrics of a page: the same on every page as long as there are not very many.
  private static func names(_ all: [String], page: Range<Int>, width: Int) -> ShownNames.Part {
    let room = max(8, width - valueWidth - 12)
    let scope = all.count <= 512 ? all.indices : page
    let shown = ShownNames(
      Array(all[scope]), width: room, printing: { printableName($0) })
    return shown.part(page.lowerBound - scope.lowerBound..<page.upperBound - scope.lowerBound)
  }

  /// Names on cards: what the heading says already is left out.
  private static func names(_ cards: MetricsGrid, _ sections: [MetricSection], _ all: [String]) -> [String] {
    var names: [String] = []
    var place = 0
    for section in sections {
      let page = cards.shown.clamped(to: place..<place + section.metrics.count)
      place += section.metrics.count
      guard !page.isEmpty else { continue }
      let widths = cards.cards.filter { page.contains($0.place) }.map(\.rect.width)
      let room = max(8, (widths.min() ?? 0) - valueWidth - 4)
      let front = section.name == MetricSection.kept || section.isFlat ? 0 : section.name.count
      let own = all[page].map { String($0.dropFirst(front)) }
      names += ShownNames(own, width: room, leavesOutPrefix: false, printing: { printableName($0) }).names
    }
    return names
  }
}

extension MetricsPane.Grid {
  /// Lines that make a curve easy to read.
  private static let goodHeight = 4

  /// Items that stand side by side.
  static func columns(width: Int, count: Int) -> Int { max(1, min(width / 38, count)) }

  /// Items of a page.
  var page: Int { rows * columns }

  init(width: Int, height: Int, count: Int) {
    var columns = Self.columns(width: width, count: count)
    // With room to spare fewer stand side by side: a curve says more by being wide than by being high.
    while columns > 1, (count + columns - 2) / (columns - 1) * Self.goodHeight <= height {
      columns -= 1
    }
    let needed = (count + columns - 1) / columns
    self.columns = columns
    self.height = max(1, min(8, needed > 0 ? max(height >= 2 ? 2 : 1, height / needed) : 2))
    self.width = width
    rows = max(1, min(needed, height / self.height))
  }

  /// As few columns as the rows need: the items share the whole width.
  mutating func fit(_ shown: Int, width: Int) {
    columns = max(1, (shown + rows - 1) / rows)
    self.width = (width - (columns - 1) * 2) / columns
  }
}

extension MetricsPane {
  static let descriptor = PaneDescriptor(
    pane: .metrics, name: "metrics", rank: 4, isOptional: true, heightsAlone: { heightsAlone($0, width: $1) },
    heights: { heightsBeside($0, width: $1) })

  /// Lines of the list, beside another pane.
  private static func heightsBeside(_ request: LayoutRequest, width: Int) -> PaneHeights? {
    guard request.metrics > 0 || request.focus == .metrics else { return nil }
    let columns = Grid.columns(width: width, count: request.metrics)
    let lines = max(1, (min(request.metrics, 1000) + columns - 1) / columns)
    return PaneHeights(minimum: 3, comfortable: 1 + 2 * min(lines, 2), large: 1 + 3 * min(lines, 3))
  }

  /// A row of cards, two of them, and as many as all metrics take.
  private static func heightsAlone(_ request: LayoutRequest, width: Int) -> PaneHeights {
    let columns = MetricsGrid.columns(width: width - 2, least: MetricsGrid.goodWidth)
    let rows = max(1, (min(request.metrics, 1000) + columns - 1) / columns)
    let card = MetricsGrid.goodHeight
    return PaneHeights(
      minimum: 3, comfortable: 1 + card, large: 1 + card * min(rows, 2), full: 1 + (card + 2) * rows)
  }
}

extension Pane {
  package static let metrics = Pane(digit: 5)
}
