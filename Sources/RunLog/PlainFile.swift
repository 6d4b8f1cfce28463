#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
  }

  /// More files than this between two looks at the source are not kept open.
  static let mostSuccessors = 8

  let path: String
  let follows: Bool
  var current: Generation
  /// Files that took this one's place since, oldest first.
  var successors: [Generation] = []
  var pathState = PathState.here
  var seen = SeenBytes()
  /// The facts for which `seen` was last found to stand.
  var verified: FileFacts?
  #if os(Linux)
    let watch: DirectoryWatch?
  #endif

  /// Takes over an open file.
  init(_ descriptor: OwnedDescriptor, facts: FileFacts, path: String, follows: Bool) {
    self.path = path
    self.follows = follows
    current = Generation(descriptor: descriptor, facts: facts)
    #if os(Linux)
      watch = follows ? DirectoryWatch() : nil
      watch?.watch(path: path)
    #endif
  }
}

extension PlainFile: LogBytes {
  var size: Int { current.facts.size }
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

  func took(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    if follows { seen.take(bytes, at: offset) }
  }

  func ended(at offset: Int) {
    if !follows { current.facts.size = min(size, offset) }
  }
}
