import Files
import RunEvents
import RunLog
import RunState
import Wording

// What other programs do to the log while the router has it.

extension RoutingDesk {
  /// Bytes of strangers' lines that are taken at once.
  private static let strangersLimit = 64 << 20

  /// Before the first line of a burst: what the log has that this router did not write.
  func lookAtLog() {
    guard trouble == nil, !log.hasPending else { return }
    attempt { () throws(LogFailure) in try takeStrangersLines() }
    if trouble == nil { for text in owedNotes { record(Self.warning(text, clock())) } }
  }

  /// Looks after the log, whether anybody writes or not.
  ///
  /// - Returns: what the log says of other programs' lines now.
  package func watchLog() -> String? {
    guard trouble == nil, !log.hasPending else { return nil }
    attempt { () throws(LogFailure) in try log.checkPlace() }
    lookAtLog()
    let found = owedNotes.last
    return commit() == nil ? found : nil
  }

  private func attempt(_ body: () throws(LogFailure) -> Void) {
    do throws(LogFailure) {
      try body()
    } catch {
      trouble = (error.reason, clock(), 0)
      if error.logIsOther { undo() }
    }
  }

  /// Folds the whole lines that another program has written behind the end: they stand there, and count like any other.
  ///
  /// - Throws: where they are not to be gone on with: a router's lines, which only one may write, or an unfinished one,
  ///   behind which nothing can be written. They stay as they are.
  func takeStrangersLines() throws(LogFailure) {
    let length = try log.strangersLength()
    guard length > 0 else { return }
    let begin = log.end
    var decoder = LineDecoder(offset: begin, line: log.nextLine)
    var lines: [LogLine] = []
    do throws(SystemFailure) {
      let bytes = try log.file.bytes(at: begin, count: min(length, Self.strangersLimit))
      bytes.withUnsafeBytes { decoder.append($0, to: &lines) }
    } catch {
      throw LogFailure(reason: "it cannot be read: \(error.reason)")
    }
    for line in lines {
      guard case .event(let timed) = line.content, timed.event.refusalOfClients != nil else { continue }
      throw LogFailure(
        reason: "another program writes a router's lines into it (“\(timed.event.typeName)” at byte "
          + "\(formatCount(line.offset))): stop it, and start this router again to go on with what is there")
    }
    for line in lines { state.fold(line) }
    let end = decoder.endOfWholeLines
    log.takeStrangers(bytes: end.offset - begin, lines: end.line - log.nextLine)
    if !lines.isEmpty {
      owedNotes.append(
        "another program has written \(formatCount(lines.count, of: "line")) into the log of this router, from byte "
          + "\(formatCount(begin)) on: they count like any other, and are answered to nobody")
    }
    if decoder.partialLength > 0 {
      throw LogFailure(
        reason: "another program has left an unfinished line at its end, of "
          + "\(formatCount(decoder.partialLength, of: "byte")): end it with a line break, or cut it off")
    }
  }

  static func warning(_ text: String, _ time: Double) -> TimedEvent {
    TimedEvent(time: time, .note(NoteEvent(level: .warn, text: text)))
  }
}
