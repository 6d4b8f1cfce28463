package import RunEvents

/// What could not be read of another program's file, as a line between those of the log that is made of it.
///
/// It begins with a byte that no line of JSON begins with, and is read back as a fault only where an importer has made
/// the lines.
package enum ImportFault {
  /// Negative acknowledge.
  static let mark: UInt8 = 0x15
  private static let separator: UInt8 = 0x1F

  static func append(_ kind: FaultReason.Kind, _ sentence: String, to bytes: inout [UInt8]) {
    bytes.append(mark)
    bytes.append(contentsOf: kind.rawValue.utf8)
    bytes.append(separator)
    bytes.append(contentsOf: sentence.utf8.map { $0 == 0x0A ? 0x20 : $0 })
  }

  /// The fault that a line is; `nil` for one that is to be read as an event.
  package static func reason(of line: UnsafeRawBufferPointer) -> FaultReason? {
    guard line.first == mark, let end = line.firstIndex(of: separator),
      let kind = FaultReason.Kind(rawValue: String(decoding: line[1..<end], as: UTF8.self))
    else { return nil }
    return FaultReason(kind, String(decoding: line[(end + 1)...], as: UTF8.self))
  }
}
