import TerminalCells

/// What is drawn of a grid of cells: grounds, then shapes, then text.
struct CellLayer {
  private typealias Rect = GlyphShape.Rect

  /// A piece of text in one look.
  private struct Run {
    var x: Int
    var y: Int
    var cells: Int
    var text: String
    var look: String
    /// Whether another letter may go on with it: not where a font may have another width for it.
    var goesOn: Bool
  }

  /// What has one colour.
  private struct Paint: Hashable {
    var color: String
    /// Percent.
    var opacity: Int
  }

  /// By colour, in order of first use, so that a picture is the same every time.
  private struct Shapes {
    var order: [Paint] = []
    var rects: [Paint: [Rect]] = [:]
    var dots: [Paint: String] = [:]
    var strokes: [Paint: String] = [:]

    mutating func note(_ paint: Paint) {
      if rects[paint] == nil, dots[paint] == nil, strokes[paint] == nil { order.append(paint) }
    }

    mutating func add(_ rect: Rect, _ paint: Paint) {
      note(paint)
      rects[paint, default: []].append(rect)
    }
  }

  private var grounds = Shapes()
  private var shapes = Shapes()
  private var runs: [Run] = []
  /// Baseline of a row of text below its top.
  private static let baseline = 24

  /// - Parameter before: only cells that differ from it are drawn, over it.
  init(_ buffer: CellBuffer, since before: CellBuffer?, picture: CellPicture, looks: inout CellLooks) {
    for run in buffer.runs(from: before) {
      var x = run.x
      for cell in run.cells {
        defer { x += 1 }
        let isOld = before.map { $0[x, run.y] == cell } ?? false
        if isOld { continue }
        // The second half of a wide letter has nothing of its own but its ground.
        draw(cell, x: x, y: run.y, isOver: before != nil, picture: picture, looks: &looks)
      }
    }
  }

  private mutating func draw(
    _ cell: Cell, x: Int, y: Int, isOver: Bool, picture: CellPicture, looks: inout CellLooks
  ) {
    var ink = CellPicture.hex(cell.style.foreground, instead: picture.ink)
    var paper = CellPicture.hex(cell.style.background, instead: picture.paper)
    if cell.style.attributes.contains(.reverse) { swap(&ink, &paper) }
    let (left, top) = (x * GlyphShape.width, y * GlyphShape.height)
    if isOver || paper != CellPicture.hex(picture.paper) {
      grounds.add(
        Rect(x: left, y: top, width: GlyphShape.width, height: GlyphShape.height),
        Paint(color: paper, opacity: 100))
    }
    guard !cell.glyph.isEmpty, cell.glyph != " " else {
      if cell.glyph == " ", cell.style.attributes.contains(.underline) {
        write(cell.glyph, x: x, y: y, look: looks.name(ink, cell.style.attributes))
      }
      return
    }
    guard let shape = GlyphShape(cell.glyph) else {
      write(cell.glyph, x: x, y: y, look: looks.name(ink, cell.style.attributes))
      return
    }
    let dimmed = cell.style.attributes.contains(.dim) ? shape.opacity * 6 / 10 : shape.opacity
    let paint = Paint(color: ink, opacity: dimmed)
    for rect in shape.rects {
      shapes.add(Rect(x: left + rect.x, y: top + rect.y, width: rect.width, height: rect.height), paint)
    }
    for dot in shape.dots {
      shapes.note(paint)
      shapes.dots[paint, default: ""] += "M\(left + dot.x) \(top + dot.y)h0"
    }
    for stroke in shape.strokes {
      shapes.note(paint)
      shapes.strokes[paint, default: ""] += "M\(left) \(top)\(stroke)"
    }
  }

  /// Puts a letter down: next to the one before it where both are of one look and a font's usual width.
  private mutating func write(_ glyph: String, x: Int, y: Int, look: String) {
    let isPlain = glyph.unicodeScalars.allSatisfy { $0.value < 0x250 }
    let cells = displayWidth(glyph)
    if isPlain, let last = runs.last, last.goesOn, last.y == y, last.look == look {
      let gap = x - last.x - last.cells
      if gap == 0 || gap == 1 {
        runs[runs.count - 1].text += (gap == 1 ? " " : "") + glyph
        runs[runs.count - 1].cells += gap + cells
        return
      }
    }
    runs.append(Run(x: x, y: y, cells: cells, text: glyph, look: look, goesOn: isPlain))
  }

  func write(to svg: inout MarkupText) {
    Self.write(grounds, to: &svg)
    Self.write(shapes, to: &svg)
    var row = -1
    for run in runs {
      if run.y != row, row >= 0 { svg.line() }
      row = run.y
      let x = MarkupText.Value.count(run.x * GlyphShape.width)
      let y = MarkupText.Value.count(run.y * GlyphShape.height + Self.baseline)
      let length = MarkupText.Value.count(run.cells * GlyphShape.width)
      svg.element(
        "text",
        [
          "class": .own(run.look), "x": x, "y": y, "textLength": length,
          "lengthAdjust": "spacingAndGlyphs",
        ], text: run.text)
    }
    if !runs.isEmpty { svg.line() }
  }

  private static func write(_ shapes: Shapes, to svg: inout MarkupText) {
    for paint in shapes.order {
      let opacity = MarkupText.Value.number(Double(paint.opacity) / 100)
      if let rects = shapes.rects[paint] {
        let path = joined(rects).map { "M\($0.x) \($0.y)h\($0.width)v\($0.height)h-\($0.width)z" }.joined()
        if paint.opacity == 100 {
          svg.empty("path", ["shape-rendering": "crispEdges", "fill": .own(paint.color), "d": .own(path)])
        } else {
          svg.empty(
            "path",
            [
              "shape-rendering": "crispEdges", "fill": .own(paint.color), "fill-opacity": opacity,
              "d": .own(path),
            ])
        }
        svg.line()
      }
      for (path, width) in [(shapes.dots[paint], GlyphShape.dot), (shapes.strokes[paint], GlyphShape.light)] {
        guard let path else { continue }
        svg.empty(
          "path",
          [
            "fill": "none", "stroke": .own(paint.color), "stroke-width": .count(width),
            "stroke-linecap": "round", "stroke-opacity": opacity, "d": .own(path),
          ])
        svg.line()
      }
    }
  }

  /// The same area in fewer rectangles: those that touch in a row are one, then those of the same sides below each
  /// other.
  ///
  /// - Parameter rects: row by row, from the left.
  private static func joined(_ rects: [Rect]) -> [Rect] {
    var rows: [Rect] = []
    var openByRow: [Rect: Int] = [:]
    for rect in rects {
      // By top and height: lines of several thicknesses cross in one row.
      let band = Rect(x: 0, y: rect.y, width: 0, height: rect.height)
      if let open = openByRow[band], rows[open].x + rows[open].width == rect.x {
        rows[open].width += rect.width
      } else {
        openByRow[band] = rows.count
        rows.append(rect)
      }
    }
    var columns: [Rect] = []
    var openBySides: [Rect: Int] = [:]
    for rect in rows {
      let sides = Rect(x: rect.x, y: 0, width: rect.width, height: 0)
      if let open = openBySides[sides], columns[open].y + columns[open].height == rect.y {
        columns[open].height += rect.height
      } else {
        openBySides[sides] = columns.count
        columns.append(rect)
      }
    }
    return columns
  }
}
