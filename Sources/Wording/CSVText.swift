/// Writes comma-separated values as RFC 4180 has them: records end in CR LF, and a cell with a comma, a quote or a blank
/// at an end stands in quotes.
///
/// Texts come from outside, and files of this kind are opened by spreadsheets: every text is `printableText` first, so
/// that no cell has a line end or a hidden character, and one that a spreadsheet would compute (`=`, `+`, `-`, `@` in
/// front, their full-width forms too) has an apostrophe before it.
///
/// ```swift
/// CSVText.record([.text("step"), .text("rm")]) + CSVText.record([.count(3), .text("=1+1")])
/// // step,rm␍␊3,'=1+1␍␊
/// ```
package enum CSVText {
  package enum Cell: Equatable, Sendable {
    case text(String)
    case count(Int)
    /// As short as it can be and still be read back to the same bits; what is not finite is an empty cell.
    case number(Double)
    case empty

    package static func number(_ value: Double?) -> Cell { value.map { .number($0) } ?? .empty }
    package static func count(_ value: Int?) -> Cell { value.map { .count($0) } ?? .empty }
    package static func text(_ value: String?) -> Cell { value.map { .text($0) } ?? .empty }
  }

  /// One record with its line end.
  package static func record(_ cells: [Cell]) -> String {
    cells.map(field).joined(separator: ",") + "\r\n"
  }

  /// One cell as it stands between commas.
  static func field(_ cell: Cell) -> String {
    switch cell {
    case .empty: ""
    case .count(let count): String(count)
    case .number(let number): text(of: number)
    case .text(let text): field(text)
    }
  }

  private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]

  private static func field(_ text: String) -> String {
    var shown = printableText(text)
    if let first = shown.unicodeScalars.first(where: { $0 != " " }), formulaStarts.contains(first) {
      shown = "'" + shown
    }
    let isPlain =
      !shown.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) && shown.first != " "
      && shown.last != " "
    return isPlain ? shown : "\"" + shown.replacing("\"", with: "\"\"") + "\""
  }

  private static func text(of number: Double) -> String {
    guard number.isFinite else { return "" }
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
