import RunState
import Wording

extension MetricsPane {
  static func moveRow(by count: Int, in model: inout DashboardModel) { model.moveMetric(by: count) }

  static func open(in model: inout DashboardModel) -> [Effect] {
    model.openSelectedMetric()
    return []
  }

  static var searchedList: SearchedList? { .metrics }

  static func openHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    model.view.openMetric == nil ? KeyHint("Enter", "large", importance: 82) : nil
  }
}

extension DashboardModel {
  /// Indices into `run.metrics` as the pane lists them.
  var metricOrder: [Int] {
    let order = MetricOrder.order(run.metrics)
    guard let search = view.searches[.metrics], !search.showsAll else { return order }
    return order.filter { search.pattern.matches(printableName(run.metrics[$0].name)) }
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
}
