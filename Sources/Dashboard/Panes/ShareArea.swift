import RunState
import TerminalCells

/// The stacked shares of one course of a run, as a chart has them.
struct ShareArea: Equatable {
  /// One column of cells each: shares by arm; `nil` where there are none.
  var columns: [[Double]?]
  /// Beneath them, faint: what is not the course itself; `nil` where that is.
  var faint: [[Double]?]

  /// - Parameter shares: by arm; what the run has left by starting again is faint.
  init(_ shares: [Series], span: ChartSpan, width: Int) {
    columns = SharePane.columns(shares.map { $0.branch(isAbandoned: false) }, span: span, width: width)
    faint = Array(repeating: nil, count: columns.count)
    guard shares.contains(where: \.hasAbandoned) else { return }
    let left = SharePane.columns(shares.map { $0.branch(isAbandoned: true) }, span: span, width: width)
    faint = zip(columns, left).map { $0 == nil ? $1 : nil }
  }

  /// Everything before a column is faint.
  mutating func fade(before column: Int) {
    for index in columns.indices.prefix(max(0, column)) {
      faint[index] = columns[index] ?? faint[index]
      columns[index] = nil
    }
  }

  /// - Parameter keys: of the arms, in their order.
  func draw(into painter: inout Painter, keys: [SeriesKey], in chart: CellRect) {
    let colors: ColorTier = painter.showsLetters ? .mono : .trueColor
    func layers(_ style: (SeriesKey) -> CellStyle) -> [StackedSeries] {
      keys.map { StackedSeries(style: style($0), pattern: String($0.letter)) }
    }
    painter.buffer.drawStackedShares(
      faint, series: layers(painter.theme.faintStyle), in: chart, glyphs: painter.glyphs, colors: colors)
    painter.buffer.drawStackedShares(
      columns, series: layers(painter.theme.areaStyle), in: chart, glyphs: painter.glyphs, colors: colors)
  }
}
