/// The header while it is written.
struct JSONHeaderText {
  private var text: [UInt8] = Array("{".utf8)
  private var isFirst = true

  mutating func add(metadata: [(key: String, value: String)]) {
    guard !metadata.isEmpty else { return }
    key("__metadata__")
    text.append(UInt8(ascii: "{"))
    isFirst = true
    for (name, value) in metadata {
      key(name)
      quote(value)
    }
    text.append(UInt8(ascii: "}"))
    isFirst = false
  }

  mutating func add(_ entry: SafetensorsFile.Entry, begin: Int, end: Int) {
    key(entry.name)
    let shape = entry.tensor.shape.map(String.init).joined(separator: ",")
    let fields =
      "{\"dtype\":\"\(entry.tensor.element.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
    text.append(contentsOf: fields.utf8)
  }

  /// With the length before it.
  mutating func finished(alignment: Int) -> [UInt8] {
    text.append(UInt8(ascii: "}"))
    while text.count % alignment != 0 { text.append(UInt8(ascii: " ")) }
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) }
    return length + text
  }

  /// A JSON array of texts.
  static func array(_ texts: [String]) -> String {
    var list = JSONHeaderText()
    list.text = [UInt8(ascii: "[")]
    for (index, text) in texts.enumerated() {
      if index > 0 { list.text.append(UInt8(ascii: ",")) }
      list.quote(text)
    }
    list.text.append(UInt8(ascii: "]"))
    return String(decoding: list.text, as: UTF8.self)
  }

  private mutating func key(_ name: String) {
    if !isFirst { text.append(UInt8(ascii: ",")) }
    isFirst = false
    quote(name)
    text.append(UInt8(ascii: ":"))
  }

  private mutating func quote(_ value: String) {
    text.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(byte)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        text.append(contentsOf: "\\u00".utf8)
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
