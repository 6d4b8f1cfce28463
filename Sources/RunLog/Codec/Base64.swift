import CKernels

/// Strict base64: RFC 4648's standard alphabet, padded, no white space, leftover bits zero.
///
/// One byte string has one text only; anything else is refused.
package enum Base64 {
  /// The bytes of a text, or `nil` when it is not strict base64.
  ///
  /// - Complexity: O(length).
  package static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let start = text.baseAddress else { return [] }
    var decoded = -1
    let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      decoded = rmtop_base64_decode(start, text.count, target)
      count = max(0, decoded)
    }
    return decoded < 0 ? nil : bytes
  }

  /// The text of bytes.
  ///
  /// - Complexity: O(length).
  package static func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let start = bytes.baseAddress else { return "" }
    return String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { buffer in
      guard let target = buffer.baseAddress else { return 0 }
      return rmtop_base64_encode(start, bytes.count, target)
    }
  }
}

extension Base64 {
  /// Why a text is no vector.
  enum VectorFault: Error, Equatable {
    case notBase64
    /// The number of bytes is no multiple of 4.
    case brokenFloat(bytes: Int)
    case notFinite(index: Int, value: Double)
  }

  /// The little-endian float32 values that a text holds, widened exactly.
  static func vector(_ text: UnsafeBufferPointer<UInt8>) throws(VectorFault) -> [Double] {
    guard let bytes = decode(text) else { throw .notBase64 }
    guard bytes.count % 4 == 0 else { throw .brokenFloat(bytes: bytes.count) }
    let count = bytes.count / 4
    var refused = -1
    let values = [Double](unsafeUninitializedCapacity: count) { buffer, initialised in
      bytes.withUnsafeBufferPointer { bytes in
        guard let source = bytes.baseAddress, let target = buffer.baseAddress, count > 0 else { return }
        refused = rmtop_widen_floats(source, count, target)
        initialised = count
      }
    }
    if refused >= 0 { throw .notFinite(index: refused, value: values[refused]) }
    return values
  }

  /// The text of values that are all exactly float32, or `nil`.
  static func text(of values: [Double]) -> String? {
    var isExact = false
    let bytes = [UInt8](unsafeUninitializedCapacity: values.count * 4) { buffer, initialised in
      values.withUnsafeBufferPointer { values in
        guard let source = values.baseAddress, let target = buffer.baseAddress else { return }
        isExact = rmtop_narrow_doubles(source, values.count, target)
        initialised = isExact ? values.count * 4 : 0
      }
    }
    guard isExact else { return nil }
    return bytes.withUnsafeBufferPointer { encode($0) }
  }
}
