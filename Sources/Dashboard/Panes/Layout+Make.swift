import TerminalCells

extension Layout {
  /// Shares the screen: header 2, hint 1, table K + 2 (at most 10), share | reward, events, metrics; what comes last
  /// goes first when it is tight.
  ///
  /// Every rectangle lies inside the screen, none overlap, and a pane that is shown has at least its minimum height.
  /// - Complexity: O(number of panes).
  public init(size: CellSize, request: LayoutRequest) {
    let width = max(0, size.width)
    let height = max(0, size.height)
    self.size = CellSize(width: width, height: height)
    let headerHeight = min(2, height)
    let hintHeight = min(1, height - headerHeight)
    header = CellRect(x: 0, y: 0, width: width, height: headerHeight)
    hint = CellRect(x: 0, y: height - hintHeight, width: width, height: hintHeight)
    let lines = max(0, min(request.statusLines, height - headerHeight - hintHeight))
    status = CellRect(x: 0, y: height - hintHeight - lines, width: width, height: lines)
    panes = []
    if isTooSmall { return }
    let body = CellRect(
      x: 0, y: headerHeight, width: width, height: height - headerHeight - hintHeight)
    panes = request.zoomed.map { [Placement(pane: $0, rect: body)] } ?? Self.rows(in: body, request)
    // Whoever goes to a pane sees it: where there is no room beside the table, in its place.
    if !request.hidden.contains(request.focus), rect(of: request.focus) == nil, request.zoomed == nil {
      panes = [Placement(pane: request.focus, rect: body)]
    }
    giveLines()
  }

  /// A prompt takes the last lines of the lowest panes, so that nothing else moves.
  private mutating func giveLines() {
    for index in panes.indices where panes[index].rect.bottom > status.y {
      panes[index].rect.height = max(0, status.y - panes[index].rect.y)
    }
  }

  /// One row of panes, and how high it may be.
  private struct Row {
    var panes: [Pane]
    /// Below this it is not shown.
    var minimum: Int
    /// Taken before the next row gets anything beyond its minimum.
    var comfortable: Int
    /// Reached before rows above get what is left.
    var large: Int
    var height = 0
  }

  private static func rows(in body: CellRect, _ request: LayoutRequest) -> [Placement] {
    let wanted = max(3, min(10, clampedSum(request.rewardModels, 2)))
    var tableHeight = min(wanted, body.height)
    var rows = candidates(request, width: body.width)
    var left = body.height - tableHeight
    left -= share(left, among: &rows, focus: request.focus)
    // What is left over goes to the table while it has more rows than it shows, then to the charts.
    let all = max(3, clampedSum(request.rewardModels, 2))
    let more = min(left, max(0, all - tableHeight))
    tableHeight += more
    left -= more
    if let first = rows.indices.first(where: { rows[$0].height > 0 }) {
      rows[first].height += left
    } else {
      tableHeight += left
    }
    return place(rows, tableHeight: tableHeight, in: body)
  }

  private static func candidates(_ request: LayoutRequest, width: Int) -> [Row] {
    func shown(_ panes: Pane...) -> [Pane] { panes.filter { !request.hidden.contains($0) } }
    let columns = MetricsPane.columns(width: width, count: request.metrics)
    let lines = max(1, min(request.metrics, 1000) + columns - 1) / columns
    let metrics =
      request.metrics > 0 || request.focus == .metrics
      ? Row(
        panes: shown(.metrics), minimum: 3, comfortable: 1 + 2 * max(1, min(lines, 2)),
        large: 1 + 3 * max(1, min(lines, 3))) : nil
    return [
      Row(panes: shown(.share, .reward), minimum: 4, comfortable: 10, large: 18),
      metrics,
      Row(panes: shown(.events), minimum: 3, comfortable: 5, large: 8),
    ].compactMap { $0 }.filter { !$0.panes.isEmpty }
  }

  /// Gives rows their heights in order of importance and returns how many lines it gave.
  private static func share(_ available: Int, among rows: inout [Row], focus: Pane) -> Int {
    let order = rows.indices.sorted { rank(rows[$0], focus) < rank(rows[$1], focus) }
    var left = available
    var present: [Int] = []
    for index in order {
      guard left >= rows[index].minimum else { break }
      // A row that is not needed for supervision comes only when those before it are comfortable.
      let missing = present.reduce(0) { $0 + max(0, rows[$1].comfortable - rows[$1].height) }
      if rank(rows[index], focus) == 3, left - missing < rows[index].minimum { break }
      rows[index].height = rows[index].minimum
      left -= rows[index].minimum
      present.append(index)
    }
    for limit in [\Row.comfortable, \Row.large] {
      for index in present {
        let more = min(left, max(0, rows[index][keyPath: limit] - rows[index].height))
        rows[index].height += more
        left -= more
      }
    }
    return available - left
  }

  /// The focused row, then charts, events, metrics: metrics stand above events on the screen and yield to them.
  private static func rank(_ row: Row, _ focus: Pane) -> Int {
    if row.panes.contains(focus) { return 0 }
    if row.panes.contains(.events) { return 2 }
    return row.panes.contains(.metrics) ? 3 : 1
  }

  private static func place(_ rows: [Row], tableHeight: Int, in body: CellRect) -> [Placement] {
    var placements = [
      Placement(
        pane: .rewardModels, rect: CellRect(x: 0, y: body.y, width: body.width, height: tableHeight))
    ]
    var y = body.y + tableHeight
    for row in rows where row.height > 0 {
      // Side by side with one column for the rule between them.
      let gaps = row.panes.count - 1
      var x = body.x
      for (index, pane) in row.panes.enumerated() {
        let width =
          (body.width - gaps) * (index + 1) / row.panes.count - (body.width - gaps) * index / row.panes.count
        placements.append(
          Placement(pane: pane, rect: CellRect(x: x, y: y, width: width, height: row.height)))
        x += width + 1
      }
      y += row.height
    }
    return placements
  }

  private static func clampedSum(_ one: Int, _ other: Int) -> Int {
    let (sum, overflow) = max(0, one).addingReportingOverflow(other)
    return overflow ? Int.max : sum
  }
}
