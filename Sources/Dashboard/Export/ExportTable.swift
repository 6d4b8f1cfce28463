import Wording

/// What a pane shows, as a table: for a file, or for the clipboard.
struct ExportTable: Equatable {
  enum Field: Equatable {
    case text(String)
    case number(Double)
    case empty

    init(_ value: Double?) { self = value.map(Field.number) ?? .empty }
    init(_ count: Int?) { self = count.map { .number(Double($0)) } ?? .empty }
    init(_ text: String?) { self = text.map(Field.text) ?? .empty }
  }

  /// Rows of a file at most: beyond this spreadsheets do not follow.
  static let rowLimit = 1_000_000

  var columns: [String]
  /// Each as long as `columns`.
  var rows: [[Field]] = []
}

extension ExportTable {
  /// RFC 4180: lines end in CR LF, fields with commas, quotes, line ends or outer blanks stand in quotes.
  ///
  /// Text is made printable. A text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@` in front) begins
  /// with an apostrophe.
  var csv: String {
    var csv = ""
    for line in [columns.map(Field.text)] + rows {
      csv += line.map { Self.quoted($0) }.joined(separator: ",") + "\r\n"
    }
    return csv
  }

  /// Lines of fields with a tab between them.
  var tabbed: String {
    ([columns.map(Field.text)] + rows)
      .map { line in line.map { Self.plain($0) }.joined(separator: "\t") }
      .joined(separator: "\n")
  }

  private static func plain(_ field: Field) -> String {
    switch field {
    case .empty: return ""
    case .text(let text): return printableText(text, limit: 32_767)
    case .number(let number):
      if number.magnitude < 1e15, let whole = Int(exactly: number) { return String(whole) }
      return number.isFinite ? "\(number)" : number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    }
  }

  private static func quoted(_ field: Field) -> String {
    var text = plain(field)
    guard case .text = field else { return text }
    if let first = text.first(where: { $0 != " " }), "=+-@".contains(first) { text = "'" + text }
    guard text.contains(where: { ",\"\r\n".contains($0) }) || text.hasPrefix(" ") || text.hasSuffix(" ")
    else {
      return text
    }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
