import Files

/// Splits bytes into lines; holds at most one partial line, and of a line that is too long nothing.
///
/// Lines end with `\n` (`\r\n` is accepted), a byte order mark at offset 0 is passed over, blank lines count as
/// lines and are marked. The lines do not depend on how the bytes are cut into chunks.
package struct LineSplitter {
  /// A line as it is handed out; the bytes are good only inside the call.
  package struct Line {
    package enum Content {
      /// Without line ending and byte order mark.
      case bytes(UnsafeRawBufferPointer)
      case blank
      /// Longer than ``LineLimit`` allows: its number of bytes.
      case tooLong(Int)
    }

    package var number: Int
    package var offset: Int
    /// Bytes in the source, line ending included.
    var length: Int
    /// Bytes of a byte order mark before the content.
    var skipped = 0
    package var content: Content
  }

  /// Position after the last whole line taken: its offset, and the number of the line that begins there.
  package private(set) var endOfWholeLines: (offset: Int, line: Int)

  /// Bytes taken since the last whole line; all of them are held, unless the line is too long already.
  package private(set) var partialLength = 0

  private var partial: [UInt8] = []
  /// Memory behind the partial line, for the test that it is bounded.
  var heldCapacity: Int { partial.capacity }
  private var isSkipping = false
  private let takesLongRuns: Bool

  /// - Parameter takesLongRuns: a `run` line may be longer than others: in a log, and from no client.
  package init(offset: Int = 0, line: Int = 1, takesLongRuns: Bool = true) {
    endOfWholeLines = (offset, line)
    self.takesLongRuns = takesLongRuns
  }

  /// The first byte of the partial line that is neither white space nor of a byte order mark.
  var firstPartialByte: UInt8? {
    partial.first { ![0x20, 0x09, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
  }

  /// Takes bytes and hands out the lines that are whole now.
  ///
  /// - Complexity: O(bytes), and the length of the partial line where it ends.
  package mutating func append(_ bytes: UnsafeRawBufferPointer, to consume: (Line) -> Void) {
    var rest = bytes[...]
    while let newline = rest.firstNewline {
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<newline])
      rest = rest[(newline + 1)...]
      if partialLength == 0 {
        take(piece, length: piece.count + 1, to: consume)
      } else {
        hold(piece)
        appendPartial(lineEnding: 1, to: consume)
      }
    }
    hold(UnsafeRawBufferPointer(rebasing: rest))
  }

  /// Hands out what is left as the last line, at the end of a finished source.
  mutating func finish(to consume: (Line) -> Void) {
    if partialLength > 0 { appendPartial(lineEnding: 0, to: consume) }
  }

  /// Forgets the unfinished line.
  mutating func dropPartial() {
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
        || wasShort
          && partial.withUnsafeBytes {
            LineLimit.isTooLong(length: partialLength, beginning: $0, takesRuns: takesLongRuns)
          }
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

  private mutating func appendPartial(lineEnding: Int, to consume: (Line) -> Void) {
    let length = partialLength
    if isSkipping {
      give(.tooLong(length), length: length + lineEnding, to: consume)
    } else {
      // Moved out and back, so that the memory is kept for the next partial line without a copy.
      var held: [UInt8] = []
      swap(&held, &partial)
      held.withUnsafeBytes { take($0, length: length + lineEnding, to: consume) }
      swap(&held, &partial)
    }
    dropPartial()
  }

  /// Takes a whole line, given without its `\n`.
  private mutating func take(
    _ line: UnsafeRawBufferPointer, length: Int, to consume: (Line) -> Void
  ) {
    if LineLimit.isTooLong(length: line.count, beginning: line, takesRuns: takesLongRuns) {
      return give(.tooLong(line.count), length: length, to: consume)
    }
    var content = line[...]
    if content.last == 0x0D { content.removeLast() }
    let hasMark = endOfWholeLines.offset == 0 && content.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { content.removeFirst(3) }
    if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      return give(.blank, length: length, to: consume)
    }
    give(
      .bytes(UnsafeRawBufferPointer(rebasing: content)), length: length, skipped: hasMark ? 3 : 0, to: consume
    )
  }

  private mutating func give(
    _ content: Line.Content, length: Int, skipped: Int = 0, to consume: (Line) -> Void
  ) {
    let start = endOfWholeLines
    endOfWholeLines = (start.offset + length, start.line + 1)
    consume(
      Line(
        number: start.line, offset: start.offset, length: length, skipped: skipped, content: content))
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
