/// Reads the fields of a protobuf message, one after the other.
///
/// What is not there any more or makes no sense ends the message: `isMalformed` tells it from the end.
struct ProtobufReader {
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(UnsafeRawBufferPointer)
  }

  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private(set) var isMalformed = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next field; `nil` at the end, and where the message is malformed.
  mutating func next() -> (field: UInt64, value: Value)? {
    guard position < bytes.count else { return nil }
    guard let tag = varint(), tag >> 3 > 0, let value = value(ofType: tag & 7) else {
      isMalformed = true
      position = bytes.count
      return nil
    }
    return (tag >> 3, value)
  }

  private mutating func value(ofType type: UInt64) -> Value? {
    switch type {
    case 0: return varint().map(Value.varint)
    case 1: return fixed(UInt64.self).map { .fixed64(UInt64(littleEndian: $0)) }
    case 2:
      guard let length = varint(), length <= UInt64(bytes.count - position) else { return nil }
      let start = position
      position += Int(length)
      return .bytes(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
    case 5: return fixed(UInt32.self).map { .fixed32(UInt32(littleEndian: $0)) }
    default: return nil
    }
  }

  /// At most ten bytes of seven bits; what is beyond 64 bits is dropped, as protobuf's own readers do.
  private mutating func varint() -> UInt64? {
    var result: UInt64 = 0
    for place in 0..<10 {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      result |= UInt64(byte & 0x7F) << (7 * UInt64(place))
      if byte < 0x80 { return result }
    }
    return nil
  }

  private mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    let size = MemoryLayout<Number>.size
    guard bytes.count - position >= size else { return nil }
    defer { position += size }
    return bytes.loadUnaligned(fromByteOffset: position, as: type)
  }
}

extension ProtobufReader.Value {
  var bytes: UnsafeRawBufferPointer? { if case .bytes(let bytes) = self { bytes } else { nil } }
  var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
  var integer: Int64? { if case .varint(let bits) = self { Int64(bitPattern: bits) } else { nil } }

  /// A `double`, or a `float` widened exactly.
  var number: Double? {
    switch self {
    case .fixed64(let bits): Double(bitPattern: bits)
    case .fixed32(let bits): Double(Float(bitPattern: bits))
    case .varint, .bytes: nil
    }
  }

  /// The same value of a `sint64`.
  var zigzag: Int64? {
    guard case .varint(let bits) = self else { return nil }
    return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
  }
}
