#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A stream that is copied to a spool as it comes: standard input, a FIFO, a gzip file.
///
/// Pausing the screen therefore never stops the trainer behind a pipe, and going back works.
final class SpooledStream {
  /// What the end of the input means.
  enum Ending {
    /// It is the end for good.
    case final
    /// The writer is gone and another may come: the path is opened again.
    case reopens(path: String)
  }

  /// Bytes asked of the input at once.
  static let inputLength = 16_384

  /// The name in sentences.
  let name: String
  let ending: Ending
  /// Whether more may come from outside than is there now (a gzip file only has to be unpacked).
  let isLive: Bool
  let spool: Spool
  var input: OwnedDescriptor?
  /// Packed data is looked for at the very start; until two bytes are in, they wait here.
  var opening: [UInt8]? = []
  var inflater: GzipInflater?
  /// Bytes for which the spool had no room; nothing more is taken in before they are stored.
  var unsaved: [UInt8] = []
  var endsLine = true
  let buffer: UnsafeMutableRawBufferPointer

  init(
    input: OwnedDescriptor, name: String, ending: Ending, isLive: Bool, temporaryFolder: String? = nil
  ) throws(SourceError) {
    self.input = input
    self.name = name
    self.ending = ending
    self.isLive = isLive
    spool = try Spool(folder: temporaryFolder)
    buffer = .allocate(byteCount: SpooledStream.inputLength, alignment: 1)
  }

  deinit { buffer.deallocate() }
}

extension SpooledStream: LogBytes {
  var size: Int { spool.size }
  var isComplete: Bool { input == nil && unsaved.isEmpty }
  var canGrow: Bool { isLive && !isComplete }
  var newsDescriptor: Int32? { isLive ? input?.raw : nil }
  var heartbeat: Int? { nil }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    try spool.read(at: offset, into: buffer)
  }

  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook {
    var look = SourceLook()
    // A small step must not make the pipe's writer wait, so a live stream is emptied in larger pieces.
    let goal = isLive ? Int.max : cursor + wanted
    var budget = max(wanted, 4 * SpooledStream.inputLength)
    try saveRest()
    while let input, spool.size < goal, budget > 0, unsaved.isEmpty {
      switch isLive ? readiness(of: input) : .readable {
      case .nothing:
        return look
      case .readable:
        let count: Int?
        do throws(SystemFailure) {
          count = try input.read(into: buffer)
        } catch {
          self.input = nil
          look.notices.append("\(name) could not be read to its end: \(error.reason)")
          return look
        }
        guard let count else { return look }
        if count == 0 {
          try end(&look)
        } else {
          try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), &look)
          budget -= count
        }
      case .ended:
        try end(&look)
        if case .reopens = ending { return look }
      }
    }
    return look
  }
}
