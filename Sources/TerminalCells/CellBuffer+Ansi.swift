extension CellBuffer {
  /// The picture with SGR escape sequences, for `snapshot --ansi`: a line for every row, style reset at its end,
  /// without plain spaces there.
  package func ansi(colorTier: ColorTier) -> String {
    var text = ""
    for row in rows {
      var end = row.count
      while end > 0, row[end - 1] == .blank { end -= 1 }
      var shown = CellStyle.plain
      for cell in row[..<end] {
        let style = cell.style.reduced(to: colorTier)
        if style != shown, !cell.glyph.isEmpty {
          text += style.sgr
          shown = style
        }
        text += cell.glyph
      }
      if shown != .plain { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }
}

extension CellStyle {
  /// The sequence that sets this style, whatever was set before.
  var sgr: String {
    var codes = ["0"]
    if attributes.contains(.bold) { codes.append("1") }
    if attributes.contains(.dim) { codes.append("2") }
    if attributes.contains(.italic) { codes.append("3") }
    if attributes.contains(.underline) { codes.append("4") }
    if attributes.contains(.reverse) { codes.append("7") }
    if let code = foreground.sgr(base: 30) { codes.append(code) }
    if let code = background.sgr(base: 40) { codes.append(code) }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }
}

extension CellColor {
  /// - Parameter base: 30 for the foreground, 40 for the background.
  fileprivate func sgr(base: Int) -> String? {
    switch self {
    case .terminal: return nil
    case .palette(let index) where index < 8: return String(base + Int(index))
    case .palette(let index) where index < 16: return String(base + 60 + Int(index) - 8)
    case .palette(let index): return "\(base + 8);5;\(index)"
    case .rgb(let red, let green, let blue): return "\(base + 8);2;\(red);\(green);\(blue)"
    }
  }
}
