import RunEvents
import TerminalCells
import Wording

/// What was left out of events or pairs, as sentences.
struct RemarkText: Equatable {
  /// The count by field and reason; `nil` where nothing was left out.
  var head: String?
  /// The first remarks, one by one.
  var first: [String]
  /// How many there are beyond those: a remark may stand for several fields of its line.
  var rest: Int

  /// - Parameters:
  ///   - subject: whose fields they are of.
  ///   - most: remarks that are listed.
  init(_ remarks: RemarkList, of subject: String, most: Int = RemarkList.listedLimit) {
    let fields = remarks.byField.map { "\(formatCount($0.count)) \($0.field) (\($0.kind.rawValue))" }
    head =
      remarks.total > 0
      ? "\(formatCount(remarks.total, of: "remark")) on fields of \(subject): "
        + fields.joined(separator: ", ") : nil
    let listed = remarks.listed.prefix(most)
    first = listed.map { "line \($0.line): \($0.remark.sentence)" }
    rest = remarks.total - listed.reduce(0) { $0 + $1.remark.count }
  }
}
