import CTerminal
import Files
import Wording

extension TerminalScreen {
  /// Gives a text to the terminal's clipboard (OSC 52). A terminal that does not take it says nothing.
  ///
  /// Inside tmux this sets a buffer, and the clipboard around it, where its option `set-clipboard` is `on`.
  ///
  /// - Parameter text: made printable line by line; tabs and line ends stay.
  /// - Returns: whether all of it was sent.
  package func copy(_ text: String) -> Bool {
    guard isOpen else { return false }
    return ask(Self.clipboardSequence(text))
  }

  static func clipboardSequence(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false)
        .map { printableText(String($0), limit: .max) }
        .joined(separator: "\t")
    }
    return "\u{1B}]52;c;\(base64(Array(lines.joined(separator: "\n").utf8)))\u{7}"
  }

  /// RFC 4648, padded.
  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(0) { bits, index in
        bits << 8 | (index < part.count ? Int(part[start + index]) : 0)
      }
      for index in 0..<4 {
        text.append(index <= part.count ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
