import TerminalCells

/// A frame in the making: the cells, and what turns roles into looks.
///
/// Panes write through it, so that none of them knows a colour.
struct Painter {
  var buffer: CellBuffer
  let theme: Theme
  let glyphs: GlyphTier
  let keys: [SeriesKey]
  /// The pane with the focus.
  var focus = Pane.rewardModels
  /// The table has the line of categories.
  var hasCategoryLine = false
  /// Colours that tell reward models apart.
  var colorCount = 0
  /// For a click: what can be clicked on, in the order in which it was drawn.
  var collectsSpots = false
  var spots: [MouseSpot] = []

  /// Dot columns of a cell.
  var dotsPerCell: Int { DotCanvas.dots(of: glyphs).columns }

  /// Writes text, cut with `…` where it is longer than `width`, and returns the cells used.
  @discardableResult
  mutating func write(
    _ text: some StringProtocol, x: Int, y: Int, width: Int? = nil, _ role: ThemeRole = .text
  ) -> Int {
    buffer.write(text, x: x, y: y, width: width, style: theme[role])
  }

  /// Writes text with some of its characters marked as what is searched for.
  mutating func write(
    _ text: String, marking marks: [Range<Int>], x: Int, y: Int, width: Int, _ role: ThemeRole
  ) {
    write(text, x: x, y: y, width: width, role)
    let match = theme[.match]
    for mark in marks {
      let start = displayWidth(String(text.prefix(mark.lowerBound)))
      let end = start + displayWidth(String(text.dropFirst(mark.lowerBound).prefix(mark.count)))
      let cells = CellRect(x: x + start, y: y, width: max(0, min(end, width) - start), height: 1)
      buffer.restyle(cells) { $0 = match }
    }
  }

  /// Writes text that ends before `right`; what is longer than `width` is cut.
  mutating func writeTrailing(
    _ text: some StringProtocol, right: Int, y: Int, width: Int, _ role: ThemeRole = .text
  ) {
    let field = CellRect(x: right - width, y: y, width: width, height: 1)
    buffer.write(text, in: field, alignment: .trailing, style: theme[role])
  }

  /// Writes pieces one after the other as far as they go and returns the cell after the last.
  @discardableResult
  mutating func write(_ pieces: [StyledText], x: Int, y: Int, right: Int) -> Int {
    var x = x
    for piece in pieces where x < right {
      x += write(piece.text, x: x, y: y, width: right - x, piece.role)
    }
    return x
  }

  /// The rule above a pane: its digit and name at the left, what it shows at the right.
  mutating func title(_ rect: CellRect, pane: Pane, name: String, detail: String = "") {
    guard rect.height > 0 else { return }
    buffer.horizontalRule(x: rect.x, y: rect.y, width: rect.width, style: theme[.rule])
    let isFocused = pane == focus
    let role: ThemeRole = isFocused ? .titleFocused : .title
    let marker = isFocused ? "▸" : " "
    let used = write(
      "\(marker)\(pane.digit) \(name) ", x: rect.x + 1, y: rect.y, width: rect.width - 2, role)
    let room = rect.width - used - 5
    if !detail.isEmpty, room >= min(6, displayWidth(detail)) {
      let text = truncated(detail, to: room)
      let start = rect.right - displayWidth(text) - 3
      write(" \(text) ", x: start, y: rect.y, width: rect.right - start, .title)
    }
  }

  /// Gives cells the ground of what is selected.
  mutating func select(_ rect: CellRect) {
    let selection = theme[.selection]
    let ground = theme[.text].background
    buffer.restyle(rect) { style in
      if style.background == ground { style.background = selection.background }
      style.attributes.formUnion(selection.attributes)
    }
  }

  /// Sentences in the middle of a pane that has nothing else to show.
  mutating func sentences(_ lines: [String], in rect: CellRect, _ role: ThemeRole = .faint) {
    guard rect.height > 0, rect.width > 4 else { return }
    let wrapped = lines.flatMap { wrap($0, to: rect.width - 2) }
    let shown = wrapped.prefix(rect.height)
    let top = rect.y + (rect.height - shown.count) / 2
    for (index, line) in shown.enumerated() {
      let field = CellRect(x: rect.x + 1, y: top + index, width: rect.width - 2, height: 1)
      buffer.write(line, in: field, alignment: .center, style: theme[role])
    }
  }

  /// Letters tell RMs apart: there are fewer colours than RMs, or areas are filled with letters for want of blocks.
  var showsLetters: Bool { keys.count > colorCount || glyphs < .halfBlock }

  /// The glyph that stands for a reward model in front of its name.
  func keyGlyph(_ key: SeriesKey, isBanned: Bool = false, isInRun: Bool = true) -> String {
    if !isInRun { return "×" }
    if showsLetters { return String(key.letter) }
    return isBanned ? "○" : "●"
  }
}

/// Text and what it is for.
struct StyledText: Equatable, Sendable {
  var text: String
  var role: ThemeRole

  init(_ text: String, _ role: ThemeRole = .text) {
    self.text = text
    self.role = role
  }
}
