import CSimdjson

// What is inside a value: the elements of an array, the fields of an object.

extension JSONValue {
  /// How many elements an array has, or fields an object.
  package var count: Int { isArray || isObject ? Int(nodes[index].length) : 0 }

  /// The numbers of an array that holds nothing else; none for an empty array.
  package var numberArray: UnsafeBufferPointer<Double>? {
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
  package var elements: JSONElements {
    JSONElements(value: self, at: index + 1, end: kind == RMTOP_JSON_ARRAY ? next : index + 1)
  }

  /// The fields of an object in the order of the text, duplicates and nulls included; none of any other value.
  package var fields: JSONFields {
    JSONFields(object: self, at: index + 1, end: isObject ? next : index + 1)
  }

  /// The first field of that name in an object; it may be `null`.
  ///
  /// - Complexity: O(number of fields).
  package func field(_ name: StaticString) -> JSONValue? {
    guard isObject else { return nil }
    let found = rmtop_json_field(nodes, UInt32(index), name.utf8Start, name.utf8CodeUnitCount)
    return found == 0 ? nil : sibling(at: Int(found))
  }
}

/// The values inside an array, in order.
package struct JSONElements: Sequence, IteratorProtocol {
  let value: JSONValue
  var at: Int
  let end: Int

  package mutating func next() -> JSONValue? {
    guard at < end else { return nil }
    let element = value.sibling(at: at)
    at = element.next
    return element
  }
}

/// The fields of an object, in order.
package struct JSONFields: Sequence, IteratorProtocol {
  let object: JSONValue
  var at: Int
  let end: Int

  package mutating func next() -> (key: JSONValue, value: JSONValue)? {
    guard at < end else { return nil }
    let key = object.sibling(at: at)
    let value = object.sibling(at: at + 1)
    at = value.next
    return (key, value)
  }
}
