import RunEvents

/// Splits bytes into lines and decodes them; holds at most one partial line.
///
/// Lines end with `\n` (`\r\n` is accepted), a byte order mark at offset 0 is passed over, blank lines count as
/// lines and give nothing. A line that cannot be decoded is a fault in its place; nothing is ever dropped
/// silently and no input traps. Used on one thread.
public struct LineDecoder {
  /// Position of the first byte that will be given: 0 and 1 at the start of a source.
  public init(offset: Int = 0, line: Int = 1) {
    endOfWholeLines = (offset, line)
  }

  /// Position after the last whole line taken: its offset, and the number of the line that begins there.
  public private(set) var endOfWholeLines: (offset: Int, line: Int)

  /// Bytes taken since the last whole line, so `endOfWholeLines.offset + partialLength` is the read position.
  public var partialLength: Int { 0 }

  /// Takes bytes and appends the whole lines among them.
  public mutating func append(_ bytes: UnsafeRawBufferPointer, to lines: inout [LogLine]) {
  }

  /// Takes what is left as the last line, at the end of a finished source.
  ///
  /// A last line without newline is decoded when it is whole JSON; otherwise it is torn: it gives no line, and
  /// the answer is `true` (a remark, no fault).
  public mutating func finish(to lines: inout [LogLine]) -> Bool {
    false
  }

  /// Forgets the unfinished line: the source shrank to the end of the last whole line.
  public mutating func dropPartial() {
  }
}
