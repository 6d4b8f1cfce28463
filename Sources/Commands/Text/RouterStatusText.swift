import JSON
import RunLog
import TerminalCells
import Wording

/// What a router says of itself, one field a line, in its own order.
enum RouterStatusText {
  private struct NotRead: Error {
    init(_ fault: JSONFault) {}
  }

  static func table(_ status: RouterStatus) -> String {
    let rows = (try? rows(of: status.line)) ?? []
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
      row.name + String(repeating: " ", count: width - row.name.count + 2) + row.words + "\n"
    }.joined()
  }

  private static func rows(of line: String) throws -> [(name: String, words: String)] {
    try JSONReader().read(Array(line.utf8)[...], refused: NotRead.init) { (root) throws(NotRead) in
      root.fields.compactMap { key, value in
        guard let name = key.string, name != "type" else { return nil }
        return (printableText(name, limit: 64), words(of: value, isAmount: amounts.contains(name)))
      }
    }
  }

  /// Fields that are counts of something: with separators.
  private static let amounts: Set = ["decisions", "pending", "clients", "offset"]

  private static func words(of value: JSONValue, isAmount: Bool = false) -> String {
    if let text = value.string { return printableText(text, limit: 512) }
    if let flag = value.flag { return flag ? "yes" : "no" }
    if let number = value.wholeNumber { return isAmount ? formatCount(number) : "\(number)" }
    if value.isObject {
      if let id = value.field("id")?.string {
        let share = value.field("decisions")?.wholeNumber.map { " (\(formatCount($0, of: "decision")))" }
        return printableText(id, limit: 64) + (share ?? "")
      }
      let entries = value.fields.map { key, value in
        // The set for pairs without a category goes by an asterisk.
        let name = key.string ?? ""
        return "\(name == "*" ? "all" : printableText(name, limit: 64)): \(words(of: value))"
      }
      return entries.isEmpty ? "none" : entries.joined(separator: "; ")
    }
    if value.isArray {
      let entries = value.numberArray.map { $0.map { "\($0)" } } ?? value.elements.map { words(of: $0) }
      return entries.isEmpty ? "none" : entries.joined(separator: ", ")
    }
    if value.isNull { return "–" }
    return value.number.map { "\($0)" } ?? value.words
  }
}
