import TerminalCells

/// How the metrics pane is cut up where there is room for axes: cards in rows, under the names of their groups, page by
/// page.
struct MetricsGrid: Equatable {
  struct Card: Equatable {
    /// In the order of the pane.
    var place: Int
    /// Inside of the pane.
    var rect: CellRect
  }

  struct Heading: Equatable {
    var name: String
    var y: Int
  }

  /// Those of the page with the selected one.
  private(set) var cards: [Card] = []
  private(set) var headings: [Heading] = []
  /// Cards that there are on all pages.
  let count: Int

  /// Places in the order of the pane.
  var shown: Range<Int> { (cards.first?.place ?? 0)..<(cards.last.map { $0.place + 1 } ?? 0) }

  /// Cells of a card at least, and from which on another stands beside it where there are more.
  static let leastWidth = 28
  static let goodWidth = 64
  /// Lines of a card at least, those that make it good to read, and the most of them.
  static let leastHeight = 5
  static let goodHeight = 7
  private static let mostHeight = 40
  /// Cells between two cards.
  static let gap = 2
  /// Lines from which on the groups have headings.
  private static let headingsFrom = 16

  /// Whether cards are better than a list of lines: all of them fit, or two rows of them at least.
  static func fits(width: Int, height: Int, count: Int) -> Bool {
    guard count > 0, width >= leastWidth, height >= leastHeight else { return false }
    let columns = max(1, (width + gap) / (leastWidth + gap))
    return height >= 2 * leastHeight || count <= columns
  }

  /// Whether there are headings: cards are in order of their groups then.
  static func hasHeadings(width: Int, height: Int, count: Int) -> Bool {
    height >= headingsFrom && fits(width: width, height: height, count: count)
  }

  /// Cards that stand side by side.
  static func columns(width: Int, least: Int) -> Int { max(1, (max(0, width) + gap) / (least + gap)) }

  /// What stands together.
  struct Section: Equatable {
    /// Without one there is no heading.
    var name: String
    /// Cards.
    var count: Int
    /// Names and values alone, in cards of one line.
    var isFlat = false

    /// Rows that they make in so many columns.
    fileprivate func rows(_ columns: Int) -> Int { (count + columns - 1) / columns }
  }

  /// What is one below the other: a heading, or a row of cards.
  private enum Band {
    case heading(String)
    case row(Range<Int>, isFlat: Bool)

    var isHeading: Bool {
      if case .heading = self { true } else { false }
    }

    var isChart: Bool {
      if case .row(_, isFlat: false) = self { true } else { false }
    }

    func lines(_ cardHeight: Int) -> Int { isChart ? cardHeight : 1 }
  }

  /// - Parameters:
  ///   - width: inside of the pane.
  ///   - height: below its title.
  ///   - selected: the place of the card that is on the page.
  init(sections: [Section], width: Int, height: Int, selected: Int) {
    count = sections.reduce(0) { $0 + $1.count }
    guard count > 0, width > 0, height > 0 else { return }
    let flatColumns = Self.columns(width: width, least: Self.leastWidth)
    let charts = sections.filter { !$0.isFlat }
    // Lines that are no charts.
    let others =
      sections.count { !$0.name.isEmpty }
      + sections.filter(\.isFlat).reduce(0) { $0 + $1.rows(flatColumns) }
    func rows(_ columns: Int) -> Int { charts.reduce(0) { $0 + $1.rows(columns) } }
    let most = max(1, min(charts.reduce(0) { $0 + $1.count }, flatColumns))
    let fewest = min(most, Self.columns(width: width, least: Self.goodWidth))
    let fitting = (fewest...most).first { rows($0) * Self.goodHeight + others <= height }
    let columns = fitting ?? most
    // Page by page where they do not fit.
    let isWhole = fitting != nil || rows(columns) * Self.leastHeight + others <= height
    let least = fitting != nil ? Self.goodHeight : isWhole ? Self.leastHeight : Self.leastHeight + 1
    let bands = Self.bands(sections, columns: columns, flatColumns: flatColumns)
    for page in Self.pages(bands, height: height, cardHeight: min(height, least)) {
      place(page, width: width, height: height, least: min(height, least))
      if shown.contains(selected) { return }
    }
  }

  private static func bands(_ sections: [Section], columns: Int, flatColumns: Int) -> [Band] {
    var bands: [Band] = []
    var place = 0
    for section in sections where section.count > 0 {
      if !section.name.isEmpty { bands.append(.heading(section.name)) }
      // Rows of a section are as long as each other, by one at most.
      let rows = section.rows(section.isFlat ? flatColumns : columns)
      for row in 0..<rows {
        let length = section.count / rows + (row < section.count % rows ? 1 : 0)
        bands.append(.row(place..<place + length, isFlat: section.isFlat))
        place += length
      }
    }
    return bands
  }

  /// Fills pages; a heading is not at the foot of one, and is there again where its cards go on.
  private static func pages(_ bands: [Band], height: Int, cardHeight: Int) -> [[Band]] {
    var pages: [[Band]] = []
    var page: [Band] = []
    var used = 0
    var heading: Band?
    for (index, band) in bands.enumerated() {
      if case .heading = band { heading = band }
      let next = index + 1 < bands.count ? bands[index + 1].lines(cardHeight) : 0
      let needed = band.lines(cardHeight) + (band.isHeading ? next : 0)
      if used + needed > height, !page.isEmpty {
        pages.append(page)
        page = []
        used = 0
        if let heading, !band.isHeading, needed < height {
          page = [heading]
          used = 1
        }
      }
      // A heading that leaves no room for cards is left out.
      if band.isHeading, needed > height { continue }
      page.append(band)
      used += band.lines(cardHeight)
    }
    return pages + [page]
  }

  /// Lays one page out; what lines it leaves the charts share.
  private mutating func place(_ page: [Band], width: Int, height: Int, least: Int) {
    cards = []
    headings = []
    let rows = page.count { $0.isChart }
    let used = page.reduce(0) { $0 + $1.lines(least) }
    let most = max(0, Self.mostHeight - least) * rows
    var left = min(most, max(0, height - used))
    var y = 0
    var rowsLeft = rows
    for band in page {
      var lines = band.lines(least)
      if band.isChart {
        let share = (left + rowsLeft - 1) / rowsLeft
        lines += share
        left -= share
        rowsLeft -= 1
      }
      switch band {
      case .heading(let name): headings.append(Heading(name: name, y: y))
      case .row(let places, _):
        let cells = (width + Self.gap) / places.count
        for (column, place) in places.enumerated() {
          let x = column * cells
          let right = column + 1 == places.count ? width : x + cells - Self.gap
          cards.append(
            Card(
              place: place, rect: CellRect(x: x, y: y, width: right - x, height: min(lines, height - y))))
        }
      }
      y += lines
    }
  }
}

extension MetricsGrid {
  /// The cards of a pane; `nil` where a list says more.
  static func cards(of sections: [MetricSection], width: Int, height: Int, selected: Int) -> MetricsGrid? {
    let count = sections.reduce(0) { $0 + $1.metrics.count }
    guard fits(width: width, height: height, count: count) else { return nil }
    return MetricsGrid(
      sections: sections.map { Section(name: $0.name, count: $0.metrics.count, isFlat: $0.isFlat) },
      width: width, height: height, selected: selected
    )
  }
}
