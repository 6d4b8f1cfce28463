import Importers

/// Bytes at offsets from 0 to a size that may grow: what a reader's cursor moves over.
protocol LogBytes: AnyObject {
  /// Bytes known to exist now.
  var size: Int { get }
  /// Whether `size` is final.
  var isComplete: Bool { get }
  /// Whether the world outside may still add to it.
  var canGrow: Bool { get }
  /// Whether bytes are known to be missing that nothing will bring: packed data that is cut or damaged, a failed read.
  var isDamaged: Bool { get }
  /// Whether it has had a writer that is gone, and none has come since.
  var hasLostWriter: Bool { get }

  /// The format of another program's file that the bytes are made of; its importer has a way to word faults.
  var importedFormat: ImportFormat? { get }

  /// Finds out what has happened, and takes in what has come: at least enough to read `wanted` bytes at `cursor`
  /// where these are there, without waiting.
  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook
  /// Reads at an offset; 0 where there is nothing (any more).
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int
  /// Is told which bytes were given to the decoder, so that it can tell later whether they are still there; the
  /// first `lineEnd` of them end with the last newline (0: there is none).
  func took(_ bytes: UnsafeRawBufferPointer, at offset: Int, lineEnd: Int)
  /// Is told that a read before `size` found nothing; a sentence, when that means that bytes are missing.
  func ended(at offset: Int) -> String?

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
    /// The bytes are those of another file: read from its start.
    case changed
    /// It is the same log, which was cut back or edited: what was read of it counts no more, and it is read again
    /// from its start.
    case cutBack
  }

  var verdict = Verdict.same
  /// The bytes taken so far stand in another file now, which goes on for itself.
  var isCopy = false
  /// It has still to be seen what the file is becoming: nothing is to be read for now.
  var isUndecided = false
  /// What happened, one sentence each.
  var notices: [String] = []
  /// What the router whose log it is has refused.
  var refusals: [ControlRefusal] = []
}

extension LogBytes {
  var isDamaged: Bool { false }
  var hasLostWriter: Bool { false }
  var importedFormat: ImportFormat? { nil }
  func took(_ bytes: UnsafeRawBufferPointer, at offset: Int, lineEnd: Int) {}
  func ended(at offset: Int) -> String? { nil }
  func successorIsReady() -> Bool { false }
  func switchToSuccessor() {}
  func acknowledgeNews() {}
}
