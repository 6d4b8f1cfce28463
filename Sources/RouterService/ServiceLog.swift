import Checkpoints
import Files
import Router
import RunState
import Wording

/// The run log of a service, which is its memory: nothing is answered that is not in it.
///
/// Lines are gathered, and written together in one write. Held by a lock for life; nobody else writes it.
final class ServiceLog {
  let path: String
  /// For clients, whose working folder is another.
  let absolutePath: String
  /// Another one when a copy of the file was put in its place.
  var file: OwnedDescriptor
  /// Bytes of whole lines that are in the file.
  var end = 0
  /// Whole lines in the file.
  var lines = 0
  private var pending: [UInt8] = []
  private var pendingLines = 0
  /// Something is in the file that may not be on the disk.
  var isDirty = false
  /// What a write that failed may have left behind the end.
  private var leftovers: [UInt8] = []
  /// The file that stood in the log's place and was not taken for a copy of it, and why.
  var refusedPlace: (facts: FileFacts, reason: String)?

  /// Opens a log, or makes one (0644), and takes its lock.
  init(path: String) throws(ServiceError) {
    self.path = path
    absolutePath = Self.absolute(path)
    do throws(SystemFailure) {
      file = try OwnedDescriptor(path: path, flags: O_RDWR | O_APPEND | O_CREAT, mode: 0o644)
    } catch {
      let folder = folderName(of: path)
      if error.code == ENOENT, (try? FileFacts(at: folder)) == nil {
        throw .cannotCreate("\(shownPath(path)) cannot be made: there is no folder \(shownPath(folder))")
      }
      throw .cannotCreate("the log \(shownPath(path)) cannot be opened: \(error.reason)")
    }
    guard (try? FileFacts(of: file.raw))?.kind == .regular else {
      throw .cannotCreate(
        "the log \(shownPath(path)) is not a plain file: a router needs one that it can read again")
    }
    guard flock(file.raw, LOCK_EX | LOCK_NB) == 0 else {
      throw .cannotCreate("the log \(shownPath(path)) is held by another router: one log has one writer")
    }
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }

  // By itself the lock would stay as long as a copy of the descriptor: one that is synced, one of a forked process.
  deinit { flock(file.raw, LOCK_UN) }

  /// Where the next line will begin, and its number.
  var nextOffset: Int { end + pending.count }
  var nextLine: Int { lines + pendingLines + 1 }
  var hasPending: Bool { !pending.isEmpty }

  /// Gathers a line; ``commit()`` writes it.
  func append(_ line: some Collection<UInt8>) {
    pending.append(contentsOf: line)
    pending.append(0x0A)
    pendingLines += 1
  }

  /// Writes what is gathered.
  ///
  /// - Throws: where not all could be written: the file is cut back to where it ended, and what was gathered is gone.
  func commit(syncs: Bool) throws(LogFailure) {
    defer {
      pending.removeAll(keepingCapacity: pending.count <= 1 << 20)
      pendingLines = 0
    }
    try checkPlace()
    try checkEnd()
    do throws(SystemFailure) {
      try file.write(pending)
      isDirty = true
      if syncs { try sync() }
    } catch {
      leftovers = pending
      cutBack()
      throw LogFailure(reason: error.reason)
    }
    end += pending.count
    lines += pendingLines
  }

  /// Makes the disk hold what the file holds.
  func sync() throws(SystemFailure) {
    if fdatasync(file.raw) != 0 { throw .last }
    isDirty = false
  }

  /// A descriptor of its own for who syncs on another thread; nothing is dirty until the next line.
  func descriptorToSync() -> Int32? {
    let copy = fcntl(file.raw, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { return nil }
    isDirty = false
    return copy
  }

  /// Cuts off what a write that failed has left, and nothing else.
  func cutBack() {
    guard !leftovers.isEmpty, let size = try? FileFacts(of: file.raw).size else { return }
    let length = size - end
    if length > 0 {
      guard length <= leftovers.count, let found = try? file.bytes(at: end, count: length),
        found.elementsEqual(leftovers.prefix(length)), ftruncate(file.raw, off_t(end)) == 0
      else { return }
    }
    leftovers = []
  }

  /// Bytes of the file from an offset on, whole lines or not.
  func bytes(at offset: Int, count: Int) throws(SystemFailure) -> [UInt8] {
    try file.bytes(at: offset, count: min(count, max(0, end - offset)))
  }

  /// The line that begins at an offset, without its line break.
  func line(at offset: Int) -> [UInt8]? {
    if offset >= end {
      let rest = pending[min(max(0, offset - end), pending.count)...]
      return rest.firstIndex(of: 0x0A).map { Array(rest[..<$0]) }
    }
    var found: [UInt8] = []
    while found.count <= 64 << 20, let piece = try? bytes(at: offset + found.count, count: 4096),
      !piece.isEmpty
    {
      if let newline = piece.firstIndex(of: 0x0A) { return found + piece[..<newline] }
      found += piece
    }
    return nil
  }

  /// What tells the log as it is from others.
  func mark() throws(SystemFailure) -> LogMark { try LogMark(of: file, end: end) }

  /// The state of the checkpoint beside the log, where one holds.
  func checkpoint(priors: PriorLoader) -> RunState? {
    CheckpointFile.read(path: CheckpointFile.path(ofLog: absolutePath), log: file, priors: priors)
  }

  /// Reads the file from an offset on, piece by piece: all of it, or, once its end was settled, as far as that.
  ///
  /// - Returns: the offset behind it.
  func readAll(from start: Int, _ body: (UnsafeRawBufferPointer) -> Void) throws(SystemFailure) -> Int {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    var offset = start
    let limit = end > 0 ? end : Int.max
    while offset < limit {
      let count = min(try file.read(at: offset, into: buffer), limit - offset)
      if count == 0 { break }
      body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += count
    }
    return offset
  }

  /// After reading: the file's whole lines end here. What is behind them when a router starts was being written when
  /// one was killed, and is cut off; later it is another program's.
  func settle(end: Int, lines: Int) throws(SystemFailure) {
    let isStart = self.end == 0
    self.end = end
    self.lines = lines
    if isStart, try FileFacts(of: file.raw).size > end, ftruncate(file.raw, off_t(end)) != 0 { throw .last }
  }
}

/// Why lines are not in the log: words that fit after a colon.
struct LogFailure: Error, Equatable {
  var reason: String
  /// The file no longer holds what was read and written.
  var logIsOther = false
}

/// Why a service cannot start or go on: one sentence, safe to print.
package enum ServiceError: Error, Equatable, Sendable {
  /// The command line contradicts the log.
  case usage(String)
  /// What is there is not a log that a router can go on with.
  case unusableData(String)
  case cannotCreate(String)
  case inputOutput(String)

  package var sentence: String {
    switch self {
    case .usage(let sentence), .unusableData(let sentence), .cannotCreate(let sentence),
      .inputOutput(let sentence):
      sentence
    }
  }
}
