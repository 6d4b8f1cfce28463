/// One `HistoryItem`: a name, or the parts of one, and a value.
struct WandbItem {
  private(set) var name = ""
  /// `nil` for what is no number.
  private(set) var number: Double?
  private(set) var isMalformed = false

  init(_ bytes: UnsafeRawBufferPointer) {
    var fields = ProtobufReader(bytes)
    var parts: [String] = []
    while let (field, value) = fields.next() {
      switch field {
      case 1: name = value.text ?? ""
      case 2: parts.append(value.text ?? "")
      // A sint64 and a double of newer writers; JSON of all others.
      case 5: number = value.zigzag.map { Double($0) }
      case 6: number = value.number
      case 16: number = value.bytes.flatMap(Self.number)
      default: break
      }
    }
    if name.isEmpty { name = parts.joined(separator: ".") }
    isMalformed = fields.isMalformed
  }

  /// A JSON number, or one that Python and Go write where JSON has none.
  private static func number(_ json: UnsafeRawBufferPointer) -> Double? {
    guard let first = json.first, json.count <= 400 else { return nil }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return Double(String(decoding: json, as: UTF8.self))
    case UInt8(ascii: "-"), UInt8(ascii: "N"), UInt8(ascii: "I"):
      switch String(decoding: json, as: UTF8.self) {
      case "NaN": return .nan
      case "Infinity": return .infinity
      case "-Infinity": return -.infinity
      case let text where first == UInt8(ascii: "-"): return Double(text)
      default: return nil
      }
    default: return nil
    }
  }
}
