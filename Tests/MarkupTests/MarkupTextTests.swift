import Foundation
import Testing

@testable import Markup

@Suite struct MarkupTextTests {
  @Test func elementsAreClosedWhereTheirScopeEnds() {
    var markup = MarkupText()
    markup.element("ul", ["class": "list"]) { list in
      list.element("li", text: "a & b")
      list.empty("br")
      list.element("li", ["data-n": .count(3), "data-x": .number(0.125)]) { $0.own("<!-- own -->") }
    }
    #expect(
      markup.text
        == "<ul class=\"list\"><li>a &amp; b</li><br/><li data-n=\"3\" data-x=\"0.12\"><!-- own --></li></ul>"
    )
  }

  /// Nothing from outside ends a value, an element or a script, or is there without being seen.
  @Test(arguments: [
    "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x",
    "a\u{1B}[31m\u{9B}b",
    "\u{202E}gnp.exe", "a\u{200B}b\u{2028}c\u{0}", "]]>", "<!--", "&lt;b&gt;",
  ]) func textsAreTextAlone(text: String) throws {
    var markup = MarkupText()
    markup.element("p", ["title": .text(text)]) { $0.text(text) }
    let inner = markup.text.dropFirst("<p title=\"".count).dropLast("</p>".count)
    let halves = inner.split(separator: "\">", omittingEmptySubsequences: false)
    #expect(halves.count == 2 && halves[0] == halves[1])
    #expect(!inner.contains("<") && inner.filter { $0 == "\"" }.count == 1 && !inner.contains("'"))
    #expect(inner.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    #expect(
      !inner.unicodeScalars.contains { $0.properties.isBidiControl || $0 == "\u{200B}" || $0 == "\u{2028}" })
  }

  @Test func anEmojiOfSeveralStaysOne() {
    #expect(MarkupText.escaped("👩\u{200D}🔬 a\u{200D}b") == "👩\u{200D}🔬 ab")
  }

  @Test(arguments: [
    (0, "0"), (-0.001, "0"), (12.5, "12.5"), (1 / 3.0, "0.33"), (-2, "-2"), (.nan, "0"), (.infinity, "0"),
    (1e12, "0"),
  ]) func coordinatesAreShort(value: Double, text: String) {
    #expect(MarkupText.number(value) == text)
  }
}
