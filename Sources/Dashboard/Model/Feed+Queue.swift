import RunEvents

extension Feed {
  /// Fewer lines than this: the reader is to go on.
  public static let queueLowWater = 2048
  /// More bytes than this in the queue: the reader is to wait, however few lines they are.
  public static let queueByteLimit = 16 << 20

  /// Whether the reader is to hand more lines over.
  public var wantsLines: Bool { queuedLines < Self.queueLowWater && queuedBytes < Self.queueByteLimit }

  /// The line that is folded next.
  public var nextLine: LogLine? { head < queue.count ? queue[head] : nil }

  mutating func append(_ lines: [LogLine]) {
    queue.append(contentsOf: lines)
    linesAppended &+= lines.count
    for line in lines { queuedBytes &+= line.length }
  }

  mutating func takeNext() -> LogLine? {
    guard head < queue.count else { return nil }
    let line = queue[head]
    head += 1
    linesTaken &+= 1
    queuedBytes &-= line.length
    return line
  }

  /// Frees the lines that are folded; amortised O(1) a line.
  mutating func compact() {
    if head == queue.count {
      queue.removeAll(keepingCapacity: true)
    } else if head > 1024 && head > queue.count / 2 {
      queue.removeFirst(head)
    } else {
      return
    }
    head = 0
  }

  mutating func clearQueue() {
    queue.removeAll(keepingCapacity: true)
    head = 0
    queuedBytes = 0
    linesTaken = linesAppended
  }
}
