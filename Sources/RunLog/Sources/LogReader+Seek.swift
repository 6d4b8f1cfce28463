package import RunEvents

extension LogReader {
  /// Goes to a place, so that the next call of `read` gives the lines from there, with the same numbers and
  /// offsets as the first time.
  ///
  /// - Parameter position: A position that this reader gave in this generation; one before ``earliest`` or beyond
  ///   what has been read is moved to there.
  package func seek(to position: LogPosition) {
    var place = position
    if place.offset <= earliest.offset { place = earliest }
    if place.offset > furthest.offset { place = furthest }
    decoder = LineDecoder(offset: place.offset, line: place.line)
    decoder.takesImportFaults = bytes.importedFormat != nil
    cursor = place.offset
    isFinished = false
  }

  /// What stands in the line that begins at an offset of this generation, in the source as it is now; where the reader
  /// goes on does not change.
  ///
  /// - Throws: ``SourceError`` when the source cannot be read.
  /// - Returns: nothing where the source has lost it.
  /// - Complexity: O(length of the line); at most 64 MiB.
  package func lines(at offset: Int) throws -> [LogLine] {
    guard offset >= 0 else { return [] }
    var decoder = LineDecoder(offset: offset)
    decoder.takesImportFaults = bytes.importedFormat != nil
    var lines: [LogLine] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8192, alignment: 64)
    defer { buffer.deallocate() }
    var next = offset
    while lines.isEmpty, next - offset < 64 << 20 {
      let count = try bytes.read(at: next, into: buffer)
      if count == 0 { break }
      let read = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      let end = read.firstIndex(of: 0x0A).map { $0 + 1 } ?? count
      decoder.append(UnsafeRawBufferPointer(rebasing: read[..<end]), to: &lines)
      next += end
      if read[end - 1] == 0x0A { break }
    }
    if lines.isEmpty { _ = decoder.finish(to: &lines) }
    return lines
  }

  /// The bytes of a line of this generation as they stand in the source now, without the line ending.
  ///
  /// - Throws: ``SourceError`` when the source cannot be read.
  /// - Returns: Fewer bytes, or none, when the source has lost them.
  /// - Complexity: O(length of the line); at most 64 MiB, the length of the longest line that is no fault.
  package func rawBytes(of line: LogLine) throws -> [UInt8] {
    var result: [UInt8] = []
    let length = min(max(0, line.length), 64 << 20)
    while line.offset >= 0, result.count < length {
      let window = UnsafeMutableRawBufferPointer(rebasing: chunk[..<min(length - result.count, chunk.count)])
      let count = try bytes.read(at: line.offset + result.count, into: window)
      if count == 0 { break }
      result += window[..<count]
    }
    if result.last == 0x0A { result.removeLast() }
    if result.last == 0x0D { result.removeLast() }
    return result
  }
}
