import CSimdjson

/// One value of a parsed line: a view into the reader's memory, good only while the reader's closure runs.
struct JSONValue {
  let nodes: UnsafePointer<rmtop_json_node>
  let numbers: UnsafePointer<Double>?
  let index: Int

  var kind: rmtop_json_kind { nodes[index].kind }

  var isNull: Bool { kind == RMTOP_JSON_NULL }

  /// Index of the node after this value and everything in it.
  var next: Int { Int(nodes[index].next) }

  func sibling(at index: Int) -> JSONValue {
    JSONValue(nodes: nodes, numbers: numbers, index: index)
  }
}

extension JSONValue {
  /// The UTF-8 of a string value.
  var utf8: UnsafeBufferPointer<UInt8>? {
    guard kind == RMTOP_JSON_STRING else { return nil }
    return literal
  }

  /// The text of a string, or of an integer that is too long for 64 bits.
  var literal: UnsafeBufferPointer<UInt8> {
    let start = UnsafeRawPointer(nodes[index].text)?.assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(nodes[index].length))
  }

  var string: String? {
    utf8.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Any number, as the nearest double; it may be NaN or infinite.
  var number: Double? {
    switch kind {
    case RMTOP_JSON_INTEGER: Double(Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: Double(nodes[index].bits)
    case RMTOP_JSON_DOUBLE: Double(bitPattern: nodes[index].bits)
    default: nil
    }
  }

  /// A number without a fraction that an `Int` holds: `3` and `3.0` are both 3.
  var wholeNumber: Int? {
    switch kind {
    case RMTOP_JSON_INTEGER: Int(exactly: Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: Int(exactly: nodes[index].bits)
    case RMTOP_JSON_DOUBLE: Int(exactly: Double(bitPattern: nodes[index].bits))
    default: nil
    }
  }

  /// The same up to 2⁶⁴ − 1.
  var unsignedNumber: UInt64? {
    switch kind {
    case RMTOP_JSON_INTEGER: UInt64(exactly: Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: nodes[index].bits
    case RMTOP_JSON_DOUBLE: UInt64(exactly: Double(bitPattern: nodes[index].bits))
    default: nil
    }
  }

  /// The decimal text of a number that was written without fraction and exponent, of any length.
  var integerText: String? {
    switch kind {
    case RMTOP_JSON_INTEGER: String(Int64(bitPattern: nodes[index].bits))
    case RMTOP_JSON_UNSIGNED: String(nodes[index].bits)
    case RMTOP_JSON_DOUBLE: literal.isEmpty ? nil : String(decoding: literal, as: UTF8.self)
    default: nil
    }
  }

  var flag: Bool? {
    switch kind {
    case RMTOP_JSON_TRUE: true
    case RMTOP_JSON_FALSE: false
    default: nil
    }
  }

  var isArray: Bool { kind == RMTOP_JSON_ARRAY || kind == RMTOP_JSON_NUMBERS }

  /// The numbers of an array that holds nothing else; none for an empty array.
  var numberArray: UnsafeBufferPointer<Double>? {
    switch kind {
    case RMTOP_JSON_NUMBERS:
      guard let numbers else { return nil }
      return UnsafeBufferPointer(
        start: numbers + Int(nodes[index].bits), count: Int(nodes[index].length))
    case RMTOP_JSON_ARRAY where nodes[index].length == 0:
      return UnsafeBufferPointer(start: nil, count: 0)
    default:
      return nil
    }
  }

  /// The elements of an array that are nodes of their own: all of them, unless it is an array of numbers.
  var elements: JSONElements {
    JSONElements(value: self, at: index + 1, end: kind == RMTOP_JSON_ARRAY ? next : index + 1)
  }
}

/// The values inside an array, in order.
struct JSONElements: Sequence, IteratorProtocol {
  let value: JSONValue
  var at: Int
  let end: Int

  mutating func next() -> JSONValue? {
    guard at < end else { return nil }
    let element = value.sibling(at: at)
    at = element.next
    return element
  }
}
