package import TerminalCells

/// A grid of cells as SVG: exact colours, text that can be selected, and everything in its cell whatever the font is.
///
/// Letters are text in the reader's monospaced font, stretched to their cells; blocks, lines and Braille are shapes
/// (`GlyphShape`), so that areas have no seams. Shapes of one colour are one path, and rectangles that touch are one.
package struct CellPicture: Sendable {
  /// Colours of what has the terminal's own.
  package var ink: CellColor
  package var paper: CellColor

  package init(ink: CellColor, paper: CellColor) {
    self.ink = ink
    self.paper = paper
  }

  /// A frame of a film, and for how long it is shown.
  package struct Frame: Sendable {
    package var buffer: CellBuffer
    package var seconds: Double

    package init(_ buffer: CellBuffer, seconds: Double) {
      self.buffer = buffer
      self.seconds = seconds
    }
  }

  /// One frame.
  ///
  /// - Parameter title: what a reader who cannot see it is told.
  package func svg(_ buffer: CellBuffer, title: String) -> String {
    film([Frame(buffer, seconds: 1)], title: title)
  }

  /// Frames one after the other, again and again: of each but the first only the cells that differ from the one before.
  /// Who asks for less motion sees the last one.
  ///
  /// - Parameter frames: of the same size; those of another than the first are left out.
  package func film(_ frames: [Frame], title: String) -> String {
    guard let first = frames.first else { return "" }
    let frames = frames.filter { $0.buffer.size == first.buffer.size }
    let size = first.buffer.size
    let (width, height) = (size.width * GlyphShape.width, size.height * GlyphShape.height)
    var looks = CellLooks()
    var layers: [CellLayer] = []
    var before: CellBuffer?
    for frame in frames {
      layers.append(CellLayer(frame.buffer, since: before, picture: self, looks: &looks))
      before = frame.buffer
    }
    var markup = MarkupText()
    markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": .own("0 0 \(width) \(height)"),
        "width": .count(width / 2), "height": .count(height / 2), "role": "img", "xml:space": "preserve",
      ]
    ) { svg in
      svg.element("title", text: title)
      svg.line()
      svg.element("style") { $0.own(looks.rules + Self.timing(frames)) }
      svg.line()
      svg.empty(
        "rect", ["width": "100%", "height": "100%", "fill": .own(Self.hex(paper))])
      svg.line()
      for (index, layer) in layers.enumerated() {
        if index == 0 {
          layer.write(to: &svg)
        } else {
          svg.element("g", ["class": .own("f\(index)")]) { layer.write(to: &$0) }
          svg.line()
        }
      }
    }
    markup.line()
    return markup.text
  }

  /// When each frame but the first appears; it stays, under those that come after it.
  private static func timing(_ frames: [Frame]) -> String {
    let total = frames.reduce(0) { $0 + $1.seconds }
    guard frames.count > 1, total > 0 else { return "" }
    var rules = ""
    var start = frames[0].seconds
    for index in 1..<frames.count {
      let percent = MarkupText.number(start / total * 100)
      rules += "@keyframes f\(index){0%{visibility:hidden}\(percent)%{visibility:visible}}"
      rules += ".f\(index){animation:f\(index) \(MarkupText.number(total))s step-end infinite}\n"
      start += frames[index].seconds
    }
    return rules + "@media (prefers-reduced-motion:reduce){g{animation:none!important}}\n"
  }

  /// `#rrggbb`; of the terminal's own colour that of `own`.
  package static func hex(_ color: CellColor, instead own: CellColor = .terminal) -> String {
    guard let parts = color.components ?? own.components else { return "#808080" }
    return "#"
      + [parts.red, parts.green, parts.blue].map { part in
        let digits = String(part, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }.joined()
  }
}

/// The looks of text in a picture, each a class of its style.
struct CellLooks {
  private var names: [String: String] = [:]
  private(set) var rules =
    "text{font:26px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace}\n"

  /// The class of a look.
  mutating func name(_ color: String, _ attributes: CellStyle.Attributes) -> String {
    let wanted = attributes.intersection([.bold, .dim, .italic, .underline])
    let key = "\(color) \(wanted.rawValue)"
    if let name = names[key] { return name }
    let name = "c\(names.count)"
    names[key] = name
    var rule = "fill:\(color)"
    if wanted.contains(.bold) { rule += ";font-weight:700" }
    if wanted.contains(.dim) { rule += ";opacity:.6" }
    if wanted.contains(.italic) { rule += ";font-style:italic" }
    if wanted.contains(.underline) { rule += ";text-decoration:underline" }
    rules += ".\(name){\(rule)}\n"
    return name
  }
}
