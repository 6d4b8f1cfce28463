import Testing

@testable import TerminalCells

@Suite struct DotCanvasTests {
  static func text(_ canvas: DotCanvas) -> String {
    var buffer = CellBuffer(size: canvas.size)
    canvas.draw(into: &buffer, x: 0, y: 0)
    return buffer.plainText
  }

  @Test func eachBrailleDotHasItsBit() {
    let expected: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    for row in 0..<4 {
      for column in 0..<2 {
        var canvas = DotCanvas(size: CellSize(width: 1, height: 1))
        canvas.setDot(column: column, row: row, style: .plain)
        #expect(Self.text(canvas).unicodeScalars.first?.value == 0x2800 + expected[row][column])
      }
    }
  }

  @Test func sizesInDots() {
    let sizes = GlyphTier.allCases.map { tier -> [Int] in
      let canvas = DotCanvas(size: CellSize(width: 3, height: 2), tier: tier)
      return [canvas.width, canvas.height]
    }
    #expect(sizes == [[3, 6], [3, 6], [3, 4], [6, 4], [6, 8]])
  }

  /// Unicode names its quadrants; here is each by its four dots, row by row.
  @Test func quadrantsHaveTheirDots() {
    let names = [
      ("QUADRANT UPPER LEFT", [0]), ("QUADRANT UPPER RIGHT", [1]), ("QUADRANT LOWER LEFT", [2]),
      ("QUADRANT LOWER RIGHT", [3]), ("UPPER HALF BLOCK", [0, 1]), ("LEFT HALF BLOCK", [0, 2]),
      ("RIGHT HALF BLOCK", [1, 3]), ("LOWER HALF BLOCK", [2, 3]), ("FULL BLOCK", [0, 1, 2, 3]),
      ("QUADRANT UPPER LEFT AND LOWER RIGHT", [0, 3]), ("QUADRANT UPPER RIGHT AND LOWER LEFT", [1, 2]),
      ("QUADRANT UPPER LEFT AND LOWER LEFT AND LOWER RIGHT", [0, 2, 3]),
      ("QUADRANT UPPER LEFT AND UPPER RIGHT AND LOWER LEFT", [0, 1, 2]),
      ("QUADRANT UPPER LEFT AND UPPER RIGHT AND LOWER RIGHT", [0, 1, 3]),
      ("QUADRANT UPPER RIGHT AND LOWER LEFT AND LOWER RIGHT", [1, 2, 3]),
    ]
    for (name, dots) in names {
      var canvas = DotCanvas(size: CellSize(width: 1, height: 1), tier: .quadrant)
      for dot in dots { canvas.setDot(column: dot % 2, row: dot / 2, style: .plain) }
      #expect(Self.text(canvas).unicodeScalars.first?.properties.name == name)
    }
  }

  @Test func tiers() {
    let pictures = GlyphTier.allCases.map { tier -> String in
      var canvas = DotCanvas(size: CellSize(width: 3, height: 1), tier: tier)
      for column in 0..<canvas.width {
        let row = column * canvas.height / canvas.width
        canvas.setDots(column: column, from: row, through: row, style: .plain)
      }
      return Self.text(canvas)
    }
    #expect(pictures == ["'-.\n", "⎺─⎽\n", "▀▀▄\n", "▀▚▄\n", "⠉⠢⢄\n"])
  }

  @Test func aLaterSeriesReplacesTheCell() {
    let red = CellStyle(foreground: .palette(1))
    let blue = CellStyle(foreground: .palette(4))
    var canvas = DotCanvas(size: CellSize(width: 2, height: 1))
    canvas.setDots(column: 0, from: 0, through: 3, style: red)
    canvas.setDots(column: 2, from: 0, through: 3, style: red)
    canvas.beginSeries()
    canvas.setDot(column: 1, row: 3, style: blue)
    var buffer = CellBuffer(size: canvas.size)
    canvas.draw(into: &buffer, x: 0, y: 0)
    #expect(buffer[0, 0] == Cell(glyph: "⢀", style: blue))
    #expect(buffer[1, 0] == Cell(glyph: "⡇", style: red))
  }

  @Test func marksStandOverDots() {
    let red = CellStyle(foreground: .palette(1))
    var canvas = DotCanvas(size: CellSize(width: 1, height: 1))
    canvas.setMark("×", column: 0, row: 0, style: red)
    canvas.setDot(column: 0, row: 0, style: .plain)
    var buffer = CellBuffer(size: canvas.size)
    canvas.draw(into: &buffer, x: 0, y: 0)
    #expect(buffer[0, 0] == Cell(glyph: "×", style: red))
    canvas.beginSeries()
    canvas.setDot(column: 0, row: 0, style: .plain)
    #expect(Self.text(canvas) == "⠁\n")
  }

  @Test func emptyCellsStayAsTheyAre() {
    var buffer = CellBuffer(size: CellSize(width: 2, height: 1), fill: Cell(glyph: ".", style: .plain))
    var canvas = DotCanvas(size: CellSize(width: 2, height: 1))
    canvas.setDot(column: 3, row: 0, style: .plain)
    canvas.draw(into: &buffer, x: 0, y: 0)
    #expect(buffer.plainText == ".⠈\n")
  }
}
