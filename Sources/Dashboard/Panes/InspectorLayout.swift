import TerminalCells

/// Where the parts of the inspector stand, below its title: a pure function of the room and of what there is to show.
struct InspectorLayout: Equatable {
  /// The most important first.
  enum Part: CaseIterable {
    case facts
    case share
    case reward
    case posterior
    case calibration
    case categories
    case decisions
  }

  struct Placement: Equatable {
    var part: Part
    var rect: CellRect
  }

  /// What there is to show.
  struct Content {
    /// Rows of the facts and of the calibration in a column of so many cells.
    var facts: (_ width: Int) -> Int
    var calibration: (_ width: Int) -> Int
    var categories = 0
    var decisions = 0
    var hasPosterior = true
  }

  /// In the order of importance; what there is no room for is not among them.
  var placements: [Placement] = []

  /// Cells from which charts stand beside the text.
  static let wide = 110
  /// Lines of a chart: its title, the chart, its axis.
  static let leastChart = 5
  /// Lines that a chart is worth moving for.
  static let goodChart = 9

  private struct Wish {
    /// Parts side by side.
    var parts: [Part]
    var least: Int
    /// Reached before those that follow get all that they want.
    var comfortable: Int?
    var wanted: Int
    /// It goes before the least of those that follow.
    var isWhole = false
    /// Who gets more than the least first.
    var growth: Int
  }

  init(_ rect: CellRect, _ content: Content) {
    if rect.width >= Self.wide, rect.height >= 3 * Self.leastChart - 1 {
      placeColumns(rect, content)
    } else {
      var wishes = Self.text(content, width: rect.width)
      wishes.insert(
        Wish(parts: [.share, .reward], least: Self.leastChart, wanted: 8, growth: 2), at: min(1, wishes.count)
      )
      placements = Self.stack(wishes, in: rect)
    }
    placements.sort { one, other in
      let order = Part.allCases
      return (order.firstIndex(of: one.part) ?? 0) < (order.firstIndex(of: other.part) ?? 0)
    }
  }

  /// Text at the left, charts at the right; what the text leaves is for the third chart.
  private mutating func placeColumns(_ rect: CellRect, _ content: Content) {
    let left = min(max(56, rect.width * 9 / 20), 84)
    let text = CellRect(x: rect.x, y: rect.y, width: left, height: rect.height)
    placements = Self.stack(Self.text(content, width: left), in: text)
    var charts: [Part] = content.hasPosterior ? [.share, .reward, .posterior] : [.share, .reward]
    let bottom = placements.map(\.rect.bottom).max() ?? rect.y
    if content.hasPosterior, rect.bottom - bottom >= Self.goodChart {
      let area = CellRect(x: rect.x, y: bottom, width: left, height: rect.bottom - bottom)
      placements.append(Placement(part: .posterior, rect: area))
      charts.removeLast()
    } else if rect.height < charts.count * Self.leastChart {
      charts.removeLast()
    }
    let x = rect.x + left + 2
    for (index, part) in charts.enumerated() {
      let (top, end) = (rect.height * index / charts.count, rect.height * (index + 1) / charts.count)
      let area = CellRect(x: x, y: rect.y + top, width: rect.right - x, height: end - top)
      placements.append(Placement(part: part, rect: area))
    }
  }

  func rect(of part: Part) -> CellRect? { placements.first { $0.part == part }?.rect }

  /// Parts that are text, with their titles and column titles.
  private static func text(_ content: Content, width: Int) -> [Wish] {
    let facts = content.facts(width)
    var wishes = [Wish(parts: [.facts], least: 1, wanted: facts, growth: 0)]
    let calibration = content.calibration(width)
    if calibration > 0 {
      wishes.append(Wish(parts: [.calibration], least: 2, wanted: calibration + 1, isWhole: true, growth: 1))
    }
    if content.categories > 0 {
      wishes.append(
        Wish(parts: [.categories], least: 3, comfortable: 7, wanted: content.categories + 2, growth: 3))
    }
    if content.decisions > 0 {
      wishes.append(
        Wish(parts: [.decisions], least: 3, comfortable: 7, wanted: content.decisions + 2, growth: 4))
    }
    return wishes
  }

  /// One below the other: each gets the least, then as much as it wants, in the order of their growth; what is left
  /// goes to the charts.
  private static func stack(_ wishes: [Wish], in rect: CellRect) -> [Placement] {
    var left = rect.height
    var heights = wishes.map { _ in 0 }
    // All of the facts before anything else.
    for (index, wish) in wishes.enumerated() {
      let height =
        index == 0 ? min(wish.wanted, left) : wish.isWhole && wish.wanted <= left ? wish.wanted : wish.least
      guard height > 0, height <= left else { continue }
      heights[index] = height
      left -= height
    }
    let growing = wishes.indices.filter { heights[$0] > 0 }.sorted { wishes[$0].growth < wishes[$1].growth }
    for isComfortable in [true, false] {
      for index in growing {
        let wish = wishes[index]
        let goal = isComfortable ? min(wish.wanted, wish.comfortable ?? wish.wanted) : wish.wanted
        let more = min(left, max(0, goal - heights[index]))
        heights[index] += more
        left -= more
      }
    }
    if let charts = wishes.firstIndex(where: { $0.parts.contains(.share) }), heights[charts] > 0 {
      heights[charts] += left
    }
    var y = rect.y
    var placements: [Placement] = []
    for (wish, height) in zip(wishes, heights) where height > 0 {
      let count = wish.parts.count
      let room = rect.width - (count - 1)
      for (index, part) in wish.parts.enumerated() {
        let (start, end) = (room * index / count, room * (index + 1) / count)
        placements.append(
          Placement(
            part: part, rect: CellRect(x: rect.x + start + index, y: y, width: end - start, height: height)))
      }
      y += height
    }
    return placements
  }
}
