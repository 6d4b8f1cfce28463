import Files
import Wording

// Where reading begins, goes on after a lost connection, or begins anew.

extension RouterStream {
  /// The byte of the log from which it is read on: the last whole lines are to come again.
  ///
  /// An unfinished line is taken again from its start: its writer may have cut it back and written another.
  func resume(_ look: inout SourceLook) -> Int {
    let taken = spool.size + unsaved.count
    unsaved = []
    expected = []
    let (begin, end) = lastWholeLines()
    partialLength = taken - end
    if partialLength > 0 {
      spool.cut(to: end)
      if look.verdict == .same { look.verdict = .partialLineChanged }
    }
    let window = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(end - begin)])
    guard let count = try? spool.read(at: begin, into: window), count == window.count else { return end }
    expected = [UInt8](window)[...]
    return begin
  }

  /// The router's next answer; `nil` while there is none.
  func answer(on connection: RouterConnection) throws(RouterError) -> RouterAnswer? {
    do throws(RouterError) {
      return try connection.nextAnswer()
    } catch {
      // There are not so many bytes in its log, or no line begins there.
      guard case .refused(let code, _) = error, code == "bad_field", spool.size > 0 else { throw error }
      return .other(type: code)
    }
  }

  /// Takes one answer; the log follows the last of them.
  func take(
    _ answer: RouterAnswer, on connection: RouterConnection, _ look: inout SourceLook
  ) throws(RouterError) {
    switch answer {
    case .hello: break
    case .subscribed(let logEnd, let answers):
      pieces = answers ? RouterPieces() : nil
      if !follows {
        guard let logEnd else { throw .strange(address, answer: "subscribe, without the end of its log") }
        end = logEnd
      }
      if let logEnd, logEnd < spool.size {
        startAfresh(&look)
        stage = .away(until: -.infinity)
        return
      }
      if trouble != nil { look.notices.append("the router on \(address) is back") }
      if partialLength > 0, let logEnd, logEnd < spool.size + partialLength {
        let count = formatCount(partialLength, of: "byte")
        look.notices.append("the unfinished last line of the log (\(count)) was cut off by the router")
      }
      trouble = nil
      stage = .reading(connection)
    case .other where spool.size > 0:
      startAfresh(&look)
      try connection.send(RouterRequest.subscribe(from: 0, answers: follows))
    case .applied, .refused, .status, .decision, .log, .trouble, .other:
      throw .strange(address, answer: "\(answer)")
    }
  }

  /// What was read counts no more: the router has another log.
  func startAfresh(_ look: inout SourceLook) {
    look.verdict = .cutBack
    look.notices.append(
      "the router on \(address) has another log than the one that was read, or a shorter one: it is folded afresh from "
        + "its start")
    spool.cut(to: 0)
    partialLength = 0
    unsaved = []
    expected = []
  }

  /// From the start of some last whole line in the spool to the end of them all; both are the same where the last line
  /// is longer than the buffer.
  private func lastWholeLines() -> (begin: Int, end: Int) {
    guard let end = newline(before: spool.size) else { return (0, 0) }
    if end <= Self.overlap { return (0, end) }
    let window = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(end, buffer.count)])
    let start = end - window.count
    guard let count = try? spool.read(at: start, into: window), count == window.count else {
      return (end, end)
    }
    let earlier = window.dropLast()
    let newline =
      earlier[(count - Self.overlap)...].firstIndex(of: 0x0A) ?? earlier.lastIndex(of: 0x0A)
    return (newline.map { start + $0 + 1 } ?? (start == 0 ? 0 : end), end)
  }

  /// Where the last line that ends before an offset ends.
  private func newline(before offset: Int) -> Int? {
    var end = offset
    while end > 0 {
      let begin = max(0, end - buffer.count)
      let window = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(end - begin)])
      guard let count = try? spool.read(at: begin, into: window), count == end - begin else { return nil }
      if let newline = window.lastIndex(of: 0x0A) { return begin + newline + 1 }
      end = begin
    }
    return nil
  }
}
