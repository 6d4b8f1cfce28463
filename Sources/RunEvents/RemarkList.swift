/// Counts of remarks by field and reason, and the first 1,000 of them.
package struct RemarkList: Equatable, Codable, Sendable {
  package struct Entry: Equatable, Codable, Sendable {
    package var line: Int
    package var remark: FieldRemark
  }

  package struct FieldCount: Equatable, Codable, Sendable {
    package var field: String
    package var kind: FaultReason.Kind
    package var count: Int
    /// The first of them.
    package var first: Entry
  }

  package static let listedLimit = 1000
  /// More fields and reasons than this are counted together, as `(other)`.
  package static let fieldLimit = 256

  package private(set) var total = 0
  /// In order of first appearance.
  package private(set) var byField: [FieldCount] = []
  package private(set) var listed: [Entry] = []

  private struct Key: Hashable, Codable, Sendable {
    var field: String
    var kind: FaultReason.Kind
  }

  /// Looked up, never iterated.
  private var places: [Key: Int] = [:]

  package init() {}

  /// - Returns: the count of the field and the reason before this remark, and with it.
  @discardableResult
  package mutating func record(_ remark: FieldRemark, line: Int) -> (before: Int, now: Int) {
    total += remark.count
    if listed.count < Self.listedLimit { listed.append(Entry(line: line, remark: remark)) }
    let place = place(of: Entry(line: line, remark: remark))
    let before = byField[place].count
    byField[place].count += remark.count
    return (before, before + remark.count)
  }

  /// The first remark on a field.
  package func first(of field: String) -> Entry? { byField.first { $0.field == field }?.first }

  private mutating func place(of entry: Entry) -> Int {
    let kind = entry.remark.reason.kind
    let key = Key(field: entry.remark.field, kind: kind)
    if let place = places[key] { return place }
    if byField.count < Self.fieldLimit {
      places[key] = byField.count
      byField.append(FieldCount(field: entry.remark.field, kind: kind, count: 0, first: entry))
    } else if byField.count == Self.fieldLimit {
      byField.append(FieldCount(field: "(other)", kind: kind, count: 0, first: entry))
    }
    return places[key] ?? Self.fieldLimit
  }
}
