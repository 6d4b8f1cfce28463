import TerminalCells

extension Layout {
  /// Shares the screen: header 2 or 3, hint 1, in a replay the scrub bar 1, and between them the panes by their ranks and the heights they want.
  ///
  /// Every rectangle lies inside the screen, none overlap, and a pane that is shown has at least its minimum height.
  /// - Complexity: O(number of panes).
  init(size: CellSize, request: LayoutRequest, views: [any PaneView.Type] = Pane.views) {
    let width = max(0, size.width)
    let height = max(0, size.height)
    self.size = CellSize(width: width, height: height)
    let headerHeight = min(request.hasVitals && height >= Self.roomyHeight ? 3 : 2, height)
    let hintHeight = min(1, height - headerHeight)
    header = CellRect(x: 0, y: 0, width: width, height: headerHeight)
    hint = CellRect(x: 0, y: height - hintHeight, width: width, height: hintHeight)
    let scrubHeight = request.hasScrubBar && height >= Self.scrubbedHeight ? 1 : 0
    let bottom = height - hintHeight - scrubHeight
    scrub = CellRect(x: 0, y: bottom, width: width, height: scrubHeight)
    let lines = max(0, min(request.statusLines, bottom - headerHeight))
    status = CellRect(x: 0, y: bottom - lines, width: width, height: lines)
    panes = []
    if isTooSmall { return }
    let body = CellRect(x: 0, y: headerHeight, width: width, height: bottom - headerHeight)
    let descriptors = views.map { $0.descriptor }
    panes =
      request.zoomed.map { [Placement(pane: $0, rect: body)] }
      ?? Self.best(in: body, request, descriptors)
    if !request.hidden.contains(request.focus), rect(of: request.focus) == nil, request.zoomed == nil {
      // A pane that gives way takes the place of another in its row.
      panes = Self.best(in: body, request, descriptors, focusStays: true)
    }
    // Whoever goes to a pane sees it: where there is no room beside the table, in its stead.
    if !request.hidden.contains(request.focus), rect(of: request.focus) == nil, request.zoomed == nil {
      panes = [Placement(pane: request.focus, rect: body)]
    }
    giveLines()
    if !request.hasCategoryLine { takeCategoryLine(request, views) }
  }

  /// Where categories have no pane the table takes a line for them, if no other pane has to go for it.
  private mutating func takeCategoryLine(_ request: LayoutRequest, _ views: [any PaneView.Type]) {
    guard request.categories > 0, request.zoomed == nil, rect(of: .categories) == nil,
      let table = rect(of: .rewardModels)
    else { return }
    var request = request
    request.hasCategoryLine = true
    var other = Layout(size: size, request: request, views: views)
    guard other.panes.map(\.pane) == panes.map(\.pane),
      other.rect(of: .rewardModels)?.height ?? 0 > table.height || table.height > request.rewardModels + 2
    else { return }
    other.hasCategoryLine = true
    self = other
  }

  /// A prompt takes the last lines of the lowest panes, so that nothing else moves.
  private mutating func giveLines() {
    for index in panes.indices where panes[index].rect.bottom > status.y {
      panes[index].rect.height = max(0, status.y - panes[index].rect.y)
    }
  }

  /// Panes side by side.
  private struct Row {
    var panes: [Pane]
    var rank: Int
    var isOptional: Bool
    var wanted: PaneHeights
    /// Cells that each of its panes has at least.
    var leastWidth: Int
    var height = 0
    /// A viewer has given it its height.
    var isDragged = false

    mutating func setHeight(_ sizes: DraggedSizes) {
      guard let lines = panes.compactMap({ sizes.heights[$0] }).first else { return }
      let height = max(lines, wanted.minimum)
      wanted = PaneHeights(minimum: wanted.minimum, comfortable: height, large: height)
      isDragged = true
    }

    /// Takes a pane beside the others, if there is the width for all of them.
    mutating func take(_ descriptor: PaneDescriptor, _ heights: PaneHeights, width: Int) -> Bool {
      let least = max(leastWidth, descriptor.leastWidthBeside)
      guard rank == descriptor.rank, (width - panes.count) / (panes.count + 1) >= least else { return false }
      panes.append(descriptor.pane)
      leastWidth = least
      wanted = wanted.joined(heights)
      return true
    }

    /// The panes that fit side by side, and a row below of each other one.
    func split(width: Int, yielding: [Pane], staying: Pane?) -> [Row] {
      let capacity = max(2, (width + 1) / (Layout.leastWidth + 1))
      var row = self
      var others: [Pane] = []
      while row.panes.count > capacity {
        let index =
          row.panes.firstIndex { yielding.contains($0) } ?? row.panes.firstIndex { $0 != staying } ?? 0
        others.append(row.panes.remove(at: index))
      }
      return [row]
        + others.map { pane in
          // Comfortable or not at all: it is there for the room that is left.
          var own = self
          own.panes = [pane]
          own.rank += Layout.ranksBelow
          own.isOptional = true
          own.wanted.minimum = wanted.comfortable
          return own
        }
    }
  }

