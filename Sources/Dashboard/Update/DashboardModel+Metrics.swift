import RunState
import TerminalCells
import Wording

extension MetricsPane {
  static func moveRow(by count: Int, in model: inout DashboardModel) { model.moveMetric(by: count) }

  static var searchedList: SearchedList? { .metrics }

  static func open(in model: inout DashboardModel) -> [Effect] {
    model.openSelectedMetric()
    return []
  }

  static func openHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    model.view.openMetric == nil ? KeyHint("Enter", "large", importance: 82) : nil
  }
}

extension DashboardModel {
  /// What the pane lists where it stands on this screen.
  var metricSections: [MetricSection] {
    let rect = layout.rect(of: .metrics)
    return metricSections(width: (rect?.width ?? 0) - 2, height: (rect?.height ?? 0) - 1)
  }

  /// - Parameters:
  ///   - width: inside of the pane.
  ///   - height: below its title.
  func metricSections(width: Int, height: Int) -> [MetricSection] {
    var order = MetricOrder.order(run.metrics)
    if let search = view.searches[.metrics], !search.showsAll {
      order = order.filter { matches(search.pattern, metric: run.metrics[$0]) }
    }
    return MetricSection.sections(
      order, of: run.metrics, kept: view.keptMetrics,
      isGrouped: MetricsGrid.hasHeadings(width: width, height: height, count: order.count))
  }

  /// Indices into `run.metrics` as the pane lists them.
  var metricOrder: [Int] { metricSections.flatMap(\.metrics) }

  func matches(_ pattern: TextPattern, metric: MetricSeries) -> Bool {
    pattern.matches(printableName(metric.name))
  }

  /// Index of the selected metric in the order; 0 where it is gone.
  func selectedMetric(in order: [Int]) -> Int {
    guard let name = view.metric else { return 0 }
    return order.firstIndex { run.metrics[$0].name == name } ?? 0
  }

  mutating func moveMetric(by count: Int) {
    let order = metricOrder
    guard !order.isEmpty else { return }
    let (moved, overflows) = selectedMetric(in: order).addingReportingOverflow(count)
    let index = overflows ? order.count - 1 : min(max(0, moved), order.count - 1)
    view.metric = run.metrics[order[index]].name
  }

  /// `n` and `N` in the metrics, in the order of the pane.
  mutating func findMetric(_ pattern: TextPattern, _ direction: Int) {
    let order = metricOrder
    let matching = order.indices.filter { matches(pattern, metric: run.metrics[order[$0]]) }
    guard let place = step(from: selectedMetric(in: order), in: matching, direction) else { return }
    view.metric = run.metrics[order[place]].name
  }

  /// The selected metric is one that matches, if there is one.
  mutating func showFirstMatch(_ pattern: TextPattern) {
    let order = metricOrder
    let place = selectedMetric(in: order)
    if order.indices.contains(place), matches(pattern, metric: run.metrics[order[place]]) { return }
    guard let first = order.first(where: { matches(pattern, metric: run.metrics[$0]) }) else { return }
    view.metric = run.metrics[first].name
  }

  /// Most metrics that are kept at the top.
  static let keptLimit = 32

  /// `*`: the selected metric stands before all others, or where it stood.
  mutating func keepMetric() {
    let order = metricOrder
    guard isFocused(.metrics), !order.isEmpty else {
      status = StatusLine("* keeps a metric at the top of its pane: go to one first (5)")
      return
    }
    let name = run.metrics[order[selectedMetric(in: order)]].name
    view.metric = name
    if let index = view.keptMetrics.firstIndex(of: name) {
      view.keptMetrics.remove(at: index)
    } else if view.keptMetrics.count >= Self.keptLimit {
      status = StatusLine("\(Self.keptLimit) metrics are kept at the top already: let one go with * first")
    } else {
      view.keptMetrics.append(name)
    }
  }

  /// Enter: the selected metric over the whole pane, with axes.
  mutating func openSelectedMetric() {
    let order = metricOrder
    guard view.openMetric == nil, !order.isEmpty else { return }
    view.metric = run.metrics[order[selectedMetric(in: order)]].name
    view.openMetric = OpenMetric(zoomedBefore: view.zoomed)
    view.focus = .metrics
    view.zoomed = .metrics
  }

  /// Esc: what was on the screen before.
  mutating func closeMetric(_ open: OpenMetric) {
    view.zoomed = open.zoomedBefore
    view.openMetric = nil
  }

  /// Metrics on the page that is on the screen.
  var shownMetrics: [Int] {
    guard let rect = layout.rect(of: .metrics) else { return [] }
    let sections = metricSections
    let order = sections.flatMap(\.metrics)
    let cards = MetricsGrid.cards(
      of: sections, width: rect.width - 2, height: rect.height - 1, selected: selectedMetric(in: order))
    return cards.map { Array(order[$0.shown]) } ?? []
  }
}
