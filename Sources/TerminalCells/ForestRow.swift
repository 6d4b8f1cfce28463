/// The axis that all rows of a forest plot share.
package struct ForestAxis: Hashable, Sendable {
  /// Where a value stands on an axis.
  package enum Place: Equatable, Sendable {
    case before
    case cell(Int)
    case after
  }

  package var lower: Double
  package var upper: Double
  /// In cells.
  package var width: Int

  /// - Parameters:
  ///   - lower: value in the middle of the first cell.
  ///   - upper: value in the middle of the last cell. Ends that are not finite or not in order make an axis on which
  ///     nothing has a place.
  package init(lower: Double, upper: Double, width: Int) {
    self.lower = lower
    self.upper = upper
    self.width = min(max(0, width), 4096)
  }

  /// The cell of a value; `nil` when the value or the axis is no number, or the axis has no cells.
  package func place(of value: Double) -> Place? {
    let extent = upper / 2 - lower / 2
    guard width > 0, extent > 0, extent.isFinite, !value.isNaN else { return nil }
    let position = (value / 2 - lower / 2) / extent * Double(width - 1)
    if position < -0.5 { return .before }
    if position >= Double(width) - 0.5 { return .after }
    return .cell(min(width - 1, max(0, Int(position.rounded()))))
  }
}

/// What one row of a forest plot shows.
package struct ForestInterval: Hashable, Sendable {
  package var center: Double
  package var low: Double
  package var high: Double
  /// Center before there were data; `nil`: not marked.
  package var prior: Double?

  /// - Parameter deviation: half the width of the interval.
  package init(center: Double, deviation: Double, prior: Double? = nil) {
    self.center = center
    low = center - deviation
    high = center + deviation
    self.prior = prior
  }

  /// - Parameters:
  ///   - low: lower end, at most `center`.
  ///   - high: upper end.
  package init(center: Double, low: Double, high: Double) {
    self.center = center
    self.low = low
    self.high = high
  }
}

/// Styles of the parts of a forest row.
package struct ForestStyle: Hashable, Sendable {
  package var guide: CellStyle
  package var zero: CellStyle
  package var prior: CellStyle
  package var interval: CellStyle
  package var center: CellStyle

  package init(
    guide: CellStyle = .plain, zero: CellStyle = .plain, prior: CellStyle = .plain,
    interval: CellStyle = .plain, center: CellStyle = .plain
  ) {
    self.guide = guide
    self.zero = zero
    self.prior = prior
    self.interval = interval
    self.center = center
  }
}

extension CellBuffer {
  /// Draws one row of a forest plot: `····╵··┊··├──●──┤····`.
  ///
  /// `●` is the center, `├ ┤` the ends of the interval, `╵` the prior (`┴` inside the interval), `┊` zero (`┼` inside
  /// the interval). What continues beyond an end of the axis shows as an arrow `◂ ▸` there. The center wins a shared
  /// cell, then arrows, then ends.
  ///
  /// - Parameter interval: `nil`, or one that is not finite, draws the guides alone.
  package mutating func drawForest(
    _ interval: ForestInterval?, axis: ForestAxis, x: Int, y: Int, style: ForestStyle,
    tier: GlyphTier = .braille
  ) {
    let glyphs = tier == .ascii ? ForestGlyphs.ascii : ForestGlyphs.lines
    func put(_ buffer: inout CellBuffer, _ column: Int, _ glyph: String, _ style: CellStyle) {
      buffer.place(TextPieces.Piece(glyph: glyph, width: 1), x: addSaturating(x, column), y: y, style: style)
    }
    let last = axis.width - 1
    for column in 0..<axis.width { put(&self, column, glyphs.guide, style.guide) }
    let zero = axis.place(of: 0)
    if case .cell(let column) = zero { put(&self, column, glyphs.zero, style.zero) }
    let prior = interval?.prior.flatMap { axis.place(of: $0) }
    if case .cell(let column) = prior { put(&self, column, glyphs.prior, style.prior) }
    guard let interval, interval.low.isFinite, interval.high.isFinite,
      let low = axis.place(of: interval.low), let high = axis.place(of: interval.high),
      let center = axis.place(of: interval.center)
    else { return }
    let start = low.column(last: last)
    let end = high.column(last: last)
    if low != .after, high != .before {
      for column in start...max(start, end) {
        let glyph =
          prior == .cell(column)
          ? glyphs.priorInside : zero == .cell(column) ? glyphs.zeroInside : glyphs.line
        put(&self, column, glyph, style.interval)
      }
      if case .cell(let column) = low { put(&self, column, glyphs.left, style.interval) }
      if case .cell(let column) = high { put(&self, column, glyphs.right, style.interval) }
    }
    if low == .before { put(&self, 0, glyphs.arrowLeft, style.interval) }
    if high == .after { put(&self, last, glyphs.arrowRight, style.interval) }
    if case .cell(let column) = center { put(&self, column, glyphs.center, style.center) }
  }
}

extension ForestAxis.Place {
  /// The nearest cell of the axis.
  fileprivate func column(last: Int) -> Int {
    switch self {
    case .before: return 0
    case .cell(let column): return column
    case .after: return last
    }
  }
}

private struct ForestGlyphs {
  var guide: String
  var zero: String
  var prior: String
  var zeroInside: String
  var priorInside: String
  var left: String
  var line: String
  var right: String
  var center: String
  var arrowLeft: String
  var arrowRight: String

  static let lines = ForestGlyphs(
    guide: "·", zero: "┊", prior: "╵", zeroInside: "┼", priorInside: "┴", left: "├", line: "─", right: "┤",
    center: "●", arrowLeft: "◂", arrowRight: "▸")
  static let ascii = ForestGlyphs(
    guide: ".", zero: ":", prior: "'", zeroInside: "+", priorInside: "'", left: "|", line: "-", right: "|",
    center: "o", arrowLeft: "<", arrowRight: ">")
}
