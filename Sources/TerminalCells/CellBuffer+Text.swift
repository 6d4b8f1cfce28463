extension CellBuffer {
  /// The picture as text: a line for every row, ended by a line feed, without spaces at its end.
  public var plainText: String {
    var text = ""
    for row in 0..<size.height {
      var line = ""
      for column in 0..<size.width { line += cells[row * size.width + column].glyph }
      while line.hasSuffix(" ") { line.removeLast() }
      text += line
      text += "\n"
    }
    return text
  }

  /// The styles of the picture as text, for golden files.
  ///
  /// A line for every row with one letter per cell: `.` plain, then `a`, `b`, … in the order in which styles first
  /// appear; plain cells at the end of a row are left out. After an empty line comes a legend.
  public var stylePlane: String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var order: [CellStyle] = []
    var places: [CellStyle: String] = [.plain: "."]
    var text = ""
    for row in 0..<size.height {
      var line = ""
      for column in 0..<size.width {
        let style = cells[row * size.width + column].style
        if let letter = places[style] {
          line += letter
          continue
        }
        let next = order.count
        // More styles than letters: letters of other scripts, one cell each.
        let letter =
          next < letters.count
          ? String(letters[next]) : Unicode.Scalar(0x100 + UInt32(next)).map { String($0) } ?? "?"
        order.append(style)
        places[style] = letter
        line += letter
      }
      while line.hasSuffix(".") { line.removeLast() }
      text += line
      text += "\n"
    }
    text += "\n"
    for style in order { text += "\(places[style] ?? "?") \(style.legend)\n" }
    return text
  }
}

extension CellStyle {
  /// `#rrggbb on 236 bold underline`: what a golden file says of a style.
  public var legend: String {
    var parts = [foreground.legend]
    if background != .terminal { parts += ["on", background.legend] }
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    for (attribute, name) in names where attributes.contains(attribute) { parts.append(name) }
    return parts.joined(separator: " ")
  }
}

extension CellColor {
  /// `#rrggbb`, a palette index, or `terminal`.
  public var legend: String {
    switch self {
    case .terminal: return "terminal"
    case .palette(let index): return String(index)
    case .rgb(let red, let green, let blue):
      return "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
