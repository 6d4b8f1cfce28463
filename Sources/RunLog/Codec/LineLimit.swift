package import RunEvents

/// How long lines may be: 4 MiB, and 64 MiB for `run`, which may bring prior vectors.
///
/// A line that has grown above the first limit is looked at once, in its first 4 MiB only, so that the answer does
/// not depend on how the bytes arrived, and a line of 1 GB is never held.
package enum LineLimit {
  package static let longest = 4 << 20
  static let longestRun = 64 << 20

  /// What the beginning of a long line says about its type.
  enum Beginning {
    case run
    case other
    /// `type` comes later, or is written in a way that only the parser can read.
    case unknown
  }

  /// Whether a line is too long by what can be known without parsing it.
  ///
  /// - Parameters:
  ///   - length: Bytes of the line, or as many as have arrived.
  ///   - beginning: At least the first 4 MiB of a line that is longer than that.
  ///   - takesRuns: A `run` line may be longer than others.
  static func isTooLong(length: Int, beginning: UnsafeRawBufferPointer, takesRuns: Bool = true) -> Bool {
    if length <= longest { return false }
    if length > longestRun || !takesRuns { return true }
    return type(of: UnsafeRawBufferPointer(rebasing: beginning.prefix(longest))) == .other
  }

  package static func fault(length: Int) -> FaultReason {
    FaultReason(
      .lineTooLong,
      "the line has \(length) bytes: \(longest) are the most, \(longestRun) for a `run` line")
  }

  /// Finds the top-level `type` by counting brackets, without reading anything else.
  static func type(of bytes: UnsafeRawBufferPointer) -> Beginning {
    var scan = LineScan(bytes)
    scan.skipSpace()
    guard scan.take(UInt8(ascii: "{")) else { return .other }
    while true {
      scan.skipSpace()
      guard let key = scan.text() else { return .unknown }
      scan.skipSpace()
      guard scan.take(UInt8(ascii: ":")), !key.contains(UInt8(ascii: "\\")) else { return .unknown }
      scan.skipSpace()
      if key.elementsEqual("type".utf8) {
        guard let value = scan.text(), !value.contains(UInt8(ascii: "\\")) else { return .unknown }
        return value.elementsEqual("run".utf8) ? .run : .other
      }
      guard scan.skipToComma() else { return .unknown }
    }
  }
}

/// A cursor over the beginning of a line.
private struct LineScan {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0D].contains(bytes[position]) { position += 1 }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// What stands between quotes, escapes as they are; `nil` when there is no whole text here.
  mutating func text() -> Slice<UnsafeRawBufferPointer>? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return bytes[start..<position - 1]
      case UInt8(ascii: "\\"): position += 2
      default: position += 1
      }
    }
    return nil
  }

  /// Goes behind the comma after a value of the same level; false when the object or the bytes end before.
  mutating func skipToComma() -> Bool {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        if text() == nil { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 0 { return false }
      case UInt8(ascii: ","):
        if depth == 0 {
          position += 1
          return true
        }
      default: break
      }
      position += 1
    }
    return false
  }
}
