extension CellBuffer {
  /// The picture as text: a line for every row, ended by a line feed, without spaces at its end.
  package var plainText: String {
    var text = ""
    for row in rows {
      var line = ""
      for cell in row { line += cell.glyph }
      while line.hasSuffix(" ") { line.removeLast() }
      text += line
      text += "\n"
    }
    return text
  }
}
