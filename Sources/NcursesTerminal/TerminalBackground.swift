import TerminalCells

/// Whether text stands on a dark or a light ground.
package enum TerminalBackground: Equatable, Sendable {
  case dark
  case light

  /// What `COLORFGBG` says (`15;0`, `0;default;15`): the last number is the background's. 0 to 6 and 8 are dark.
  package init?(colorFgBg: String) {
    guard let last = colorFgBg.split(separator: ";").last, let index = Int(last), (0...15).contains(index)
    else {
      return nil
    }
    self = index < 7 || index == 8 ? .dark : .light
  }

  /// A terminal's answer to OSC 11, without the introducer and the end: `11;rgb:ffff/ffff/dddd`, `11;#ffffdd`.
  init?(answer: String) {
    guard answer.hasPrefix("11;") else { return nil }
    let text = answer.dropFirst(3)
    var parts: [Substring]
    if let colon = text.firstIndex(of: ":"), ["rgb", "rgba"].contains(text[..<colon]) {
      parts = text[text.index(after: colon)...].split(separator: "/", omittingEmptySubsequences: false)
    } else if text.hasPrefix("#"), text.count == 7 || text.count == 13 {
      let digits = Array(text.dropFirst())
      let size = digits.count / 3
      parts = (0..<3).map { Substring(String(digits[$0 * size..<($0 + 1) * size])) }
    } else {
      return nil
    }
    parts = Array(parts.prefix(3))
    let bytes = parts.compactMap(Self.byte)
    guard bytes.count == 3,
      let color = PerceivedColor(.rgb(red: bytes[0], green: bytes[1], blue: bytes[2])),
      let black = PerceivedColor(.rgb(red: 0, green: 0, blue: 0)),
      let white = PerceivedColor(.rgb(red: 255, green: 255, blue: 255))
    else { return nil }
    self = color.contrast(with: black) > color.contrast(with: white) ? .light : .dark
  }

  /// One to four hexadecimal digits, scaled to 0…255.
  private static func byte(_ digits: Substring) -> UInt8? {
    guard (1...4).contains(digits.count), digits.allSatisfy(\.isHexDigit), let value = Int(digits, radix: 16)
    else { return nil }
    let greatest = (1 << (4 * digits.count)) - 1
    return UInt8(value * 255 / greatest)
  }
}
