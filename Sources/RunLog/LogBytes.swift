/// Bytes at offsets from 0 to a size that may grow: what a reader's cursor moves over.
protocol LogBytes: AnyObject {
  /// Bytes known to exist now.
  var size: Int { get }
  /// Whether `size` is final.
  var isComplete: Bool { get }
  /// Whether the world outside may still add to it.
  var canGrow: Bool { get }

  /// Finds out what has happened, and takes in what has come: at least enough to read `wanted` bytes at `cursor`
  /// where these are there, without waiting.
  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook
  /// Reads at an offset; 0 where there is nothing (any more).
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int
  /// Is told which bytes were given to the decoder, so that it can tell later whether they are still there.
  func took(_ bytes: UnsafeRawBufferPointer, at offset: Int)
  /// Is told that a read before `size` found nothing.
  func ended(at offset: Int)

  /// Whether another file has taken this one's place and has lines to give.
  func successorIsReady() -> Bool
  /// Goes over to that file.
  func switchToSuccessor()

  /// What to poll for news.
  var newsDescriptor: Int32? { get }
  /// Empties the news after a poll, where they are only a bell.
  func acknowledgeNews()
  /// The longest wait, in milliseconds, after which to look without news.
  var heartbeat: Int? { get }
}

/// What a look at a source found.
struct SourceLook: Equatable {
  enum Verdict: Equatable {
    /// All bytes taken so far are still there.
    case same
    /// All whole lines are, but not the beginning of the unfinished one.
    case partialLineChanged
    /// The bytes are others: read again from the start.
    case changed
  }

  var verdict = Verdict.same
  /// What happened, one sentence each.
  var notices: [String] = []
}

extension LogBytes {
  func took(_ bytes: UnsafeRawBufferPointer, at offset: Int) {}
  func ended(at offset: Int) {}
  func successorIsReady() -> Bool { false }
  func switchToSuccessor() {}
  func acknowledgeNews() {}
}
