import RunEvents
import RunState
import TerminalCells
import Wording

/// Pane 9: the runs that are open, side by side: a row of numbers for each, and its shares on an axis of steps that all
/// of them have.
struct RunsPane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(
    pane: .runs, name: "runs side by side", rank: 4, leastWidthBeside: 96, isOptional: true
  ) { request, _ in
    guard request.runs > 1 || request.focus == .runs else { return nil }
    let rows = 2 + request.runs
    // The shares have a title, two lines and an axis at least; whoever goes to the pane sees them.
    return PaneHeights(
      minimum: request.focus == .runs ? rows + 4 : rows, comfortable: rows + 6, large: rows + 11)
  }

  /// One run in numbers, as text by now.
  struct Row: Equatable {
    var number: Int
    var name: String
    var condition: StyledText
    var step: String
    var decisions: String
    /// Mean of all rewards, and of the last batch closes with the way they go.
    var reward: String
    var recent: String
    var direction: Trend.Direction?
    /// Part of the calls that asking every RM would have cost more.
    var saved: String
    var alarms: StyledText
    var isFocused: Bool
  }

  /// The stacked shares of one run.
  struct Share: Equatable {
    var number: Int
    var name: String
    var isFocused: Bool
    /// `nil` where it has no share yet.
    var area: ShareArea?
    /// Ids of its arms.
    var ids: [String]
  }

  var rows: [Row] = []
  var columns: [Column] = []
  /// Cells of a name in the table.
  var nameWidth = 0
  var shares: [Share] = []
  var grid: RunsGrid
  var span: ChartSpan?
  var detail = ""
  /// Every reward model of any run, those of the focused run first, as the keys of all areas are made.
  var ids: [String] = []
  var emptyText: String?

  /// - Parameters:
  ///   - width: cells of the pane.
  ///   - height: lines below the title.
  init(_ model: DashboardModel, width: Int, height: Int) {
    let runs = model.allRuns
    grid = RunsGrid(runs: runs.count, x: 1, y: 1, width: width - 2, height: 0)
    guard runs.count > 1 else {
      emptyText =
        "One run is open. rmtop watch A B, or rmtop replay A B, shows several side by side; R goes through them."
      return
    }
    let longest = DashboardModel.names(of: runs, width: width).map(textWidth).max() ?? 0
    (columns, nameWidth) = Column.fitting(width: width - 2, longestName: longest)
    let names = DashboardModel.names(of: runs, width: nameWidth)
    rows = zip(runs, names).map { Row($0, name: $1, isFocused: $0.place == model.place) }
    // Title, heading and rows above; the key below.
    let top = 2 + rows.count
    grid = RunsGrid(runs: runs.count, x: 1, y: top, width: width - 2, height: height + 1 - top)
    ids = Self.ids(of: model, runs)
    span = Self.span(model, runs)
    detail = [span?.detail, Self.hasOwnMoments(runs) ? "each at its own moment" : nil].compactMap { $0 }
      .joined(separator: " · ")
    let titles = DashboardModel.names(of: runs, width: max(8, grid.cellWidth - 3))
    shares = zip(runs, titles).map { run, name in
      let series = run.run.shares.byArm
      let area = span.flatMap { span in
        series.contains { !$0.buckets.isEmpty } ? ShareArea(series, span: span, width: grid.cellWidth) : nil
      }
      return Share(
        number: run.place.number, name: name, isFocused: run.place == model.place, area: area,
        ids: run.run.rewardModels.map(\.info.id))
    }
  }

  private static func ids(of model: DashboardModel, _ runs: [DashboardModel]) -> [String] {
    var ids = model.run.rewardModels.map(\.info.id)
    var known = Set(ids)
    for run in runs {
      for state in run.run.rewardModels where known.insert(state.info.id).inserted {
        ids.append(state.info.id)
      }
    }
    return ids
  }

  /// From the first step of any run to the last one; where the charts show a part, that part of the focused run's.
  private static func span(_ model: DashboardModel, _ runs: [DashboardModel]) -> ChartSpan? {
    guard model.view.span == .all else { return model.chartSpan }
    let spans = runs.compactMap(\.chartSpan)
    guard let first = spans.map(\.range.lowerBound).min(), let last = spans.map(\.range.upperBound).max()
    else {
      return nil
    }
    return ChartSpan(range: first...last, detail: "all")
  }

  /// Some stand at the end of what there is, others do not.
  private static func hasOwnMoments(_ runs: [DashboardModel]) -> Bool {
    runs.contains { $0.feed.transport != .live && !$0.feed.isAtEnd }
  }
}

extension RunsPane.Row {
  init(_ model: DashboardModel, name: String, isFocused: Bool) {
    let run = model.run
    number = model.place.number
    self.name = name
    self.isFocused = isFocused
    condition = Header.words(model.condition, mode: model.session.mode)
    step = run.progress.routingStep.map { formatCompactStep(Double($0)) } ?? "–"
    decisions = formatCount(run.counts.decisions)
    let rewards = run.rewardModels.reduce(into: (sum: 0.0, count: 0)) {
      $0.sum += $1.rewardSum
      $0.count += $1.rewardCount
    }
    reward = rewards.count > 0 ? ScreenText.signed(rewards.sum / Double(rewards.count), cells: 5) : "–"
    recent = model.trends.overall.recent.map { ScreenText.signed($0, cells: 5) } ?? "–"
    direction = model.trends.overall.trend?.direction
    saved = run.calls.savedShare.map { formatShare($0) + "%" } ?? "–"
    let standing = Header.alarms(model)
    alarms =
      standing.first.map { StyledText("▲ \(formatCount(standing.count)) \($0.text)", $0.role) }
      ?? StyledText(run.progress.events > 0 ? "ok" : "–", run.progress.events > 0 ? .good : .faint)
  }
}

extension Pane {
  package static let runs = Pane(digit: 9)
}
