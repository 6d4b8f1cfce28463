import TerminalCells

/// Lines of at most `width` cells, broken between words; a word that is longer stands alone. Continued lines are
/// indented, so that they are not taken for facts of their own.
func wordWrapped(_ text: String, to width: Int, indent: String = "  ") -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    guard displayWidth(String(line)) > width else { return String(line) }
    var lines: [String] = []
    var current = ""
    for word in line.split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
      if current.isEmpty {
        current = (lines.isEmpty ? "" : indent) + word
      } else if displayWidth(current) + 1 + displayWidth(word) <= width {
        current += " " + word
      } else {
        lines.append(current)
        current = indent + word
      }
    }
    return (lines + [current]).joined(separator: "\n")
  }.joined(separator: "\n")
}
