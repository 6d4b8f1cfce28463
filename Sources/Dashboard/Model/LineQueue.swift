import RunEvents

/// Lines that are read and not yet folded, in order.
struct LineQueue: Sendable {
  private var lines: [LogLine] = []
  /// `lines[head]` is the next.
  private var head = 0
  /// Bytes of the source that its lines take.
  private(set) var bytes = 0
  /// Lines that have been put in, and taken out, so far.
  private(set) var appended = 0
  private(set) var removed = 0

  var count: Int { lines.count - head }
  /// The line that is folded next.
  var first: LogLine? { head < lines.count ? lines[head] : nil }
  var all: ArraySlice<LogLine> { lines[head...] }

  mutating func append(_ new: [LogLine]) {
    lines.append(contentsOf: new)
    appended &+= new.count
    for line in new { bytes &+= line.length }
  }

  /// - Complexity: O(1), amortised.
  mutating func popFirst() -> LogLine? {
    guard let line = first else { return nil }
    head += 1
    removed &+= 1
    bytes &-= line.length
    if head == lines.count {
      lines.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 1024 && head > lines.count / 2 {
      lines.removeFirst(head)
      head = 0
    }
    return line
  }

  mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    head = 0
    bytes = 0
    removed = appended
  }
}
