import Router
import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

/// Pane 1: one row per reward model, rounded and worded.
struct RewardModelTable: Equatable, PaneView {
  static let descriptor = PaneDescriptor(pane: .rewardModels, name: "reward models", rank: 0) { request, _ in
    let line = request.hasCategoryLine ? 1 : 0
    let all = max(3, min(request.rewardModels, 1 << 20) + 2) + line
    let wanted = min(10 + line, all)
    return PaneHeights(minimum: wanted, comfortable: wanted, large: wanted, full: all)
  }

  /// An interval on the axis that all rows share.
  struct Interval: Equatable {
    var mean: Double
    var deviation: Double
    /// The prior mean.
    var prior: Double?
  }

  struct Row: Equatable {
    var arm: Int
    var id: String
    var name: String
    var isSelected = false
    /// Characters of the id that are searched for.
    var marks: [Range<Int>] = []
    var isBanned = false
    var isInRun = true
    /// What is in force and what is wrong, from all that is known of it to the bare word; never empty.
    var flagForms: [[StyledText]] = [[]]
    var share = "–"
    /// `share` is of the decisions since its ban.
    var isSinceBan = false
    /// In [0, 1], for the bar.
    var shareValue = 0.0
    /// Shares over the stretch that the charts show, oldest first; NaN where there is none.
    var spark: [Double] = []
    var count = ""
    var interval: Interval?
    var mean = "–"
    var best = "–"
    var reward = "–"
    /// Which way its reward goes.
    var trend: Trend.Direction?
    var ties = "–"
    var errors = "–"
    var latency = "–"
    var errorRole = ThemeRole.text
    var hasManyTies = false

    /// An alarm about it stands.
    static let signal = "▲"
    /// Which of the forms says since when, and all else that is to be said.
    static let sinceForm = 4

    /// The longest form of the flag that fits; the shortest where none does.
    func flag(in cells: Int) -> [StyledText] {
      flagForms.first { Self.width($0) <= cells } ?? flagForms.last ?? []
    }

    static func width(_ flag: [StyledText]) -> Int {
      textWidth(flag.map(\.text).joined(separator: " "))
    }
  }

  var title: String
  var detail: String
  var sort: TableSort
  var columns: RewardModelColumns
  /// The rows that there is room for.
  var rows: [Row]
  /// Said where the rows would be when there is none.
  var emptyText: String?
  /// Why there are no posteriors; `nil` when there are.
  var reason: String?
  /// The axis of the intervals; `nil` without any.
  var axis: ClosedRange<Double>?
  /// The selected one in numbers, where the pane has the whole screen.
  var inspector: RewardModelInspector?
  /// Lines of the pane that it takes, where there is one.
  var inspectorHeight = 0
  /// Selection by category, where no pane has it.
  var categoryLine: CategoryLine?
  /// Share at the top of the sparklines, the same for all of them.
  var sparkHeight = 1.0
}

extension RewardModelTable {
  /// - Parameters:
  ///   - width: of the pane.
  ///   - height: of the pane: title, column titles, rows, and below them the line of categories.
  init(_ model: DashboardModel, width: Int, height: Int, hasCategoryLine: Bool = false) {
    let run = model.run
    if hasCategoryLine { categoryLine = CategoryLine(model, width: width - 2) }
    let height = height - (categoryLine == nil ? 0 : 1)
    let order = model.tableOrder
    let search = model.view.searches[.rewardModels]
    if model.view.zoomed == .rewardModels {
      inspectorHeight = RewardModelInspector.height(inPane: height, rewardModels: order.count)
      if inspectorHeight > 0 { inspector = RewardModelInspector(model) }
    }
    let room = max(0, height - 2 - (inspector == nil ? 0 : inspectorHeight))
    let selected = model.selectedArm.flatMap { order.firstIndex(of: $0) } ?? 0
    let window = RowWindow(
      order: order, selected: selected, room: room,
      stays: { arm in !run.allowed.badges(arm).isEmpty })
    let shares = RewardModelTable.shares(run, decimals: width >= 120 ? 1 : 0)
    var rows = window.rows.map { position in
      Row(model, arm: order[position], isSelected: position == selected, isWide: width >= 120)
    }
    func columns(longestID: Int) -> RewardModelColumns {
      RewardModelColumns(
        width: width, longestID: longestID, longestName: rows.map { textWidth($0.name) }.max() ?? 0,
        flag: rows.map { Row.width($0.flagForms[Row.sinceForm]) }.max() ?? 0,
        wholeFlag: rows.map { Row.width($0.flagForms[0]) }.max() ?? 0,
        sorted: RewardModelColumns.Kind.allCases.first { $0.sort == model.view.sort.column })
    }
    // Names are made for the room that whole ids would have; what they leave of it goes to other columns.
    let longest = model.shownModelNames(width: .max).longest
    let room4ID = columns(longestID: longest)[.id]?.width ?? 0
    let names = model.shownModelNames(width: room4ID, leavesOutPrefix: true)
    for index in rows.indices {
      if !rows[index].isSinceBan { rows[index].share = shares[rows[index].arm] }
      rows[index].id = names.names[rows[index].arm]
      rows[index].marks = search?.pattern.marks(in: rows[index].id) ?? []
    }
    self.rows = rows
    self.columns = columns(longestID: names.longest)
    if case .unavailable(let sentence) = run.posterior { reason = sentence } else { reason = nil }
    axis = RewardModelTable.axis(run)
    sort = model.view.sort
    detail = RewardModelTable.detail(
      window: Self.windowText(window, rows: rows.count, of: order.count, search, model), sort: sort,
      columns: self.columns)
    title = RewardModelTable.title(
      prefix: names.prefix, decisions: run.rewardModels.reduce(0) { $0 + $1.recentDecisions },
      isForeign: model.beliefIsForeign, cells: width - 6 - (detail.isEmpty ? 0 : textWidth(detail) + 5))
    emptyText =
      !order.isEmpty
      ? nil
      : search.map { "No reward model matches \(printableText($0.pattern.text, limit: 60)). Esc shows all." }
        ?? (model.run.hasMetricsOnly
          ? "This file has \(RunState.metricsOnly). \(RunState.decisionsMissing)."
          : "No reward model yet: a `run` line names them, or the first decision does.")
    addSparklines(model)
  }

