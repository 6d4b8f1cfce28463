import JSON

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
    guard value.isObject else { return nil }
    self.value = value
    self.place = place
    self.remarks = remarks
  }

  /// The fields in the order of the line, duplicates and nulls included.
  var fields: JSONFields { value.fields }

  /// The first field of that name; `nil` when there is none, and for `null`, which means the same.
  func field(_ name: StaticString) -> JSONValue? {
    guard let found = value.field(name), !found.isNull else { return nil }
    return found
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
