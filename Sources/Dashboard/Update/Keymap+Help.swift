/// One line of the help overlay.
package struct HelpRow: Equatable, Sendable {
  package var section: HelpSection
  package var keys: String
  package var text: String
}

extension Keymap {
  /// The rows of the help overlay that contain every word of `search`, by section in the order of the table, and then
  /// the glossary.
  ///
  /// - Parameters:
  ///   - search: words separated by blanks, compared without regard to case; empty finds all.
  ///   - keys: those that hold.
  /// - Complexity: O(rows × length of the search).
  package static func helpRows(search: String, keys: KeyTable = KeyTable()) -> [HelpRow] {
    let words = search.lowercased().split(separator: " ")
    return HelpSection.allCases.flatMap { section in
      helpRows(of: section, keys)
        .filter { row in
          let text = "\(row.keys) \(row.text) \(section.rawValue)".lowercased()
          return words.allSatisfy { text.contains($0) }
        }
    }
  }

  private static let digitsHelp = "show and focus a pane; press again to hide it (1 stays)"

  private static func helpRows(of section: HelpSection, _ keys: KeyTable) -> [HelpRow] {
    guard section == .words else {
      return keys.rows.filter { $0.section == section }
        .map { HelpRow(section: section, keys: $0.keyText, text: $0.help) }
    }
    return Glossary.rows.map { HelpRow(section: section, keys: $0.word, text: $0.meaning) }
  }

  /// The table of the README: two bindings a row, because forty rows of one would hide what stands below them. The
  /// digits of the panes stand together: the table of panes has them.
  package static var markdownTable: String {
    var lines = ["| keys | action | keys | action |", "| --- | --- | --- | --- |"]
    for section in HelpSection.allCases where section != .words {
      lines.append("| **\(section.rawValue)** | | | |")
      let digits = rows.filter { $0.command == .showPane }
      let cells = rows.filter { $0.section == section && ($0.command != .showPane || $0 == digits.first) }.map
      {
        row in
        let isDigits = row.command == .showPane
        let keys = (isDigits ? digits.flatMap(\.keys) : row.keys)
          .map { "`" + $0.label.markdownCell + "`" }.joined(separator: " ")
        return "\(keys) | \((isDigits ? Self.digitsHelp : row.help).markdownCell)"
      }
      for index in stride(from: 0, to: cells.count, by: 2) {
        lines.append("| \(cells[index]) | \(index + 1 < cells.count ? cells[index + 1] : " | ") |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// A bar would end the cell.
  fileprivate var markdownCell: String {
    var result = ""
    for character in self {
      if character == "|" { result += "\\" }
      result.append(character)
    }
    return result
  }
}
