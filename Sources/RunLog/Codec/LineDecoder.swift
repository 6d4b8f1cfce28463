import Importers
package import RunEvents

/// Splits bytes into lines and decodes them; holds at most one partial line, and of a line that is too long nothing.
///
/// Lines end with `\n` (`\r\n` is accepted), a byte order mark at offset 0 is passed over, blank lines count as
/// lines and give nothing. A line that cannot be decoded is a fault in its place; no input traps. One on which several
/// whole objects stand gives a line for each. The lines do not depend on how the bytes are cut into chunks. Used on one
/// thread.
package struct LineDecoder {
  private var splitter: LineSplitter
  private let decoder = EventDecoder()
  /// Whether the lines are made of another program's file, so that faults stand between them.
  var takesImportFaults = false

  /// - Parameters:
  ///   - offset: Position of the first byte that will be given: 0 at the start of a source.
  ///   - line: Number of the line that begins there.
  package init(offset: Int = 0, line: Int = 1) {
    splitter = LineSplitter(offset: offset, line: line)
  }

  /// Position after the last whole line taken: its offset, and the number of the line that begins there.
  package var endOfWholeLines: (offset: Int, line: Int) { splitter.endOfWholeLines }

  /// Bytes taken since the last whole line, so `endOfWholeLines.offset + partialLength` is the read position.
  ///
  /// All of them are held, unless the line is too long already.
  package var partialLength: Int { splitter.partialLength }

  /// Memory behind the partial line, for the test that it is bounded.
  var heldCapacity: Int { splitter.heldCapacity }
}

extension LineDecoder {
  /// Takes bytes and appends the lines that are whole now.
  ///
  /// - Complexity: O(bytes), and the length of the partial line where it ends.
  package mutating func append(_ bytes: UnsafeRawBufferPointer, to lines: inout [LogLine]) {
    splitter.append(bytes) { [decoder, takesImportFaults] line in
      Self.decode(line, by: decoder, takesImportFaults: takesImportFaults, to: &lines)
    }
  }

  /// Takes what is left as the last line, at the end of a finished source.
  ///
  /// A last line without newline is decoded when it is whole JSON, or cannot be the beginning of an event;
  /// otherwise it is torn: it gives no line, and the answer is `true` (a remark, no fault). In every case the
  /// decoder stands behind it.
  package mutating func finish(to lines: inout [LogLine]) -> Bool {
    let before = lines.count
    let beginsObject = splitter.firstPartialByte == UInt8(ascii: "{")
    splitter.finish { [decoder, takesImportFaults] line in
      Self.decode(line, by: decoder, takesImportFaults: takesImportFaults, to: &lines)
    }
    guard beginsObject, lines.count > before, case .fault(let reason) = lines[before].content,
      reason.kind == .invalidJSON || reason.kind == .invalidUTF8
    else { return false }
    lines.removeLast()
    return true
  }

  /// Forgets the unfinished line: the source shrank to the end of the last whole line.
  package mutating func dropPartial() { splitter.dropPartial() }

  private static func decode(
    _ line: LineSplitter.Line, by decoder: EventDecoder, takesImportFaults: Bool, to lines: inout [LogLine]
  ) {
    let content: LineContent
    var left: [FieldRemark] = []
    switch line.content {
    case .bytes(let bytes):
      if takesImportFaults, let reason = ImportFault.reason(of: bytes) {
        content = .fault(reason)
        break
      }
      content = decoder.decode(bytes, leftOut: &left)
      if case .fault(let reason) = content, reason.kind == .invalidJSON,
        let several = SharedLine.lines(of: bytes, at: line, by: decoder)
      {
        lines += several
        return
      }
    case .tooLong(let length): content = .fault(LineLimit.fault(length: length))
    case .blank: return
    }
    lines.append(
      LogLine(
        number: line.number, offset: line.offset, length: line.length, content: content, remarks: left))
  }
}
