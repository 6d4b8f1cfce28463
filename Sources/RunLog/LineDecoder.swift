import RunEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Splits bytes into lines and decodes them; holds at most one partial line, and of a line that is too long nothing.
///
/// Lines end with `\n` (`\r\n` is accepted), a byte order mark at offset 0 is passed over, blank lines count as
/// lines and give nothing. A line that cannot be decoded is a fault in its place; no input traps. The lines do not
/// depend on how the bytes are cut into chunks. Used on one thread.
public struct LineDecoder {
  /// Position after the last whole line taken: its offset, and the number of the line that begins there.
  public private(set) var endOfWholeLines: (offset: Int, line: Int)

  /// Bytes taken since the last whole line, so `endOfWholeLines.offset + partialLength` is the read position.
  ///
  /// All of them are held, unless the line is too long already.
  public private(set) var partialLength = 0

  private var partial: [UInt8] = []
  /// Memory behind the partial line, for the test that it is bounded.
  var heldCapacity: Int { partial.capacity }
  private var isSkipping = false
  private let decoder = EventDecoder()

  /// - Parameters:
  ///   - offset: Position of the first byte that will be given: 0 at the start of a source.
  ///   - line: Number of the line that begins there.
  public init(offset: Int = 0, line: Int = 1) {
    endOfWholeLines = (offset, line)
  }
}

extension LineDecoder {
  /// Takes bytes and appends the lines that are whole now.
  ///
  /// - Complexity: O(bytes), and the length of the partial line where it ends.
  public mutating func append(_ bytes: UnsafeRawBufferPointer, to lines: inout [LogLine]) {
    var rest = bytes[...]
    while let newline = rest.firstNewline {
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<newline])
      rest = rest[(newline + 1)...]
      if partialLength == 0 {
        take(piece, length: piece.count + 1, to: &lines)
      } else {
        hold(piece)
        takePartial(lineEnding: 1, to: &lines)
      }
    }
    hold(UnsafeRawBufferPointer(rebasing: rest))
  }

  /// Takes what is left as the last line, at the end of a finished source.
  ///
  /// A last line without newline is decoded when it is whole JSON, or cannot be the beginning of an event;
  /// otherwise it is torn: it gives no line, and the answer is `true` (a remark, no fault). In every case the
  /// decoder stands behind it.
  public mutating func finish(to lines: inout [LogLine]) -> Bool {
    guard partialLength > 0 else { return false }
    let before = lines.count
    let beginsObject =
      partial.first { ![0x20, 0x09, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) } == UInt8(ascii: "{")
    takePartial(lineEnding: 0, to: &lines)
    guard beginsObject, lines.count > before, case .fault(let reason) = lines[before].content,
      reason.kind == .invalidJSON || reason.kind == .invalidUTF8
    else { return false }
    lines.removeLast()
    return true
  }

  /// Forgets the unfinished line: the source shrank to the end of the last whole line.
  public mutating func dropPartial() {
    partial.removeAll(keepingCapacity: partial.capacity <= LineLimit.longest)
    partialLength = 0
    isSkipping = false
  }

  private mutating func hold(_ bytes: UnsafeRawBufferPointer) {
    partialLength += bytes.count
    if isSkipping { return }
    let wasShort = partial.count <= LineLimit.longest
    // Above the first limit the beginning decides whether the rest is worth holding.
    if partialLength > LineLimit.longest {
      let missing = max(0, LineLimit.longest - partial.count)
      partial.append(contentsOf: bytes.prefix(missing))
      let isTooLong =
        partialLength > LineLimit.longestRun
        || wasShort && partial.withUnsafeBytes { LineLimit.isTooLong(length: partialLength, beginning: $0) }
      if isTooLong {
        isSkipping = true
        partial = []
      } else {
        partial.append(contentsOf: bytes.dropFirst(missing))
      }
    } else {
      partial.append(contentsOf: bytes)
    }
  }

  private mutating func takePartial(lineEnding: Int, to lines: inout [LogLine]) {
    let length = partialLength
    if isSkipping {
      add(.fault(LineLimit.fault(length: length)), length: length + lineEnding, to: &lines)
    } else {
      // Moved out and back, so that the memory is kept for the next partial line without a copy.
      var held: [UInt8] = []
      swap(&held, &partial)
      held.withUnsafeBytes { take($0, length: length + lineEnding, to: &lines) }
      swap(&held, &partial)
    }
    dropPartial()
  }

  /// Decodes a whole line, given without its `\n`.
  private mutating func take(
    _ line: UnsafeRawBufferPointer, length: Int, to lines: inout [LogLine]
  ) {
    if LineLimit.isTooLong(length: line.count, beginning: line) {
      return add(.fault(LineLimit.fault(length: line.count)), length: length, to: &lines)
    }
    var content = line[...]
    if content.last == 0x0D { content.removeLast() }
    if endOfWholeLines.offset == 0, content.starts(with: [0xEF, 0xBB, 0xBF]) { content.removeFirst(3) }
    if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      return add(nil, length: length, to: &lines)
    }
    add(decoder.decode(UnsafeRawBufferPointer(rebasing: content)), length: length, to: &lines)
  }

  private mutating func add(_ content: LineContent?, length: Int, to lines: inout [LogLine]) {
    if let content {
      lines.append(
        LogLine(
          number: endOfWholeLines.line, offset: endOfWholeLines.offset, length: length, content: content))
    }
    endOfWholeLines = (endOfWholeLines.offset + length, endOfWholeLines.line + 1)
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// Index of the first `\n`; the search is the C library's, because lines are long.
  fileprivate var firstNewline: Int? {
    let bytes = UnsafeRawBufferPointer(rebasing: self)
    guard let start = bytes.baseAddress, let found = memchr(start, 0x0A, bytes.count) else { return nil }
    return startIndex + (UnsafeRawPointer(found) - start)
  }
}
