extension SafetensorsFile {
  /// The bytes of the file: a function of the metadata and of the named tensors, whatever their order.
  ///
  /// `__metadata__` comes first with its keys in byte order; then float64 before float32 tensors, by name within each,
  /// as Python's writer has them; the header is filled up with spaces, so that all numbers stand aligned.
  ///
  /// - Complexity: O(bytes).
  public func encoded() -> [UInt8] {
    let entries = tensors.sorted { one, other in
      let sizes = (one.tensor.element.size, other.tensor.element.size)
      return sizes.0 == sizes.1 ? Self.precedes(one.name, other.name) : sizes.0 > sizes.1
    }
    var header = JSONHeaderText()
    header.add(metadata: metadata.sorted { Self.precedes($0.key, $1.key) })
    var place = 0
    for entry in entries {
      let end = place + entry.tensor.values.count * entry.tensor.element.size
      header.add(entry, begin: place, end: end)
      place = end
    }
    var bytes = header.finished(alignment: 8)
    bytes.reserveCapacity(bytes.count + place)
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