  /// `rows 3–12 of 40`, `3 of 40 match gemma`; `nil` where all rows are there.
  private static func windowText(
    _ window: RowWindow, rows: Int, of count: Int, _ search: PaneSearch?, _ model: DashboardModel
  ) -> String? {
    let part = rows < count ? "\(window.wording) of \(count)" : nil
    guard let search else { return part }
    let all = model.run.rewardModels.indices
    let found = search.showsAll ? all.count { model.matches(search.pattern, rewardModel: $0) } : count
    let match = "\(found) of \(all.count) match \(printableText(search.pattern.text, limit: 24))"
    return part.map { "\(match), \($0)" } ?? match
  }

  private mutating func addSparklines(_ model: DashboardModel) {
    guard let width = columns[.spark]?.width, let span = model.chartSpan else { return }
    let series = model.run.shares.byArm
    for index in rows.indices where series.indices.contains(rows[index].arm) {
      let columns = span.place.placed(series[rows[index].arm]).columns(over: span.range, count: width)
      let last = columns.lastIndex { $0 != nil } ?? -1
      // With fewer steps than cells a step is several cells wide.
      var held = Double.nan
      rows[index].spark = columns.indices.map { column in
        held = columns[column]?.mean ?? held
        return column > last ? .nan : held
      }
    }
    let greatest = rows.flatMap(\.spark).filter(\.isFinite).max() ?? 1
    sparkHeight = greatest > 0 ? greatest : 1
  }

  /// Shares of the last 256 decisions as text, by arm; together 100.
  private static func shares(_ run: RunState, decimals: Int) -> [String] {
    let total = run.rewardModels.reduce(0) { $0 + $1.recentDecisions }
    guard total > 0 else { return run.rewardModels.map { _ in "–" } }
    return ScreenText.shares(
      run.rewardModels.map { Double($0.recentDecisions) / Double(total) }, decimals: decimals)
  }

  /// From the lowest to the highest end of the intervals, with zero in it.
  ///
  /// RMs that have not been observed keep the width of their prior, which would press all others together: as long
  /// as there are observed ones those alone make the axis, and what is wider is clipped with an arrow.
  private static func axis(_ run: RunState) -> ClosedRange<Double>? {
    let inRun = run.rewardModels.inRun.compactMap { run.beliefs[$0].current }
    let observed = inRun.filter { $0.observations > 0 }
    var low = 0.0
    var high = 0.0
    var isEmpty = true
    for belief in observed.isEmpty ? inRun : observed {
      let (mean, deviation) = (belief.mean, belief.standardDeviation)
      guard (mean - deviation).isFinite, (mean + deviation).isFinite else { continue }
      low = min(low, mean - deviation)
      high = max(high, mean + deviation)
      isEmpty = false
    }
    if isEmpty { return nil }
    let extent = high - low
    guard extent.isFinite, extent > 0 else { return -1...1 }
    let margin = extent * 0.06
    let range = (low < 0 ? low - margin : low - margin / 2, high > 0 ? high + margin : high + margin / 2)
    return range.0.isFinite && range.1.isFinite ? range.0...range.1 : low...high
  }
}

extension DashboardModel {
  /// The log was written by a router other than rmtop's own simulator or service, so the belief shown is a
  /// recomputation.
  var beliefIsForeign: Bool {
    guard case .available = run.posterior else { return false }
    return session.mode == .replay || run.counts.differingScores > 0
  }
}

extension Pane {
  package static let rewardModels = Pane(digit: 1)
}
