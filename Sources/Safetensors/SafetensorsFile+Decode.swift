extension SafetensorsFile {
  /// Longest header that is read, in bytes; one of a hundred thousand tensors is shorter.
  static let headerLimit = 16 << 20

  /// Reads the bytes of a file. Nothing traps, whatever they are.
  ///
  /// F16 and BF16 tensors are widened, exactly, to `float32`. Numbers that are not finite are read like others.
  ///
  /// - Throws: the first thing that is wrong: a header that is torn, too long or malformed, a type other than F64, F32,
  ///   F16 or BF16, shapes that do not fit their places, places that overlap, are outside or leave a hole.
  /// - Complexity: O(bytes).
  package init(bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else { throw .tooShort(bytes: bytes.count) }
    var length: UInt64 = 0
    for offset in (0..<8).reversed() { length = length << 8 | UInt64(bytes[offset]) }
    let limit = min(bytes.count - 8, Self.headerLimit)
    guard length <= UInt64(limit) else { throw .headerLength(length, limit: limit) }
    let start = 8 + Int(length)
    let header = try Header(json: bytes[8..<start])
    try header.checkPlaces(bytes: bytes.count - start)
    var tensors: [Entry] = []
    tensors.reserveCapacity(header.tensors.count)
    for item in header.tensors {
      let data = bytes[(start + item.begin)..<(start + item.end)]
      let element: Tensor.Element = item.stored == .f64 ? .float64 : .float32
      guard let tensor = Tensor(shape: item.shape, values: item.stored.values(data), element: element) else {
        throw .sizeMismatch(name: item.name, bytes: data.count, shape: item.shape)
      }
      tensors.append(Entry(name: item.name, tensor: tensor))
    }
    self.init(metadata: header.metadata, tensors: tensors)
  }
}

/// A type of number as files store it.
enum StoredElement: String {
  case f64 = "F64"
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"

  var size: Int {
    switch self {
    case .f64: 8
    case .f32: 4
    case .f16, .bf16: 2
    }
  }

  /// Little-endian numbers, widened exactly.
  func values(_ bytes: ArraySlice<UInt8>) -> [Double] {
    bytes.withUnsafeBytes { raw in
      let count = raw.count / size
      return [Double](unsafeUninitializedCapacity: count) { buffer, filled in
        for index in 0..<count {
          let value: Double
          switch self {
          case .f64: value = Double(bitPattern: Self.word(raw, index, as: UInt64.self))
          case .f32: value = Double(Float(bitPattern: Self.word(raw, index, as: UInt32.self)))
          case .f16: value = Self.widened(half: Self.word(raw, index, as: UInt16.self))
          case .bf16:
            value = Double(Float(bitPattern: UInt32(Self.word(raw, index, as: UInt16.self)) << 16))
          }
          buffer.initializeElement(at: index, to: value)
        }
        filled = count
      }
    }
  }

  private static func word<Word: FixedWidthInteger>(
    _ raw: UnsafeRawBufferPointer, _ index: Int, as type: Word.Type
  ) -> Word {
    Word(littleEndian: raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Word>.size, as: type))
  }

  /// IEEE 754 binary16; `Float16` is not there on every platform.
  private static func widened(half bits: UInt16) -> Double {
    let sign = bits >> 15 == 0 ? 1.0 : -1.0
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Double(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 0x1F: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
    }
  }
}
