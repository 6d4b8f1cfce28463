import CSimdjson

extension SafetensorsFile {
  /// A metadata value that is a JSON array of texts, such as the names of rows.
  ///
  /// - Returns: `nil` where the key is absent.
  /// - Throws: `malformed` for any other value.
  public func texts(_ key: String) throws(SafetensorsError) -> [String]? {
    guard let value = metadata[key] else { return nil }
    guard let parser = rmtop_json_create() else { throw .notJSON }
    defer { rmtop_json_destroy(parser) }
    var tree = rmtop_json_tree()
    let json = Array(value.utf8)
    let isJSON = json.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { rmtop_json_parse(parser, $0, bytes.count, &tree) } ?? false
    }
    if isJSON, let nodes = tree.nodes, tree.node_count > 0 {
      let list = HeaderValue(nodes: nodes, numbers: tree.numbers, index: 0)
      if let texts = list.texts { return texts }
    }
    throw .malformed(name: nil, what: "the metadata \(key) is not a JSON array of texts")
  }

  /// Sets a metadata value to a JSON array of texts.
  public mutating func setTexts(_ texts: [String], for key: String) {
    metadata[key] = JSONHeaderText.array(texts)
  }
}
