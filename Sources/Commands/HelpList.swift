/// Rows of a help text, each a name and what it is, for a terminal of 80 cells.
enum HelpList {
  /// One less than the terminal's: the parser breaks lines that fill it.
  static let width = 79

  /// Names two blanks in, meanings in a column of their own and wrapped within it.
  static func text(_ rows: [(name: String, meaning: String)]) -> String {
    let column = 4 + (rows.map(\.name.count).max() ?? 0)
    let indent = String(repeating: " ", count: column)
    return rows.map { row in
      let head = "  " + row.name + String(repeating: " ", count: column - 2 - row.name.count)
      return head + wrapped(row.meaning, to: width - column).joined(separator: "\n" + indent)
    }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
