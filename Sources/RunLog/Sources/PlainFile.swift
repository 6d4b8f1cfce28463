import Files
import Wording

/// A regular file that is read in place: as it was when it was opened, or followed.
final class PlainFile {
  /// Where the path leads to now.
  enum PathState: Equatable {
    case here
    case gone
    /// Something is there, but it cannot be read as a log; why.
    case unusable(String)
  }

  /// An open file of this path, now or in the past.
  struct Generation {
    var descriptor: OwnedDescriptor
    var facts: FileFacts
    /// As long as it is not known whether it has what was read.
    var doubt: Doubt?
    /// Of a file that took another's place: whether that one has been renamed, as in a rotation.
    var isRotation = false
    /// Of a file that took another's place: it is known to be no copy of that one.
    var isOther = false
  }

  /// What is known of a file that may be a copy still being written, or one that was cut back.
  struct Doubt {
    var comparison = FileComparison()
    /// When it arose, and when the file last changed.
    var since: Double
    var lastChange: Double
    /// Bytes that had been there and not been read.
    var unread = 0
    /// It was shorter than what had been read of it: it is being written over, or was cut back.
    var wasShorter = false
    var isSaid = false
  }

  /// More files than this that wait to be read are not kept open.
  static let mostSuccessors = 64
  /// A copy that has stood still for so many seconds is not being written any more.
  static let quietSeconds = 2.0
  /// After so many seconds a copy counts as what it is by then.
  static let longestDoubt = 30.0

  let path: String
  let follows: Bool
  /// Whether a file with the bytes that were read is read on where it was left. In one that is a queue (a control
  /// file) the same line written anew is another line.
  let recognisesCopies: Bool
  let clock: @Sendable () -> Double
  var current: Generation
  /// Files that took this one's place since, oldest first.
  var successors: [Generation] = []
  var pathState = PathState.here
  var seen = SeenBytes()
  /// The facts for which `seen` was last found to stand.
  var verified: FileFacts?
  /// It has been said of this file that it is copied over: said once, where it is done every minute.
  var isMirrorSaid = false
  #if os(Linux)
    let watch: DirectoryWatch?
  #endif

  /// Takes over an open file.
  init(
    _ descriptor: OwnedDescriptor, facts: FileFacts, path: String, follows: Bool, recognisesCopies: Bool,
    clock: @escaping @Sendable () -> Double
  ) {
    self.path = path
    self.follows = follows
    self.recognisesCopies = recognisesCopies
    self.clock = clock
    current = Generation(descriptor: descriptor, facts: facts)
    #if os(Linux)
      watch = follows ? DirectoryWatch() : nil
      watch?.watch(path: path)
    #endif
  }
}

extension PlainFile: LogBytes {
  /// In doubt, what was taken: it is still there, or is coming back, or is gone.
  var size: Int { current.doubt == nil ? current.facts.size : seen.end }
  var isComplete: Bool { !follows }
  var canGrow: Bool { follows }
  var heartbeat: Int? { follows ? 500 : nil }

  var newsDescriptor: Int32? {
    #if os(Linux)
      watch?.descriptor.raw
    #else
      nil
    #endif
  }

  func acknowledgeNews() {
    #if os(Linux)
      watch?.acknowledge()
    #endif
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    do throws(SystemFailure) {
      return try current.descriptor.read(at: offset, into: buffer)
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
  }

  func took(_ bytes: UnsafeRawBufferPointer, at offset: Int, lineEnd: Int) {
    if follows { seen.take(bytes, at: offset, lineEnd: lineEnd) }
  }

  func ended(at offset: Int) -> String? {
    // What happened to a followed file the next look finds out.
    guard !follows else { return nil }
    let missing = size - offset
    current.facts.size = offset
    return
      "\(shownPath(path)) became shorter while it was read: \(formatCount(missing, of: "byte")) are missing"
  }
}
