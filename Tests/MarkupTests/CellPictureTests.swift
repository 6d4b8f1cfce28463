import Foundation
import TerminalCells
import Testing

@testable import Markup

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct CellPictureTests {
  private let picture = CellPicture(
    ink: .rgb(red: 200, green: 200, blue: 200), paper: .rgb(red: 16, green: 16, blue: 20))

  private func buffer(_ rows: [String], style: CellStyle = .plain) -> CellBuffer {
    var buffer = CellBuffer(
      size: CellSize(width: rows.map { displayWidth($0) }.max() ?? 0, height: rows.count))
    for (y, row) in rows.enumerated() { buffer.write(row, x: 0, y: y, style: style) }
    return buffer
  }

  @Test func lettersStandInTheirCells() {
    let svg = picture.svg(buffer(["ab  c", " é●界x"]), title: "t")
    // A gap of one stays in the text, so that words can be selected; whatever a font may draw wider stands by itself.
    for run in [
      #"x="0" y="24" textLength="32" lengthAdjust="spacingAndGlyphs">ab</text>"#,
      #"x="64" y="24" textLength="16" lengthAdjust="spacingAndGlyphs">c</text>"#,
      #"x="16" y="56" textLength="16" lengthAdjust="spacingAndGlyphs">é</text>"#,
      #"x="32" y="56" textLength="16" lengthAdjust="spacingAndGlyphs">●</text>"#,
      #"x="48" y="56" textLength="32" lengthAdjust="spacingAndGlyphs">界</text>"#,
      #"x="80" y="56" textLength="16" lengthAdjust="spacingAndGlyphs">x</text>"#,
    ] { #expect(svg.contains(run), "\(run) in \(svg)") }
    #expect(svg.contains(#"viewBox="0 0 96 64" width="48" height="32""#))
    #expect(picture.svg(buffer(["a b"]), title: "").contains(">a b</text>"))
  }

  /// What touches is one shape: an area has no seams.
  @Test func areasAreOneRectangle() {
    let svg = picture.svg(buffer(["███", "███"]), title: "t")
    #expect(svg.contains(##"fill="#c8c8c8" d="M0 0h48v64h-48z"/>"##), "\(svg)")
    let ground = CellStyle(background: .rgb(red: 1, green: 2, blue: 3))
    #expect(
      picture.svg(buffer(["  ", "  "], style: ground), title: "t")
        .contains(##"fill="#010203" d="M0 0h32v64h-32z"/>"##))
  }

  @Test func looksAreTheStyles() {
    var style = CellStyle(foreground: .palette(9), attributes: [.bold, .underline])
    #expect(
      picture.svg(buffer(["a"], style: style), title: "").contains(
        "{fill:#ff0000;font-weight:700;text-decoration:underline}"))
    style = CellStyle(foreground: .rgb(red: 255, green: 0, blue: 0), attributes: [.reverse])
    let reversed = picture.svg(buffer(["a"], style: style), title: "")
    #expect(
      reversed.contains(##"fill="#ff0000" d="M0 0h16v32h-16z""##) && reversed.contains("{fill:#101014}"))
    // The ground of the picture is not drawn again.
    #expect(!picture.svg(buffer(["a"]), title: "").contains("crispEdges"))
  }

  /// A film has every cell that changes once, over what was there.
  @Test func aFilmIsWhatChanges() {
    let frames = [buffer(["abc"]), buffer(["abx"]), buffer([" bx"])]
    let svg = picture.film(frames.map { CellPicture.Frame($0, seconds: 0.5) }, title: "film")
    #expect(svg.components(separatedBy: "<text").count == 3)
    #expect(svg.contains("@keyframes f1{0%{visibility:hidden}33.33%{visibility:visible}}"))
    #expect(svg.contains(".f2{animation:f2 1.5s step-end infinite}"))
    #expect(
      svg.contains(
        ##"<g class="f2"><path shape-rendering="crispEdges" fill="#101014" d="M0 0h16v32h-16z"/>"##))
    #expect(svg.contains("prefers-reduced-motion"))
    #expect(!picture.svg(frames[0], title: "still").contains("animation"))
    // Another size is no frame of it.
    let odd = picture.film([.init(frames[0], seconds: 1), .init(buffer(["a"]), seconds: 1)], title: "")
    #expect(!odd.contains("keyframes"))
  }

  /// Any cells at all are well-formed XML, with each letter once.
  @Test func everyPictureIsWellFormed() throws {
    let texts = [
      "<b>&\"'</b>", "]]>", "</text></svg>", "e\u{301}\u{301}", "👩\u{200D}🔬", "\u{1B}[31m", "\u{202E}x",
      "┼╬╭░⣿▟⎽",
    ]
    var grid = CellBuffer(size: CellSize(width: 24, height: texts.count))
    for (y, text) in texts.enumerated() {
      grid.write(
        text, x: 1, y: y, style: CellStyle(foreground: .palette(UInt8(y + 1)), attributes: [.italic]))
    }
    let svg = picture.film([.init(grid, seconds: 1), .init(buffer(["a"]), seconds: 1)], title: "</title>&")
    let reader = TextReader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let shown = reader.text.filter { !$0.isWhitespace }
    #expect(shown.hasPrefix("</title>&"))
    for text in ["<b>&\"'</b>", "]]>", "</text></svg>", "👩"] { #expect(shown.contains(text), "\(text)") }
    #expect(!svg.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.properties.isBidiControl })
  }

  private final class TextReader: NSObject, XMLParserDelegate {
    var text = ""
    private var isStyle = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) { isStyle = name == "style" }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) { isStyle = false }

    func parser(_ parser: XMLParser, foundCharacters string: String) { if !isStyle { text += string } }
  }
}
