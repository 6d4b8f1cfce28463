import TerminalCells

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
      let lines = wrapLines(row.meaning, to: width - column, indent: "").split(separator: "\n")
      return head + lines.joined(separator: "\n" + indent)
    }.joined(separator: "\n")
  }
}
