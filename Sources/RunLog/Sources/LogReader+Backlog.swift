extension LogReader {
  /// How many whole lines stand in the source after ``position``, blank ones counted.
  ///
  /// Bytes are searched once only, and at most `maximumBytes` of them in a call: of a longer source there are more
  /// lines than the first answers say. A source that cannot be read has none ahead; `read` says why.
  ///
  /// - Complexity: O(new bytes) at about 5 GB/s, constant when there are none.
  package func countLinesAhead(maximumBytes: Int = 8 << 20) -> Int {
    let here = position
    if counted.offset > bytes.size { counted = (here.offset, here.line - 1) }
    // What the decoder has passed needs no search.
    if counted.offset < here.offset { counted = (here.offset, here.line - 1) }
    var budget = maximumBytes
    while budget > 0, counted.offset < bytes.size {
      let wanted = min(budget, chunk.count, bytes.size - counted.offset)
      let window = UnsafeMutableRawBufferPointer(rebasing: chunk[..<wanted])
      guard let count = try? bytes.read(at: counted.offset, into: window), count > 0 else { break }
      let piece = UnsafeRawBufferPointer(rebasing: chunk[..<count])
      var next = 0
      while let newline = nextNewline(in: piece, from: next) {
        counted.newlines += 1
        next = newline + 1
      }
      counted.offset += count
      budget -= count
    }
    return max(0, counted.newlines - (here.line - 1))
  }
}
