/// A value of a TOML document, and where it begins.
package struct TOMLValue: Equatable, Sendable {
  package enum Content: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case float(Double)
    case boolean(Bool)
    case array([TOMLValue])
    case table(TOMLTable)
  }

  package var content: Content
  package var position: TOMLPosition

  package init(_ content: Content, at position: TOMLPosition) {
    self.content = content
    self.position = position
  }

  package var string: String? { if case .string(let text) = content { text } else { nil } }
  package var integer: Int? { if case .integer(let number) = content { number } else { nil } }
  package var array: [TOMLValue]? { if case .array(let items) = content { items } else { nil } }
  package var table: TOMLTable? { if case .table(let table) = content { table } else { nil } }

  /// What it is, for sentences: "expected a text, got a whole number".
  package var kind: String {
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
package struct TOMLTable: Equatable, Sendable {
  package struct Field: Equatable, Sendable {
    package var key: String
    /// Where the key stands; of a table by headers, where it is named first.
    package var position: TOMLPosition
    package var value: TOMLValue
  }

  package var fields: [Field]

  package init(fields: [Field] = []) { self.fields = fields }

  /// - Complexity: O(number of fields).
  package subscript(key: String) -> TOMLValue? { fields.first { $0.key == key }?.value }
}
