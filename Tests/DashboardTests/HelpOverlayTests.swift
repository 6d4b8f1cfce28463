import TerminalCells
import Testing

@testable import Dashboard

@Suite struct HelpOverlayTests {
  /// Nobody can look up what the help cuts.
  @Test(arguments: [60, 80, 120, 200]) func everyActionIsThereInWhole(width: Int) {
    let help = HelpOverlay(search: "", scroll: 0, width: width)
    let room = help.columnWidth - help.keyWidth - 2
    var found: [String] = []
    for case .row(let keys, let text) in help.lines {
      #expect(textWidth(text) <= room, "\(text)")
      if keys.isEmpty, let last = found.popLast() {
        found.append(last + " " + text)
      } else {
        found.append(text)
      }
    }
    #expect(found == Keymap.helpRows(search: "").map(\.text))
  }

  /// From 120 cells on two columns, of which the second goes on where the first ends.
  @Test func wideScreensHaveTwoColumns() {
    func shown(_ width: Int) -> [String] {
      var model = sampleDashboard(size: CellSize(width: width, height: 40))
      _ = model.update(.key(.character("?")))
      return model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText.split(separator: "\n").map(
        String.init)
    }
    #expect(HelpOverlay(search: "", scroll: 0, width: 119).columnCount == 1)
    let help = HelpOverlay(search: "", scroll: 0, width: 120)
    #expect(help.columnCount == 2)
    let lines = shown(120).filter { $0.contains("│") }
    let rows = 40 - 8
    for (index, line) in help.lines.enumerated() {
      guard case .row(let keys, let text) = line, index < 2 * rows else { continue }
      let place = lines.firstIndex { $0.contains(text) }
      #expect(place != nil, "\(keys) \(text)")
    }
    #expect(shown(120).joined().contains("more below"))
  }

  /// What was typed stays in sight, with a word on why there is nothing else.
  @Test(arguments: [CellSize(width: 60, height: 10), CellSize(width: 80, height: 24)])
  func aSearchWithoutAMatchSaysSo(size: CellSize) {
    var model = sampleDashboard(size: size)
    _ = model.update(.key(.character("?")))
    for key in "xyzzy" { _ = model.update(.key(.character(key))) }
    let text = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
    #expect(text.contains("search xyzzy") && text.contains("No key matches these words."))
    for _ in 0..<5 { _ = model.update(.key(.backspace)) }
    #expect(
      model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText.contains("type to search"))
  }

  /// Every row can be scrolled to, on the lowest screen as well.
  @Test func nothingIsOutOfReach() {
    var model = sampleDashboard(size: Layout.minimumSize)
    _ = model.update(.key(.character("?")))
    var seen = ""
    let rows = Keymap.helpRows(search: "")
    for _ in rows {
      seen += model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
      _ = model.update(.key(.down))
    }
    for row in rows { #expect(seen.contains(wrap(row.text, to: 20).first ?? "?")) }
  }

  /// `<` and `>` are the keys of the speed, also where arrows cannot be drawn.
  @Test func withoutArrowsKeysHaveNames() {
    var model = sampleDashboard(size: CellSize(width: 200, height: 24))
    model.session.mode = .replay
    func lines() -> [Substring] {
      model.frame(theme: Theme(name: "none"), glyphs: .ascii).plainText.split(separator: "\n")
    }
    let hints = lines().last ?? ""
    #expect(hints.contains("<> speed") && hints.contains("hl step") && hints.contains("kj row"))
    #expect(hints.filter { $0 == "<" || $0 == ">" }.count == 2)
    _ = model.update(.key(.character("?")))
    for word in "back" { _ = model.update(.key(.character(word))) }
    #expect(lines().contains { $0.contains("Left h  one step back") })
    #expect(!lines().contains { $0.contains("< h") || $0.contains("> l") })
  }

  /// Scrolling goes by rows of the table, over the lines into which those above are broken.
  @Test func scrollingComesToTheBeginningOfARow() {
    let rows = Keymap.helpRows(search: "")
    for index in rows.indices.dropFirst() {
      let help = HelpOverlay(search: "", scroll: index, width: 60)
      guard case .row(let keys, _) = help.lines[help.scroll] else {
        Issue.record("row \(index) begins with no row")
        continue
      }
      #expect(keys == rows[index].keys)
    }
  }
}
