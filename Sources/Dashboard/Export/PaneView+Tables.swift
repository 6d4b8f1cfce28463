import RouterEngine
import RunEvents
import RunState
import Wording

// What each pane has to give to a file, and what of it is selected.

extension PaneView {
  static func table(_ model: DashboardModel) -> ExportTable? { model.rewardModelTable }

  static func selection(_ model: DashboardModel) -> ExportTable? {
    guard let arm = model.selectedArm, let row = model.rowOrder.firstIndex(of: arm) else { return nil }
    return model.rewardModelTable.row(row)
  }
}

extension ExportTable {
  /// Its heads and this row alone; `nil` where there is no such row.
  func row(_ index: Int) -> ExportTable? {
    rows.indices.contains(index) ? ExportTable(columns: columns, rows: [rows[index]]) : nil
  }
}

extension DashboardModel {
  /// The rows of the table of RMs, in their order.
  var rewardModelTable: ExportTable {
    var table = ExportTable(columns: [
      "rm", "badge", "decisions", "share", "share of the last 256", "posterior mean", "posterior sd",
      "P(best)",
      "mean reward", "ties", "errors", "mean latency, ms",
    ])
    for arm in rowOrder where run.rewardModels.indices.contains(arm) {
      let state = run.rewardModels[arm]
      let belief = run.beliefs[arm].current
      let badges = run.allowed.badges(arm).map { BadgeWords($0, run).spoken }
      table.rows.append([
        .text(state.info.id), .text(badges.joined(separator: "; ")), .number(Double(state.decisions)),
        .number(Double(state.decisions) / Double(max(1, run.counts.decisions))),
        .number(Double(state.recentDecisions) / Double(max(1, run.rewardModels.recentCount))),
        .init(belief?.mean), .init(belief?.standardDeviation), .init(belief?.bestProbability),
        .init(state.meanReward), .number(Double(state.ties)), .number(Double(state.errors)),
        .init(state.meanLatency),
      ])
    }
    return table
  }

  /// Series of every RM over the stretch that charts show.
  func seriesTable(_ series: [(name: String, series: Series)]) -> ExportTable? {
    guard let range = positionSpan?.range else { return nil }
    return ExportTable(
      series.map { ExportTable.Named(name: $0.name, series: $0.series) }, range: range,
      timeline: run.charts.timeline)
  }

  var modelIDs: [String] { run.rewardModels.map(\.info.id) }
}

extension RewardModelTable {
  /// Over the whole screen: the curves of the selected RM.
  static func table(_ model: DashboardModel) -> ExportTable? {
    guard model.view.zoomed == .rewardModels, let arm = model.selectedArm else {
      return model.rewardModelTable
    }
    let run = model.run
    return model.seriesTable([
      ("share", run.shares.byArm[arm]), ("reward", run.charts.rewardByArm[arm]),
      ("posterior mean", run.beliefs[arm].mean), ("posterior sd", run.beliefs[arm].standardDeviation),
    ])
  }
}

extension SharePane {
  static func table(_ model: DashboardModel) -> ExportTable? {
    model.seriesTable(Array(zip(model.modelIDs, model.run.shares.byArm).map { ($0, $1) }))
  }
}

extension RewardPane {
  static func table(_ model: DashboardModel) -> ExportTable? {
    model.seriesTable(
      [("all", model.run.reward)] + zip(model.modelIDs, model.run.charts.rewardByArm).map { ($0, $1) })
  }
}

extension PosteriorPane {
  static func table(_ model: DashboardModel) -> ExportTable? {
    model.seriesTable(
      model.modelIDs.enumerated().flatMap { arm, id in
        [
          (id + " mean", model.run.beliefs[arm].mean), (id + " sd", model.run.beliefs[arm].standardDeviation),
        ]
      })
  }
}

extension MetricsPane {
  /// The metric that is open, else all of them.
  static func table(_ model: DashboardModel) -> ExportTable? {
    let order = model.metricOrder
    guard !order.isEmpty else { return nil }
    let shown = model.view.openMetric == nil ? order : [order[model.selectedMetric(in: order)]]
    return ExportTable(
      byName: shown.compactMap { index in
        let metric = model.run.metrics[index]
        guard let range = model.positionSpan(of: metric)?.range else { return nil }
        return (
          ExportTable.Named(name: metric.name, series: metric.series), range,
          model.hasOwnAxis(metric) ? nil : model.run.charts.timeline
        )
      })
  }

  static func selection(_ model: DashboardModel) -> ExportTable? {
    let order = model.metricOrder
    guard !order.isEmpty else { return nil }
    let metric = model.run.metrics[order[model.selectedMetric(in: order)]]
    return ExportTable(
      columns: ["metric", "step", "value"],
      rows: [[.text(metric.name), .init(metric.lastStep), .number(metric.last)]])
  }
}

extension CategoriesPane {
  /// A row for each category and RM.
  static func table(_ model: DashboardModel) -> ExportTable? {
    let run = model.run
    var table = ExportTable(columns: [
      "category", "rm", "decisions", "share of the last 64", "mean reward", "mean of the last 64 rewards",
      "P(best)",
    ])
    let summaries = Dictionary(run.categorySummaries.map { ($0.name, $0) }) { one, _ in one }
    for index in model.categoryOrder {
      guard let category = summaries[run.categories[index].name] else { continue }
      for (arm, cell) in category.rewardModels.enumerated() {
        table.rows.append([
          .text(category.name), .text(run.rewardModels[arm].info.id), .number(Double(cell.decisions)),
          .init(cell.recentShare), .init(cell.rewardMean), .init(cell.recentRewardMean),
          .init(cell.bestProbability),
        ])
      }
    }
    return table
  }

  static func selection(_ model: DashboardModel) -> ExportTable? {
    let order = model.categoryOrder
    guard !order.isEmpty, var table = table(model) else { return nil }
    let name = model.run.categories[order[model.selectedCategory(in: order)]].name
    table.rows.removeAll { $0.first != .text(name) }
    return table
  }
}

extension EventsPane {
  /// Oldest first.
  static func table(_ model: DashboardModel) -> ExportTable? {
    let list = EventList(model)
    return ExportTable(
      columns: ["step", "time", "event"],
      rows: list.lines(skipping: 0, count: list.count).reversed().map(row))
  }

  static func selection(_ model: DashboardModel) -> ExportTable? {
    EventList(model).lines(skipping: model.view.eventCursor, count: 1).first.map {
      ExportTable(columns: ["step", "time", "event"], rows: [row($0)])
    }
  }

  private static func row(_ line: Line) -> [ExportTable.Field] {
    [Int(line.step).map { .number(Double($0)) } ?? .text(line.step), .text(line.time), .text(line.text)]
  }
}

extension DecisionPane {
  static func table(_ model: DashboardModel) -> ExportTable? {
    let told = model.readBack
    guard let choice = told.choice else { return nil }
    let pane = DecisionPane(model)
    return ExportTable(
      columns: ["decision", "rm", "is chosen", "mean", "sd", "draw"],
      rows: pane.rows.map {
        [
          .text(choice.id), .text(model.run.rewardModels[$0.arm].info.id), .text($0.isChosen ? "yes" : "no"),
          .init($0.mean), .init($0.deviation), .init($0.draw),
        ]
      })
  }

  static func selection(_ model: DashboardModel) -> ExportTable? { table(model) }
}
