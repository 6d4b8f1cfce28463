import Wording

/// Why a safetensors file cannot be read: facts, worded in one place.
///
/// Names come from the file and are hostile: they are quoted as printable text.
package enum SafetensorsError: Error, Equatable, Sendable {
  /// Fewer than the 8 bytes of the header's length.
  case tooShort(bytes: Int)
  /// The header would be longer than the file, or than `limit`.
  case headerLength(UInt64, limit: Int)
  case notJSON
  /// `name` is the tensor it is about; `nil` is the header as a whole or `__metadata__`.
  case malformed(name: String?, what: String)
  case repeatedName(String)
  case unsupportedElement(name: String, element: String)
  /// A shape whose bytes are not as many as its offsets say.
  case sizeMismatch(name: String, bytes: Int, shape: [Int])
  /// A place that is outside of the data.
  case outOfBounds(name: String, begin: Int, end: Int, bytes: Int)
  case overlap(String, String)
  /// Bytes that belong to no tensor.
  case hole(begin: Int, end: Int)
}

extension SafetensorsError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .tooShort(let bytes):
      "\(bytes) bytes are no safetensors file, which begins with the 8 bytes of its header's length"
    case .headerLength(let length, let limit):
      "its header would have \(length) bytes, which is more than \(limit): this is no safetensors file, or a "
        + "torn one"
    case .notJSON: "its header is not JSON"
    case .malformed(nil, let what): "its header is malformed: \(what)"
    case .malformed(let name?, let what): "its tensor \(quoted(name)) is malformed: \(what)"
    case .repeatedName(let name): "its header names \(quoted(name)) twice"
    case .unsupportedElement(let name, let element):
      "its tensor \(quoted(name)): expected the type F64, F32, F16 or BF16, got \(quoted(element))"
    case .sizeMismatch(let name, let bytes, let shape):
      "its tensor \(quoted(name)) has \(bytes) bytes, which do not fit its shape \(shape)"
    case .outOfBounds(let name, let begin, let end, let bytes):
      "its tensor \(quoted(name)) would be at bytes \(begin) to \(end) of \(bytes): the file is torn or wrong"
    case .overlap(let one, let other):
      "its tensors \(quoted(one)) and \(quoted(other)) overlap"
    case .hole(let begin, let end):
      "its data bytes \(begin) to \(end) belong to no tensor"
    }
  }
}