  /// Cells that panes side by side need each; two of them stand side by side on every screen.
  static let leastWidth = 48
  /// Ranks below that of its row in which a pane that gives way is given lines.
  static let ranksBelow = 10

  /// Panes that want a row of their own have it where there is room for all panes even so.
  private static func best(
    in body: CellRect, _ request: LayoutRequest, _ descriptors: [PaneDescriptor], focusStays: Bool = false
  ) -> [Placement] {
    let alone = placements(in: body, request, descriptors, focusStays: focusStays, standAlone: true)
    let all = descriptors.count {
      !request.hidden.contains($0.pane) && $0.heights(request, body.width) != nil
    }
    let isRoomy = alone.allSatisfy { placement in
      let descriptor = descriptors.first { $0.pane == placement.pane }
      return placement.rect.height >= descriptor?.heightsAlone?(request, body.width).comfortable ?? 0
    }
    if alone.count == all, isRoomy { return alone }
    return placements(in: body, request, descriptors, focusStays: focusStays, standAlone: false)
  }

  /// - Parameters:
  ///   - focusStays: the pane with the focus does not give way.
  ///   - standAlone: those that want a row of their own have one.
  private static func placements(
    in body: CellRect, _ request: LayoutRequest, _ descriptors: [PaneDescriptor], focusStays: Bool,
    standAlone: Bool
  ) -> [Placement] {
    var rows: [Row] = []
    for descriptor in descriptors where !request.hidden.contains(descriptor.pane) {
      guard var wanted = descriptor.heights(request, body.width) else { continue }
      let isAlone = standAlone && descriptor.heightsAlone != nil
      if isAlone, let heights = descriptor.heightsAlone { wanted = heights(request, body.width) }
      if !isAlone, let last = rows.indices.last, rows[last].take(descriptor, wanted, width: body.width) {
        continue
      }
      rows.append(
        Row(
          panes: [descriptor.pane], rank: descriptor.rank, isOptional: descriptor.isOptional, wanted: wanted,
          leastWidth: descriptor.leastWidthBeside))
    }
    let yielding = descriptors.filter(\.givesWay).map(\.pane).filter { !focusStays || $0 != request.focus }
    rows = rows.flatMap {
      $0.split(width: body.width, yielding: yielding, staying: focusStays ? request.focus : nil)
    }
    for index in rows.indices
    where rows[index].panes.contains(request.focus) && rows[index].rank < ranksBelow {
      rows[index].rank = min(rows[index].rank, 1)
      rows[index].isOptional = false
    }
    for index in rows.indices { rows[index].setHeight(request.sizes) }
    share(body.height, among: &rows)
    return placements(rows, in: body, request.sizes)
  }

  /// Gives rows their heights in the order of their ranks; what nobody wants goes to the first below the top one.
  private static func share(_ available: Int, among rows: inout [Row]) {
    let order = rows.indices.sorted { (rows[$0].rank, $0) < (rows[$1].rank, $1) }
    var left = available
    var shown: [Int] = []
    for index in order {
      let wanted = rows[index].wanted
      let minimum = rows[index].rank == 0 ? min(wanted.minimum, left) : wanted.minimum
      let missing = shown.reduce(0) { $0 + max(0, rows[$1].wanted.comfortable - rows[$1].height) }
      guard left - (rows[index].isOptional ? missing : 0) >= minimum else { break }
      rows[index].height = minimum
      left -= minimum
      shown.append(index)
    }
    for limit in [\PaneHeights.comfortable, \.large, \.full] {
      for index in shown {
        let more = min(left, max(0, rows[index].wanted[keyPath: limit] - rows[index].height))
        rows[index].height += more
        left -= more
      }
    }
    let others = rows.indices.dropFirst().filter { rows[$0].height > 0 }
    let rest = others.first { !rows[$0].isDragged } ?? others.first ?? rows.indices.first
    if let rest { rows[rest].height += left }
  }

  private static func placements(
    _ rows: [Row], in body: CellRect, _ sizes: DraggedSizes
  ) -> [Placement] {
    var placements: [Placement] = []
    var y = body.y
    for row in rows where row.height > 0 {
      // Side by side with one column for the rule between them.
      let widths = sizes.widths(of: row.panes, in: body.width - (row.panes.count - 1))
      var x = body.x
      for (pane, width) in zip(row.panes, widths) {
        placements.append(
          Placement(pane: pane, rect: CellRect(x: x, y: y, width: width, height: row.height)))
        x += width + 1
      }
      y += row.height
    }
    return placements
  }
}

extension PaneHeights {
  /// What two panes side by side want.
  fileprivate func joined(_ other: PaneHeights) -> PaneHeights {
    PaneHeights(
      minimum: max(minimum, other.minimum), comfortable: max(comfortable, other.comfortable),
      large: max(large, other.large), full: max(full, other.full))
  }
}
