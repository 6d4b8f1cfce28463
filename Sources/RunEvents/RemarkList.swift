/// Counts of remarks by field and reason, and the first 1,000 of them.
public struct RemarkList: Equatable, Sendable {
  public struct Entry: Equatable, Sendable {
    public var line: Int
    public var remark: FieldRemark
  }

  public struct FieldCount: Equatable, Sendable {
    public var field: String
    public var kind: FaultReason.Kind
    public var count: Int
    /// The first of them.
    public var first: Entry
  }

  public static let listedLimit = 1000
  /// More fields and reasons than this are counted together, as `(other)`.
  public static let fieldLimit = 256

  public private(set) var total = 0
  /// In order of first appearance.
  public private(set) var byField: [FieldCount] = []
  public private(set) var listed: [Entry] = []

  private struct Key: Hashable, Sendable {
    var field: String
    var kind: FaultReason.Kind
  }

  /// Looked up, never iterated.
  private var places: [Key: Int] = [:]

  public init() {}

  /// - Returns: the count of the field and the reason before this remark, and with it.
  @discardableResult
  public mutating func record(_ remark: FieldRemark, line: Int) -> (before: Int, now: Int) {
    total += remark.count
    if listed.count < Self.listedLimit { listed.append(Entry(line: line, remark: remark)) }
    let place = place(of: Entry(line: line, remark: remark))
    let before = byField[place].count
    byField[place].count += remark.count
    return (before, before + remark.count)
  }

  /// The first remark on a field.
  public func first(of field: String) -> Entry? { byField.first { $0.field == field }?.first }

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
