import CTerminal
import TerminalCells
import Testing

@testable import NcursesTerminal

@Suite struct TerminalBackgroundTests {
  @Test(
    arguments: [
      ("15;0", .dark), ("0;15", .light), ("0;default;15", .light), ("7;8", .dark), ("0;7", .light), ("", nil),
      ("15;default", nil), ("0;99", nil),
    ] as [(String, TerminalBackground?)])
  func colorFgBg(text: String, background: TerminalBackground?) {
    #expect(TerminalBackground(colorFgBg: text) == background)
  }

  @Test(
    arguments: [
      ("11;rgb:ffff/ffff/dddd", .light), ("11;rgb:0000/2b2b/3636", .dark), ("11;rgb:f/f/f", .light),
      ("11;rgba:1e1e/1e1e/1e1e/ffff", .dark), ("11;#fdf6e3", .light), ("11;rgb:fdf6/e3", nil),
      ("10;rgb:ffff/ffff/ffff", nil), ("11;rgb:fffff/0/0", nil), ("11;rgb:-1/+f/0", nil), ("11;", nil),
    ] as [(String, TerminalBackground?)])
  func answers(text: String, background: TerminalBackground?) {
    #expect(TerminalBackground(answer: text) == background)
  }

  /// However late and cut: an answer is one, and no key.
  @Test func theDecoderHearsTheAnswer() {
    for end in ["\u{7}", "\u{1B}\\"] {
      let scalars = Array(("\u{1B}]11;rgb:ffff/ffff/ffff" + end + "\u{1B}[?62c").unicodeScalars).map {
        String($0)
      }
      for cut in 1..<scalars.count {
        let inputs = KeyDecoderTests.inputs(
          [scalars[..<cut].joined(), scalars[cut...].joined(), "q"], awaitsReport: true)
        #expect(inputs == [.background(.light), .keys([.character("q")])], "\(cut): \(inputs)")
      }
    }
  }
}
