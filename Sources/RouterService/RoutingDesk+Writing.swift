import Files
import RunEvents
import RunLog
import RunState
import Wording

extension RoutingDesk {
  /// Gathers a line of the router's own and folds it.
  @discardableResult
  func record(_ event: TimedEvent, isOwn: Bool = false) -> String {
    let isRun = if case .run = event.event { true } else { false }
    let text = encoder.encode(event, full: isRun)
    let line = gather(text, event)
    if isOwn { state.fold(own: line) } else { state.fold(line) }
    return text
  }

  func gather(_ text: String, _ event: TimedEvent) -> LogLine {
    let line = LogLine(
      number: log.nextLine, offset: log.nextOffset, length: text.utf8.count + 1, content: .event(event))
    log.append(text.utf8)
    return line
  }

  func record(_ line: ClientLine) {
    if case .pair = line.event.event {} else { ahead = [] }
    let folded = LogLine(
      number: log.nextLine, offset: log.nextOffset, length: line.bytes.count + 1, content: .event(line.event),
      remarks: line.remarks)
    log.append(line.bytes)
    state.fold(folded)
  }

  func checkWritable() throws(RequestRefusal) {
    guard trouble != nil else { return }
    countRefused()
    throw Self.unwritable(trouble?.reason ?? "")
  }

  /// Counts a line of a client that is refused because the log cannot be written.
  func countRefused() { trouble?.refused += 1 }

  static func unwritable(_ reason: String) -> RequestRefusal {
    RequestRefusal(.logUnwritable, "the log cannot be written: \(reason); it is tried again every second")
  }

  /// Writes what was gathered since the last time; answers may go out then.
  ///
  /// - Returns: what the answers that speak of the log are to be replaced with, where it could not be written.
  package func commit() -> RequestRefusal? {
    ahead = []
    guard log.hasPending else { return nil }
    do throws(LogFailure) {
      try log.commit(syncs: syncing == .always)
      owedNotes = []
      return nil
    } catch {
      trouble = (error.reason, clock(), 0)
      undo()
      return Self.unwritable(error.reason)
    }
  }

  func undo() {
    do throws(SystemFailure) {
      try recover()
    } catch {
      isStateOfLog = false
    }
  }

  /// Tries to write again after trouble: a note that says how long there was any.
  ///
  /// - Returns: the note's text, once it is in the log.
  package func retry() -> String? {
    guard let trouble else { return nil }
    if !isStateOfLog { undo() }
    guard isStateOfLog else { return nil }
    let seconds = Int(max(0, clock() - trouble.since).rounded())
    var text = ""
    // Folded when it is written: a long log is not to be folded anew every second for a disk that stays full.
    var lines: [LogLine] = []
    do throws(LogFailure) {
      try log.checkPlace()
      try takeStrangersLines()
      text =
        "the log could not be written for \(formatCount(seconds, of: "second")): \(trouble.reason); "
        + "\(formatCount(trouble.refused, of: "line")) of clients refused in that time"
      lines = (owedNotes + [text]).map { text in
        let note = Self.warning(text, clock())
        return gather(encoder.encode(note), note)
      }
      try log.commit(syncs: syncing != .never)
    } catch {
      self.trouble?.reason = error.reason
      isStateOfLog = !error.logIsOther
      return nil
    }
    self.trouble = nil
    owedNotes = []
    for line in lines { state.fold(line) }
    return text
  }

  /// Bytes of the log that are written, whole lines.
  package var end: Int { log.end }

  /// Bytes of the log from an offset on; `nil` where they cannot be read.
  package func log(at offset: Int, count: Int) -> [UInt8]? { try? log.bytes(at: offset, count: count) }

  /// A descriptor of the log to sync and close on another thread; `nil` where nothing is to be done.
  func descriptorToSync() -> Int32? { log.isDirty ? log.descriptorToSync() : nil }

  /// The last sync, whatever the setting but `never`.
  func syncAtEnd() {
    if syncing != .never { try? log.sync() }
  }
}
