import RouterEngine
import RunState
import TerminalCells
import Wording

/// Pane 2 in a what-if: the recorded shares over the run against those of the question, on one axis.
struct WhatIfSharePane: Equatable {
  struct Row: Equatable {
    var arm: Int
    var id: String
    var recorded: String
    var asked: String
    /// What the question adds to the share, in points of a percent: `+46`.
    var change: String
    var isSelected: Bool
  }

  var title = "What-if share"
  var detail: String
  /// The question, and what of it is not in effect.
  var wording: String
  var warning: String?
  /// Recorded, asked.
  var areas: [ShareArea] = []
  var markers: [ChartMarker] = []
  var span: ChartSpan?
  var rows: [Row] = []
  var layout: WhatIfShareLayout
  /// Cells of the ids.
  var idWidth = 0
  /// Said instead of charts.
  var emptyText: String?

  /// What each chart is of, in the order of `areas`.
  static let names = ["recorded", "asked"]

  /// - Parameters:
  ///   - width: of the pane.
  ///   - height: lines below the title.
  init(_ model: DashboardModel, width: Int, height: Int) {
    detail = ""
    wording = ""
    layout = WhatIfShareLayout(width: width, top: 2, bottom: height + 1, rows: 0)
    guard let session = model.whatIf else { return }
    detail = session.startText
    wording = session.question.wording
    guard let answer = session.answer else {
      emptyText = "This what-if begins later: it holds \(session.startText)."
      return
    }
    if width >= 56 { detail += " · \(formatCount(answer.tally.answered, of: "decision"))" }
    warning = answer.conflict ?? answer.obstacle
    let shares = answer.shares
    guard !shares.isEmpty, let span = model.chartSpan else {
      emptyText = warning ?? "No decisions since then: play on (space) or go to the end (End)."
      warning = nil
      return
    }
    self.span = span
    layout = WhatIfShareLayout(
      width: width, top: warning == nil ? 2 : 3, bottom: height + 1, rows: shares.count)
    fill(model, shares)
    draw(areasOf: model.run, answer, from: session.start.run.progress, span: span)
    markers = layout.charts.first.map { ChartMarker.markers(model, span: span, width: $0.width) } ?? []
  }

  private mutating func fill(_ model: DashboardModel, _ shares: [WhatIfReport.Share]) {
    let asked = ScreenText.shares(shares.map(\.whatIf), decimals: 0)
    let recorded = ScreenText.shares(shares.map(\.happened), decimals: 0)
    let order = model.rowOrder.filter(shares.indices.contains)
    let selected = model.selectedArm
    let window = RowWindow(
      order: order, selected: selected.flatMap(order.firstIndex) ?? 0, room: (layout.table?.height ?? 2) - 1,
      stays: { _ in false })
    if layout.table != nil, window.rows.count < order.count {
      detail += " · \(window.wording) of \(order.count)"
    }
    // Key and id, then three numbers.
    idWidth = max(8, min(24, (layout.table?.width ?? 0) - 2 - 19))
    let names = model.shownModelNames(width: idWidth).names
    for arm in window.rows.map({ order[$0] }) where names.indices.contains(arm) {
      let change = ((shares[arm].whatIf - shares[arm].happened) * 100).rounded()
      rows.append(
        Row(
          arm: arm, id: names[arm], recorded: recorded[arm], asked: asked[arm],
          change: change == 0 ? "=" : formatSigned(change, decimals: 0), isSelected: arm == selected))
    }
  }

  /// Before the question begins its chart has what was recorded, faint.
  private mutating func draw(
    areasOf run: RunState, _ answer: WhatIf, from start: RunProgress, span: ChartSpan
  ) {
    guard layout.charts.count == Self.names.count else { return }
    let asked = answer.shareHistory.byArm
    var area = ShareArea(asked, span: span, width: layout.charts[1].width)
    if start.events > 0 {
      let first = asked.first?.buckets.first { $0.end > start.position }
      area.fade(
        before: first.map { span.unboundedColumn(of: $0.start, count: layout.charts[1].width) }
          ?? area.columns.count)
    }
    areas = [ShareArea(run.shares.byArm, span: span, width: layout.charts[0].width), area]
  }
}
