/// A value of a TOML document, and where it begins.
public struct TOMLValue: Equatable, Sendable {
  public enum Content: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case float(Double)
    case boolean(Bool)
    case array([TOMLValue])
    case table(TOMLTable)
  }

  public var content: Content
  public var position: TOMLPosition

  public init(_ content: Content, at position: TOMLPosition) {
    self.content = content
    self.position = position
  }

  public var string: String? { if case .string(let text) = content { text } else { nil } }
  public var integer: Int? { if case .integer(let number) = content { number } else { nil } }
  public var array: [TOMLValue]? { if case .array(let items) = content { items } else { nil } }
  public var table: TOMLTable? { if case .table(let table) = content { table } else { nil } }

  /// What it is, for sentences: "expected a text, got a whole number".
  public var kind: String {
    switch content {
    case .string: "a text"
    case .integer: "a whole number"
    case .float: "a number with a fraction"
    case .boolean: "true or false"
    case .array: "a list"
    case .table: "a table"
    }
  }
}

/// The fields of a table, in the order of the file.
public struct TOMLTable: Equatable, Sendable {
  public struct Field: Equatable, Sendable {
    public var key: String
    /// Where the key stands; of a table by headers, where it is named first.
    public var position: TOMLPosition
    public var value: TOMLValue
  }

  public var fields: [Field]

  public init(fields: [Field] = []) { self.fields = fields }

  /// - Complexity: O(number of fields).
  public subscript(key: String) -> TOMLValue? { fields.first { $0.key == key }?.value }
}
