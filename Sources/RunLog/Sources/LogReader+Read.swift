import Files
package import RunEvents

extension LogReader {
  /// What one call of ``read(into:maximumBytes:maximumLines:)`` did.
  package struct ReadResult: Equatable, Sendable {
    /// Bytes read.
    package var bytes = 0
    /// Nothing more is there now. It is the end for good when ``LogReader/canGrow`` is false as well.
    package var reachedEnd = false
    /// What happened to the source, one printable sentence each (truncated, replaced, gone, back, damaged, …).
    package var notices: [String] = []
    /// What the router whose log is read has refused of the controls that were sent to it.
    package var refusals: [ControlRefusal] = []
    /// The last line of a source that has ended was not whole, and gave no line.
    package var tornTail = false
    /// The generation that all lines of this call belong to; a call never mixes two.
    package var generation = 0
    /// The log was cut back or edited: a generation begins in which its lines are read again, and what was read of
    /// the one before counts no more. (Another file's lines come after those of the one before.)
    package var startsAfresh = false

    package init() {}
  }

  /// Appends the next lines, without waiting for any.
  ///
  /// - Parameters:
  ///   - lines: Takes the lines, in order.
  ///   - maximumBytes: The most bytes to read; a line longer than that comes in several calls.
  ///   - maximumLines: The most lines to read, blank ones counted. With 0 nothing is read, but a pipe is emptied
  ///     into its temporary file all the same, so that its writer goes on.
  /// - Throws: ``SourceError`` when the source or the temporary file fails. Nothing is lost by it: the same call
  ///   may be made again.
  package func read(
    into lines: inout [LogLine], maximumBytes: Int, maximumLines: Int
  ) throws -> ReadResult {
    var result = ReadResult()
    let look = try bytes.look(cursor: cursor, wanted: min(max(0, maximumBytes), LogReader.mostIntake))
    result.notices = look.notices
    result.refusals = look.refusals
    if let opened = (bytes as? AwaitedFile)?.opened {
      bytes = opened
      return result
    }
    apply(look)
    decoder.takesImportFaults = bytes.importedFormat != nil
    result.generation = generation
    result.startsAfresh = look.verdict == .cutBack
    if look.isUndecided {
      result.reachedEnd = cursor >= bytes.size
      return result
    }
    if maximumBytes > 0, maximumLines > 0, cursor == bytes.size, bytes.successorIsReady() {
      // Looked at and left in one step, so that the old file cannot grow in between.
      if decoder.finish(to: &lines) {
        result.tornTail = true
        result.notices.append("the last line of the old file was incomplete and is left out")
      }
      bytes.switchToSuccessor()
      startAgain()
      return result
    }
    let linesLeft = try feed(into: &lines, maximumBytes: maximumBytes, maximumLines: maximumLines, &result)
    if cursor >= bytes.size, !bytes.successorIsReady(), bytes.isComplete || bytes.canGrow {
      if bytes.isComplete, !isFinished {
        // The last line counts, too.
        guard linesLeft > 0 else { return result }
        isFinished = true
        result.tornTail = decoder.finish(to: &lines)
        furthest = position
      }
      result.reachedEnd = true
    }
    return result
  }

  private func apply(_ look: SourceLook) {
    switch look.verdict {
    case .same:
      if look.isCopy { counted = (position.offset, position.line - 1) }
    case .partialLineChanged:
      // After a seek back the decoder's own unfinished line is another, which still stands.
      if cursor > furthest.offset {
        decoder.dropPartial()
        cursor = decoder.endOfWholeLines.offset
      }
      counted = (position.offset, position.line - 1)
    case .changed, .cutBack:
      startAgain()
    }
  }

  private func startAgain() {
    generation += 1
    furthest = .start
    counted = (0, 0)
    seek(to: .start)
  }

  /// Gives bytes to the decoder within both bounds; the answer is how many lines may still come.
  private func feed(
    into lines: inout [LogLine], maximumBytes: Int, maximumLines: Int, _ result: inout ReadResult
  ) throws(SourceError) -> Int {
    defer { if position.offset > furthest.offset { furthest = position } }
    var linesLeft = max(0, maximumLines)
    while result.bytes < maximumBytes, linesLeft > 0 {
      let wanted = min(maximumBytes - result.bytes, chunk.count, bytes.size - cursor)
      guard wanted > 0 else { break }
      let window = UnsafeMutableRawBufferPointer(rebasing: chunk[..<wanted])
      let count = try bytes.read(at: cursor, into: window)
      guard count > 0 else {
        if let notice = bytes.ended(at: cursor) { result.notices.append(notice) }
        break
      }
      let piece = linePrefix(of: UnsafeRawBufferPointer(rebasing: chunk[..<count]), mostLines: linesLeft)
      decoder.append(piece.bytes, to: &lines)
      bytes.took(piece.bytes, at: cursor, lineEnd: piece.lineEnd)
      cursor += piece.bytes.count
      result.bytes += piece.bytes.count
      linesLeft -= piece.newlines
    }
    return linesLeft
  }

  /// The bytes up to the last newline allowed, or all of them when they hold fewer.
  private func linePrefix(
    of bytes: UnsafeRawBufferPointer, mostLines: Int
  ) -> (bytes: UnsafeRawBufferPointer, newlines: Int, lineEnd: Int) {
    var lineEnd = 0
    var newlines = 0
    while newlines < mostLines, let next = nextNewline(in: bytes, from: lineEnd) {
      lineEnd = next + 1
      newlines += 1
    }
    let end = newlines < mostLines ? bytes.count : lineEnd
    return (UnsafeRawBufferPointer(rebasing: bytes[..<end]), newlines, lineEnd)
  }
}

/// The index of the first newline at or after `start`.
func nextNewline(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
  guard start < bytes.count, let base = bytes.baseAddress else { return nil }
  guard let found = memchr(base + start, 0x0A, bytes.count - start) else { return nil }
  return UnsafeRawPointer(found) - base
}
