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
    cursor = place.offset
    isFinished = false
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
