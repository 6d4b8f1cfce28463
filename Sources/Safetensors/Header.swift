import CSimdjson

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
    guard let parser = rmtop_json_create() else { throw .notJSON }
    defer { rmtop_json_destroy(parser) }
    var tree = rmtop_json_tree()
    let isJSON = json.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { rmtop_json_parse(parser, $0, bytes.count, &tree) } ?? false
    }
    guard isJSON, let nodes = tree.nodes, tree.node_count > 0 else { throw .notJSON }
    let root = HeaderValue(nodes: nodes, numbers: tree.numbers, index: 0)
    guard let fields = root.fields else { throw .malformed(name: nil, what: "it is not an object") }
    var seen: Set<String> = []
    for (name, value) in fields {
      guard seen.insert(name).inserted else { throw .repeatedName(name) }
      if name == "__metadata__" {
        try takeMetadata(value)
      } else {
        tensors.append(try Self.item(name, value))
      }
    }
    tensors.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
  }

  private mutating func takeMetadata(_ value: HeaderValue) throws(SafetensorsError) {
    guard let fields = value.fields else {
      throw .malformed(name: nil, what: "__metadata__ is not an object")
    }
    for (key, value) in fields {
      guard let text = value.text else {
        throw .malformed(name: nil, what: "__metadata__ has a value that is not a text")
      }
      guard metadata.updateValue(text, forKey: key) == nil else { throw .repeatedName(key) }
    }
  }

  private static func item(_ name: String, _ value: HeaderValue) throws(SafetensorsError) -> Item {
    guard let fields = value.fields else { throw .malformed(name: name, what: "it is not an object") }
    guard let element = fields.first(where: { $0.name == "dtype" })?.value.text else {
      throw .malformed(name: name, what: "dtype is not a text")
    }
    guard let stored = StoredElement(rawValue: element) else {
      throw .unsupportedElement(name: name, element: element)
    }
    guard let shape = fields.first(where: { $0.name == "shape" })?.value.wholeNumbers else {
      throw .malformed(name: name, what: "shape is not a list of whole numbers")
    }
    guard let places = fields.first(where: { $0.name == "data_offsets" })?.value.wholeNumbers,
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

/// One value of the parsed header: a view into the parser's memory.
struct HeaderValue {
  let nodes: UnsafePointer<rmtop_json_node>
  let numbers: UnsafePointer<Double>?
  let index: Int

  private var node: rmtop_json_node { nodes[index] }

  var text: String? {
    guard node.kind == RMTOP_JSON_STRING else { return nil }
    let start = UnsafeRawPointer(node.text)?.assumingMemoryBound(to: UInt8.self)
    return String(
      decoding: UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(node.length)), as: UTF8.self)
  }

  var fields: [(name: String, value: HeaderValue)]? {
    guard node.kind == RMTOP_JSON_OBJECT else { return nil }
    var fields: [(name: String, value: HeaderValue)] = []
    var place = index + 1
    for _ in 0..<node.length {
      let key = HeaderValue(nodes: nodes, numbers: numbers, index: place)
      let value = HeaderValue(nodes: nodes, numbers: numbers, index: Int(key.node.next))
      fields.append((key.text ?? "", value))
      place = Int(value.node.next)
    }
    return fields
  }

  var texts: [String]? {
    guard node.kind == RMTOP_JSON_ARRAY else { return nil }
    var texts: [String] = []
    var place = index + 1
    for _ in 0..<node.length {
      let value = HeaderValue(nodes: nodes, numbers: numbers, index: place)
      guard let text = value.text else { return nil }
      texts.append(text)
      place = Int(value.node.next)
    }
    return texts
  }

  /// A list of whole numbers from 0 to 2⁵³.
  var wholeNumbers: [Int]? {
    if node.kind == RMTOP_JSON_ARRAY { return node.length == 0 ? [] : nil }
    guard node.kind == RMTOP_JSON_NUMBERS, let numbers, node.length <= 1024 else { return nil }
    var result: [Int] = []
    for place in 0..<Int(node.length) {
      let value = numbers[Int(node.bits) + place]
      guard value >= 0, value <= 0x1p53, value == value.rounded() else { return nil }
      result.append(Int(value))
    }
    return result
  }
}
