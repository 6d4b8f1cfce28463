extension CellBuffer {
  /// The picture as text: a line for every row, ended by a line feed, without spaces at its end.
  package var plainText: String {
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
}
