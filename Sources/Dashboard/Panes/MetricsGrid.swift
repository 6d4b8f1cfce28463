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
  private static let goodWidth = 64
  /// Lines of a card at least, those that make it good to read, and the most of them.
  static let leastHeight = 5
  private static let goodHeight = 7
  private static let mostHeight = 18
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

  /// What is one below the other: a heading, or a row of cards.
  private enum Band {
    case heading(String)
    case row(Range<Int>)
  }

  /// - Parameters:
  ///   - sections: name and number of cards of each; those without a name have no heading.
  ///   - width: inside of the pane.
  ///   - height: below its title.
  ///   - selected: the place of the card that is on the page.
  init(sections: [(name: String, count: Int)], width: Int, height: Int, selected: Int) {
    count = sections.reduce(0) { $0 + $1.count }
    guard count > 0, width > 0, height > 0 else { return }
    let headings = sections.count { !$0.name.isEmpty }
    func rows(_ columns: Int) -> Int { sections.reduce(0) { $0 + ($1.count + columns - 1) / columns } }
    let most = min(count, Self.columns(width: width, least: Self.leastWidth))
    let fewest = min(most, Self.columns(width: width, least: Self.goodWidth))
    let fitting = (fewest...most).first { rows($0) * Self.goodHeight + headings <= height }
    let columns = fitting ?? most
    let room = max(Self.leastHeight, height - headings)
    var cardHeight = min(Self.mostHeight, room / max(1, rows(columns)))
    if cardHeight < Self.leastHeight {
      // Page by page, each as full as can be.
      let shown = max(1, (height - min(headings, 1)) / (Self.leastHeight + 1))
      cardHeight = max(min(height, Self.leastHeight), (height - min(headings, 1)) / shown)
    }
    place(Self.bands(sections, columns: columns), width: width, height: height, cardHeight, selected)
  }

  private static func bands(_ sections: [(name: String, count: Int)], columns: Int) -> [Band] {
    var bands: [Band] = []
    var place = 0
    for section in sections where section.count > 0 {
      if !section.name.isEmpty { bands.append(.heading(section.name)) }
      // Rows of a section are as long as each other, by one at most.
      let rows = (section.count + columns - 1) / columns
      for row in 0..<rows {
        let length = section.count / rows + (row < section.count % rows ? 1 : 0)
        bands.append(.row(place..<place + length))
        place += length
      }
    }
    return bands
  }

  /// Fills pages until one has the selected card.
  private mutating func place(_ bands: [Band], width: Int, height: Int, _ cardHeight: Int, _ selected: Int) {
    var y = 0
    var name: String?
    for (index, band) in bands.enumerated() {
      switch band {
      case .heading(let text):
        name = text
        // Not at the foot of a page.
        if index + 1 < bands.count, y + 1 + cardHeight <= height {
          headings.append(Heading(name: text, y: y))
          y += 1
        } else {
          y = height
        }
      case .row(let places):
        if y + cardHeight > height, !cards.isEmpty {
          if shown.contains(selected) { return }
          cards = []
          headings = []
          y = 0
          if let name, cardHeight < height {
            headings.append(Heading(name: name, y: 0))
            y = 1
          }
        }
        let cells = (width + Self.gap) / places.count
        for (column, place) in places.enumerated() {
          let x = column * cells
          let right = column + 1 == places.count ? width : x + cells - Self.gap
          cards.append(
            Card(
              place: place,
              rect: CellRect(x: x, y: y, width: right - x, height: min(cardHeight, height - y))))
        }
        y += cardHeight
      }
    }
  }
}

extension MetricsGrid {
  /// The cards of a pane; `nil` where a list says more.
  static func cards(of sections: [MetricSection], width: Int, height: Int, selected: Int) -> MetricsGrid? {
    let count = sections.reduce(0) { $0 + $1.metrics.count }
    guard fits(width: width, height: height, count: count) else { return nil }
    return MetricsGrid(
      sections: sections.map { ($0.name, $0.metrics.count) }, width: width, height: height, selected: selected
    )
  }
}
