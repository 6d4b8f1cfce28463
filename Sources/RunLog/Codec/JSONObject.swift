import CSimdjson

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An object of a parsed line, and where it stands, so that a fault can name its fields.
struct JSONObject {
  /// Made into words only when there is a fault to tell.
  enum Place {
    case event(String)
    case inside(StaticString)
    case element(StaticString, Int)
    case entry(StaticString, JSONValue)
  }

  let value: JSONValue
  let place: Place
  /// Takes what is left out of the line.
  let remarks: LineRemarks

  /// `nil` when the value is no object.
  init?(_ value: JSONValue, _ place: Place, _ remarks: LineRemarks) {
    guard value.kind == RMTOP_JSON_OBJECT else { return nil }
    self.value = value
    self.place = place
    self.remarks = remarks
  }

  /// The fields in the order of the line, duplicates and nulls included.
  var fields: JSONFields {
    JSONFields(object: value, at: value.index + 1, end: value.next)
  }

  /// The first field of that name; `nil` when there is none, and for `null`, which means the same.
  func field(_ name: StaticString) -> JSONValue? {
    guard let found = written(name), !found.isNull else { return nil }
    return found
  }

  /// The first field of that name, `null` too.
  func written(_ name: StaticString) -> JSONValue? {
    let count = name.utf8CodeUnitCount
    var at = value.index + 1
    let end = value.next
    while at < end {
      if Int(value.nodes[at].length) == count, let key = value.nodes[at].text,
        memcmp(key, name.utf8Start, count) == 0
      {
        return value.sibling(at: at + 1)
      }
      at = Int(value.nodes[at + 1].next)
    }
    return nil
  }
}

/// The fields of an object, in order.
struct JSONFields: Sequence, IteratorProtocol {
  let object: JSONValue
  var at: Int
  let end: Int

  mutating func next() -> (key: JSONValue, value: JSONValue)? {
    guard at < end else { return nil }
    let key = object.sibling(at: at)
    let value = object.sibling(at: at + 1)
    at = value.next
    return (key, value)
  }
}

/// Which keys of an object were seen, because of duplicate keys the first counts.
struct SeenKeys {
  private var few: [String] = []
  private var many: Set<String> = []

  /// Whether this key is the first of its name.
  mutating func isFirst(_ key: String) -> Bool {
    if few.count < 16 {
      if few.contains(key) { return false }
      few.append(key)
      return true
    }
    return !few.contains(key) && many.insert(key).inserted
  }
}
