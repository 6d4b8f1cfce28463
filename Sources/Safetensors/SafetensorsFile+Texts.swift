import JSON

extension SafetensorsFile {
  /// A metadata value that is a JSON array of texts, such as the names of rows.
  ///
  /// - Returns: `nil` where the key is absent.
  /// - Throws: `malformed` for any other value.
  package func texts(_ key: String) throws(SafetensorsError) -> [String]? {
    guard let value = metadata[key] else { return nil }
    func malformed(_: JSONFault? = nil) -> SafetensorsError {
      .malformed(name: nil, what: "the metadata \(key) is not a JSON array of texts")
    }
    return try JSONReader(takesPython: false).read(Array(value.utf8)[...], refused: malformed) {
      (list) throws(SafetensorsError) in
      let texts = list.elements.compactMap(\.string)
      guard list.isArray, texts.count == list.count else { throw malformed() }
      return texts
    }
  }

  /// Sets a metadata value to a JSON array of texts.
  package mutating func setTexts(_ texts: [String], for key: String) {
    var json = JSONText()
    json.value(texts)
    metadata[key] = json.text
  }
}
