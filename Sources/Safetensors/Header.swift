import JSON

/// The JSON header of a file, each field checked for itself.
struct Header {
  struct Item {
    var name: String
    var stored: StoredElement
    var shape: [Int]
    /// Bytes from the end of the header on.
    var begin: Int
    var end: Int
  }

  private(set) var metadata: [String: String] = [:]
  /// In the order of their bytes.
  private(set) var tensors: [Item] = []

  init(json: ArraySlice<UInt8>) throws(SafetensorsError) {
    self = try JSONReader(takesPython: false).read(json, refused: { _ in .notJSON }, Header.init(root:))
  }

  private init(root: JSONValue) throws(SafetensorsError) {
    guard root.isObject else { throw .malformed(name: nil, what: "it is not an object") }
    var seen: Set<String> = []
    for (key, value) in root.fields {
      let name = key.string ?? ""
      guard seen.insert(name).inserted else { throw .repeatedName(name) }
      if name == "__metadata__" {
        try readMetadata(value)
      } else {
        tensors.append(try Self.item(name, value))
      }
    }
    tensors.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
  }

  private mutating func readMetadata(_ value: JSONValue) throws(SafetensorsError) {
    guard value.isObject else {
      throw .malformed(name: nil, what: "__metadata__ is not an object")
    }
    for (key, value) in value.fields {
      guard let text = value.string else {
        throw .malformed(name: nil, what: "__metadata__ has a value that is not a text")
      }
      let key = key.string ?? ""
      guard metadata.updateValue(text, forKey: key) == nil else { throw .repeatedName(key) }
    }
  }

  private static func item(_ name: String, _ value: JSONValue) throws(SafetensorsError) -> Item {
    guard value.isObject else { throw .malformed(name: name, what: "it is not an object") }
    guard let element = value.field("dtype")?.string else {
      throw .malformed(name: name, what: "dtype is not a text")
    }
    guard let stored = StoredElement(rawValue: element) else {
      throw .unsupportedElement(name: name, element: element)
    }
    guard let shape = value.field("shape")?.wholeNumbers else {
      throw .malformed(name: name, what: "shape is not a list of whole numbers")
    }
    guard let places = value.field("data_offsets")?.wholeNumbers,
      places.count == 2, places[0] <= places[1]
    else { throw .malformed(name: name, what: "data_offsets are not two whole numbers, begin and end") }
    var bytes = stored.size
    for length in shape {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: length)
      guard !overflows else {
        throw .sizeMismatch(name: name, bytes: places[1] - places[0], shape: shape)
      }
      bytes = product
    }
    guard bytes == places[1] - places[0] else {
      throw .sizeMismatch(name: name, bytes: places[1] - places[0], shape: shape)
    }
    return Item(name: name, stored: stored, shape: shape, begin: places[0], end: places[1])
  }

  /// Whether the tensors fill the data: inside, one after the other, no hole.
  func checkPlaces(bytes: Int) throws(SafetensorsError) {
    var next = 0
    var before: Item?
    for item in tensors {
      guard item.end <= bytes else {
        throw .outOfBounds(name: item.name, begin: item.begin, end: item.end, bytes: bytes)
      }
      if item.begin < next { throw .overlap(before?.name ?? "", item.name) }
      if item.begin > next { throw .hole(begin: next, end: item.begin) }
      next = item.end
      before = item
    }
    if next < bytes { throw .hole(begin: next, end: bytes) }
  }
}

extension JSONValue {
  /// A list of at most 1,024 whole numbers from 0 to 2⁵³.
  fileprivate var wholeNumbers: [Int]? {
    guard let numberArray, numberArray.count <= 1024 else { return nil }
    var result: [Int] = []
    for value in numberArray {
      guard value >= 0, value <= 0x1p53, value == value.rounded() else { return nil }
      result.append(Int(value))
    }
    return result
  }
}
