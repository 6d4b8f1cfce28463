import JSON

extension SafetensorsFile {
  /// The bytes of the file: a function of the metadata and of the named tensors, whatever their order.
  ///
  /// `__metadata__` comes first with its keys in byte order; then float64 before float32 tensors, by name within each,
  /// as Python's writer has them; the header is filled up with spaces, so that all numbers stand aligned.
  ///
  /// - Complexity: O(bytes).
  package func encoded() -> [UInt8] {
    let entries = tensors.sorted { one, other in
      let sizes = (one.tensor.element.size, other.tensor.element.size)
      return sizes.0 == sizes.1 ? Self.precedes(one.name, other.name) : sizes.0 > sizes.1
    }
    var place = 0
    let header = JSONText.object { json in
      if !metadata.isEmpty {
        json.object("__metadata__") { json in
          for (key, text) in metadata.sorted(by: { Self.precedes($0.key, $1.key) }) { json.field(key, text) }
        }
      }
      for entry in entries {
        let end = place + entry.tensor.values.count * entry.tensor.element.size
        json.object(entry.name) { json in
          json.field("dtype", entry.tensor.element.rawValue)
          json.field("shape", entry.tensor.shape)
          json.field("data_offsets", [place, end])
        }
        place = end
      }
    }
    let length = (header.utf8.count + 7) / 8 * 8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + length + place)
    withUnsafeBytes(of: UInt64(length).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header.utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: length - header.utf8.count))
    for entry in entries { entry.tensor.append(to: &bytes) }
    return bytes
  }

  private static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension Tensor {
  fileprivate func append(to bytes: inout [UInt8]) {
    switch element {
    case .float64:
      for value in values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    case .float32:
      for value in values {
        withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
  }
}
