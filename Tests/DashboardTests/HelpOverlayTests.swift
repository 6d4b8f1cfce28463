import TerminalCells
import Testing

@testable import Dashboard

@Suite struct HelpOverlayTests {
  /// Nobody can look up what the help cuts.
  @Test(arguments: [60, 80, 120, 200]) func everyActionIsThereInWhole(width: Int) {
    let help = HelpOverlay(search: "", scroll: 0, width: width)
    let room = min(width - 2, 100) - 4 - help.keyWidth - 2
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
