import Files

/// A stream that is copied to a spool as it comes: standard input, a FIFO, a packed file.
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
  /// Whether more may come from outside than is there now (a packed file only has to be unpacked).
  let isLive: Bool
  let spool: Spool
  var input: OwnedDescriptor?
  /// Packed data is looked for at the very start; until they decide it, the bytes wait here.
  var opening: [UInt8]? = []
  var inflater: (any Inflater)?
  /// Bytes for which the spool had no room; nothing more is taken in before they are stored.
  var unsaved: [UInt8] = []
  /// Whether the last byte taken in ends a line.
  var endsLine = true
  /// Packed data was cut or damaged, or reading failed: what is here is not all.
  var isDamaged = false
  /// A pipe that is opened again has had a writer, and no other has written since.
  var hasLostWriter = false
  /// The sentence about a pipe's path that was said last, so that it is said once.
  var pathTrouble: String?
  let buffer: UnsafeMutableRawBufferPointer

  init(
    input: OwnedDescriptor, name: String, ending: Ending, isLive: Bool, spool: Spool? = nil
  ) throws(SourceError) {
    self.input = input
    self.name = name
    self.ending = ending
    self.isLive = isLive
    if let spool { self.spool = spool } else { self.spool = try Spool() }
    buffer = .allocate(byteCount: SpooledStream.inputLength, alignment: 1)
  }

  deinit { buffer.deallocate() }
}

extension SpooledStream: LogBytes {
  var size: Int { spool.size }
  var isComplete: Bool {
    if case .reopens = ending { return false }
    return input == nil && unsaved.isEmpty
  }

  var canGrow: Bool { isLive && !isComplete }

  /// While the spool is full there is no point in waking up for more.
  var newsDescriptor: Int32? { isLive && unsaved.isEmpty ? input?.raw : nil }

  var heartbeat: Int? {
    if case .reopens = ending { return 500 }
    return unsaved.isEmpty ? nil : 500
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    try spool.read(at: offset, into: buffer)
  }

  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook {
    var look = SourceLook()
    // A small step must not make the pipe's writer wait, so a live stream is emptied in larger pieces.
    let goal = isLive ? Int.max : cursor + wanted
    var budget = max(wanted, 4 * SpooledStream.inputLength)
    try saveRest()
    if case .reopens(let path) = ending { followPipe(path, &look) }
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
          isDamaged = true
          look.notices.append("\(name) could not be read to its end: \(error.reason)")
          return look
        }
        guard let count else { return look }
        if count == 0 {
          try end(&look)
          if case .reopens = ending { return look }
        } else {
          hasLostWriter = false
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
