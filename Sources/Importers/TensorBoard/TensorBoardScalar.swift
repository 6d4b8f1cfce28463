/// The one number of a `TensorProto` that has one (tensorflow/core/framework/tensor.proto).
struct TensorBoardScalar {
  /// `nil` where the tensor has no number, or more than one.
  private(set) var value: Double?

  /// Data types by their number in types.proto.
  private enum DataType: Int64 {
    case float = 1
    case double = 2
    case int32 = 3
    case uint8 = 4
    case int16 = 5
    case int8 = 6
    case int64 = 9
    case bfloat16 = 14
    case uint16 = 17
    case half = 19
    case uint32 = 22
    case uint64 = 23
  }

  init(_ bytes: UnsafeRawBufferPointer) {
    var fields = ProtobufReader(bytes)
    var type: DataType?
    var content: UnsafeRawBufferPointer?
    var listed: Double?
    var count = 0
    var elements = 1
    while let (field, value) = fields.next() {
      switch field {
      case 1: type = value.integer.flatMap(DataType.init)
      case 2: elements = value.bytes.map(Self.elements) ?? 0
      case 4: content = value.bytes
      case 5, 6, 7, 10, 13, 16, 17:
        // Packed, or one field for each element.
        let (number, more) = Self.first(value, field: field, type: type)
        if count == 0 { listed = number }
        count += more
      default: break
      }
    }
    guard elements == 1, !fields.isMalformed, let type else { return }
    if let content, !content.isEmpty {
      value = Self.number(content, type)
    } else if count == 1 {
      value = listed
    }
  }

  /// How many elements a `TensorShapeProto` has: the product of its dimensions' sizes; 0 for one that is not known.
  private static func elements(_ shape: UnsafeRawBufferPointer) -> Int {
    var fields = ProtobufReader(shape)
    var product = 1
    while let (field, value) = fields.next() {
      guard field == 2, let bytes = value.bytes else { continue }
      var dimension = ProtobufReader(bytes)
      var size: Int64 = 0
      while let (field, value) = dimension.next() { if field == 1 { size = value.integer ?? 0 } }
      let (result, overflows) = product.multipliedReportingOverflow(by: Int(clamping: max(0, size)))
      product = overflows ? .max : result
    }
    return product
  }

  /// The first element of a list field, and how many it has (more than one counts as two).
  private static func first(
    _ value: ProtobufReader.Value, field: UInt64, type: DataType?
  ) -> (number: Double?, count: Int) {
    guard let bytes = value.bytes else {
      if let number = value.number { return (number, 1) }
      return (value.integer.flatMap { element($0, field: field, type: type) }, 1)
    }
    switch field {
    case 5: return (bytes.count >= 4 ? number(.init(rebasing: bytes[..<4]), .float) : nil, bytes.count / 4)
    case 6: return (bytes.count >= 8 ? number(.init(rebasing: bytes[..<8]), .double) : nil, bytes.count / 8)
    default:
      // A message of varints alone: each ends with a byte below 128.
      var integers = Varints(bytes)
      let first = integers.next()
      let isLast = integers.next() == nil
      return (first.flatMap { element($0, field: field, type: type) }, first == nil ? 0 : isLast ? 1 : 2)
    }
  }

  /// An element that is kept as an integer: of an integer type, or the bits of a number of 16 bits.
  private static func element(_ integer: Int64, field: UInt64, type: DataType?) -> Double? {
    guard field == 13 else {
      return field == 17 ? Double(UInt64(bitPattern: integer)) : Double(integer)
    }
    let bits = UInt16(truncatingIfNeeded: integer)
    return type == .bfloat16 ? ofBFloat16(bits) : ofHalf(bits)
  }

  private static func number(_ content: UnsafeRawBufferPointer, _ type: DataType) -> Double? {
    switch type {
    case .float: load(content, UInt32.self).map { Double(Float(bitPattern: $0)) }
    case .double: load(content, UInt64.self).map { Double(bitPattern: $0) }
    case .int8: load(content, Int8.self).map { Double($0) }
    case .uint8: load(content, UInt8.self).map { Double($0) }
    case .int16: load(content, Int16.self).map { Double($0) }
    case .uint16: load(content, UInt16.self).map { Double($0) }
    case .int32: load(content, Int32.self).map { Double($0) }
    case .uint32: load(content, UInt32.self).map { Double($0) }
    case .int64: load(content, Int64.self).map { Double($0) }
    case .uint64: load(content, UInt64.self).map { Double($0) }
    case .half: load(content, UInt16.self).map(ofHalf)
    case .bfloat16: load(content, UInt16.self).map(ofBFloat16)
    }
  }

  private static func load<Number: FixedWidthInteger>(
    _ content: UnsafeRawBufferPointer, _ type: Number.Type
  ) -> Number? {
    guard content.count == MemoryLayout<Number>.size else { return nil }
    return Number(littleEndian: content.loadUnaligned(as: type))
  }

  private static func ofBFloat16(_ bits: UInt16) -> Double { Double(Float(bitPattern: UInt32(bits) << 16)) }

  /// IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction.
  private static func ofHalf(_ bits: UInt16) -> Double {
    let fraction = Double(bits & 0x3FF)
    let exponent = Int(bits >> 10 & 0x1F)
    let magnitude =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Double.infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }
}

/// The integers of a packed field.
private struct Varints {
  private var rest: Slice<UnsafeRawBufferPointer>

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

  mutating func next() -> Int64? {
    var result: UInt64 = 0
    for place in 0..<10 {
      guard let byte = rest.popFirst() else { return nil }
      result |= UInt64(byte & 0x7F) << (7 * UInt64(place))
      if byte < 0x80 { return Int64(bitPattern: result) }
    }
    return nil
  }
}
