/// Splits bytes into lines; holds at most one partial line, and of one that is too long nothing.
struct TextLines {
  enum Line {
    /// Without its line feed, and without a byte order mark at the beginning of the source.
    case bytes(UnsafeRawBufferPointer)
    /// Its number of bytes.
    case tooLong(Int)
  }

  /// As long as a line of a run log may be.
  static let longest = 4 << 20

  private(set) var endOfWholeLines = 0
  /// Bytes since then.
  private(set) var partialLength = 0
  private var partial: [UInt8] = []

  /// Takes bytes and hands out the lines that are whole now.
  ///
  /// - Complexity: O(bytes), and the length of the partial line where it ends.
  mutating func append(_ bytes: UnsafeRawBufferPointer, to consume: (Line) -> Void) {
    var rest = bytes[...]
    while let newline = rest.firstIndex(of: 0x0A) {
      hold(rest[..<newline])
      give(to: consume, lineEnding: 1)
      rest = rest[(newline + 1)...]
    }
    hold(rest)
  }

  /// Hands out what is left.
  mutating func finish(to consume: (Line) -> Void) {
    if partialLength > 0 { give(to: consume, lineEnding: 0) }
  }

  mutating func dropPartial() {
    partial.removeAll(keepingCapacity: partial.capacity <= Self.longest)
    partialLength = 0
  }

  private mutating func hold(_ bytes: Slice<UnsafeRawBufferPointer>) {
    partialLength += bytes.count
    if partialLength > Self.longest { partial = [] } else { partial.append(contentsOf: bytes) }
  }

  private mutating func give(to consume: (Line) -> Void, lineEnding: Int) {
    if partialLength > Self.longest {
      consume(.tooLong(partialLength))
    } else {
      let hasMark = endOfWholeLines == 0 && partial.starts(with: [0xEF, 0xBB, 0xBF])
      partial.withUnsafeBytes { consume(.bytes(.init(rebasing: $0[(hasMark ? 3 : 0)...]))) }
    }
    endOfWholeLines += partialLength + lineEnding
    dropPartial()
  }
}
