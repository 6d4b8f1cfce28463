import JSON
import RunEvents

/// Whole objects side by side on one line, as two writers without a lock, or one that forgets its line ending, leave
/// them: each is an event of its own.
enum SharedLine {
  /// More objects on one line than this are no log.
  static let mostObjects = 65_536

  /// The lines that the objects would be if each stood on its own.
  ///
  /// - Parameters:
  ///   - bytes: a line that is no JSON value.
  ///   - line: where it stands.
  /// - Returns: `nil` where the line is anything but two or more whole objects with blanks between them.
  /// - Complexity: O(length).
  static func lines(
    of bytes: UnsafeRawBufferPointer, at line: LineSplitter.Line, by decoder: EventDecoder
  ) -> [LogLine]? {
    guard let objects = objects(in: bytes), objects.count > 1 else { return nil }
    var result: [LogLine] = []
    var start = line.offset
    for (index, object) in objects.enumerated() {
      var left: [FieldRemark] = []
      let content = decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[object]), leftOut: &left)
      if case .fault(let reason) = content, reason.kind == .invalidJSON || reason.kind == .invalidUTF8 {
        return nil
      }
      let isLast = index == objects.count - 1
      let end =
        isLast ? line.offset + line.length : line.offset + line.skipped + objects[index + 1].lowerBound
      if !isLast { left.append(remark) }
      var one = LogLine(
        number: line.number, offset: start, length: end - start, content: content, remarks: left)
      one.isContinued = !isLast
      result.append(one)
      start = end
    }
    return result
  }

  /// What is said of every object but the last: reading on from the middle of the line then counts the same.
  static let remark = FieldRemark(
    field: FieldRemark.wholeLine,
    reason: FaultReason(
      .sharedLine, "another object follows on the same line: each is taken as if it stood on its own"))

  /// Where the objects stand; `nil` where there is anything else, an unfinished one too.
  static func objects(in bytes: UnsafeRawBufferPointer) -> [Range<Int>]? {
    var result: [Range<Int>] = []
    var position = 0
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0D: position += 1
      case UInt8(ascii: "{"):
        var scan = DocumentScan()
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        guard result.count < mostObjects, let length = scan.end(in: rest) else { return nil }
        result.append(position..<position + length)
        position += length
      default: return nil
      }
    }
    return result
  }
}
