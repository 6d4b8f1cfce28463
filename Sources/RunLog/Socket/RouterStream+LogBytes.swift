import Files
import Wording

extension RouterStream: LogBytes {
  var size: Int { spool.size }
  var isComplete: Bool { if case .over = stage { unsaved.isEmpty } else { false } }
  var canGrow: Bool { !isComplete }
  var hasLostWriter: Bool { follows && !isReading && !isComplete }

  /// While the spool is full there is no point in waking up for more.
  var newsDescriptor: Int32? {
    switch stage {
    case .asking(let connection, _), .reading(let connection):
      unsaved.isEmpty ? connection.descriptor.raw : nil
    case .away, .connecting, .over: nil
    }
  }

  var heartbeat: Int? {
    switch stage {
    // Nothing rings when it stands.
    case .connecting: 50
    case .away, .asking: 500
    case .reading, .over: unsaved.isEmpty ? nil : 500
    }
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    try spool.read(at: offset, into: buffer)
  }

  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook {
    var look = unsaid
    unsaid = SourceLook()
    do throws(SourceError) {
      try spool.store(&unsaved)
      while try advance(milliseconds: 0, &look) {}
      // The log is emptied into the spool in large pieces: pausing the screen is nothing that a router should notice.
      try takeIn(budget: max(wanted, 4 * Self.inputLength), &look)
    } catch {
      guard case .router(let error) = error else {
        unsaid = look
        throw error
      }
      lose(error, &look)
    }
    return look
  }

  private func takeIn(budget: Int, _ look: inout SourceLook) throws(SourceError) {
    guard case .reading(let connection) = stage else { return }
    var budget = budget
    // Behind the answer to `subscribe`.
    try receive(connection.takeRest()[...], &look)
    while isReading, budget > 0, unsaved.isEmpty {
      let count: Int?
      do throws(SystemFailure) {
        count = try connection.descriptor.read(into: buffer)
      } catch {
        throw .router(.gone(address, reason: error.reason))
      }
      guard let count else { return }
      if count == 0 { throw .router(.gone(address, reason: nil)) }
      budget -= count
      try receive([UInt8](buffer[..<count])[...], &look)
    }
  }

  /// Takes what has come: the log, or pieces of it and what the router says between them.
  private func receive(_ bytes: ArraySlice<UInt8>, _ look: inout SourceLook) throws(SourceError) {
    guard pieces != nil else { return try take(bytes, &look) }
    var rest = bytes
    while isReading, let part = pieces?.next(of: &rest) {
      switch part {
      case .log(let bytes): try take(bytes, &look)
      case .line(let line): try hear(RouterAnswer(line: line), line, &look)
      }
    }
  }

  /// Hears what the router says beside the log.
  private func hear(
    _ answer: RouterAnswer?, _ line: ArraySlice<UInt8>, _ look: inout SourceLook
  ) throws(SourceError) {
    switch answer {
    case .trouble(let text):
      logTrouble = text
      look.notices.append(
        text.map { "the router cannot write its log, and decides nothing: \(printableText($0, limit: 512))" }
          ?? "the router can write its log again")
    case .refused(_, let message, let id):
      look.refusals.append(ControlRefusal(sequence: id, message: printableText(message, limit: 512)))
    // The log has it.
    case .applied: break
    // Of a later router.
    case .other, .hello, .status, .decision, .log, .subscribed: break
    case nil: throw .router(.strange(address, answer: String(decoding: line.prefix(256), as: UTF8.self)))
    }
  }

  /// Takes the next bytes of the log: those that were read before have to be the same.
  private func take(_ bytes: ArraySlice<UInt8>, _ look: inout SourceLook) throws(SourceError) {
    let again = bytes.prefix(expected.count)
    guard again.elementsEqual(expected.prefix(again.count)) else {
      startAfresh(&look)
      stage = .away(until: -.infinity)
      return
    }
    expected = expected.dropFirst(again.count)
    unsaved += bytes.dropFirst(again.count).prefix(max(0, end - spool.size))
    try spool.store(&unsaved)
    if spool.size >= end { stage = .over }
  }
}
