package import CSimdjson

/// One value of a parsed text: a view into the reader's memory, good only while the reader's closure runs.
package struct JSONValue {
  @usableFromInline let nodes: UnsafePointer<rmtop_json_node>
  let numbers: UnsafePointer<Double>?
  @usableFromInline let index: Int

  @inlinable var kind: rmtop_json_kind { nodes[index].kind }

  @inlinable package var isNull: Bool { kind == RMTOP_JSON_NULL }
  @inlinable package var isObject: Bool { kind == RMTOP_JSON_OBJECT }
  @inlinable package var isArray: Bool { kind == RMTOP_JSON_ARRAY || kind == RMTOP_JSON_NUMBERS }

  /// Index of the node after this value and everything in it.
  var next: Int { Int(nodes[index].next) }

  func sibling(at index: Int) -> JSONValue {
    JSONValue(nodes: nodes, numbers: numbers, index: index)
  }
}

extension JSONValue {
  /// The UTF-8 of a string value.
  @inlinable package var utf8: UnsafeBufferPointer<UInt8>? {
    guard kind == RMTOP_JSON_STRING else { return nil }
    return literal
  }

  /// The text of a string, or of an integer that is too long for 64 bits.
  @inlinable var literal: UnsafeBufferPointer<UInt8> {
    let start = UnsafeRawPointer(nodes[index].text)?.assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(nodes[index].length))
  }

  @inlinable package var string: String? {
    utf8.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Any number, as the nearest double; it may be NaN or infinite.
  @inlinable package var number: Double? {
    switch kind {
    case RMTOP_JSON_INTEGER: Double(Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: Double(nodes[index].bits)
    case RMTOP_JSON_DOUBLE: Double(bitPattern: nodes[index].bits)
    default: nil
    }
  }

  /// A number without a fraction that an `Int` holds: `3` and `3.0` are both 3.
  @inlinable package var wholeNumber: Int? {
    switch kind {
    case RMTOP_JSON_INTEGER: Int(exactly: Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: Int(exactly: nodes[index].bits)
    case RMTOP_JSON_DOUBLE: Int(exactly: Double(bitPattern: nodes[index].bits))
    default: nil
    }
  }

  /// The same up to 2⁶⁴ − 1.
  @inlinable package var unsignedNumber: UInt64? {
    switch kind {
    case RMTOP_JSON_INTEGER: UInt64(exactly: Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: nodes[index].bits
    case RMTOP_JSON_DOUBLE: UInt64(exactly: Double(bitPattern: nodes[index].bits))
    default: nil
    }
  }

  /// The decimal text of a number that was written without fraction and exponent, of any length.
  package var integerText: String? {
    switch kind {
    case RMTOP_JSON_INTEGER: String(Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: String(nodes[index].bits)
    case RMTOP_JSON_DOUBLE: literal.isEmpty ? nil : String(decoding: literal, as: UTF8.self)
    default: nil
    }
  }

  @inlinable package var flag: Bool? {
    switch kind {
    case RMTOP_JSON_TRUE: true
    case RMTOP_JSON_FALSE: false
    default: nil
    }
  }
}
