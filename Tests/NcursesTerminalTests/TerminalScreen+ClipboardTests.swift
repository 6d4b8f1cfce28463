import Testing

@testable import NcursesTerminal

@Suite struct TerminalScreenClipboardTests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"), ("a\tb\nc", "YQliCmM="), ("±", "wrE="),
  ])
  func theTextIsInBase64(_ text: String, _ base64: String) {
    #expect(TerminalScreen.clipboardSequence(text) == "\u{1B}]52;c;\(base64)\u{7}")
  }

  @Test func nothingOfATextActs() {
    let plain = TerminalScreen.clipboardSequence("ab\tc")
    #expect(TerminalScreen.clipboardSequence("a\u{1B}\u{9B}\u{7}b\tc\u{202E}") == plain)
  }
}
