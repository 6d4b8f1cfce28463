import RunEvents
import RunLog
import TerminalCells
import Wording

// Over a router's socket: one line, and its answer on the same connection.

extension CtlCommand {
  /// Seconds for the connection and a router's word about itself where no answer is waited for.
  private static let patience = 10

  /// A socket's address, which may be its bare path.
  func address(of socket: String) throws -> RouterAddress {
    if let address = try routerAddress(of: socket) { return try router.withToken(address) }
    do {
      return try router.withToken(RouterAddress(path: socket))
    } catch let error as RouterError {
      throw CommandFailure(.usage, "\(error)")
    }
  }

  func send(_ event: ControlEvent, _ line: String, to address: RouterAddress) throws {
    var isSent = false
    do {
      let connection = try RouterConnection(to: address, client: "ctl")
      try connection.ask(line, seconds: wait > 0 ? wait : Self.patience)
      isSent = true
      StandardOutput.write(event.sequence + "\n")
      if wait == 0 { return }
      let applied = try connection.answer(seconds: wait) { answer in
        if case .applied(let applied) = answer, applied.sequence == event.sequence { applied } else { nil }
      }
      try tell(applied.ok ? .obeyed(step: applied.step) : .refused(applied.error ?? "it gave no reason"))
    } catch let error as RouterError {
      throw failure(error, isSent: isSent)
    }
  }

  /// `status`: in words, or the line as it came.
  func tellStatus() throws {
    guard let socket else { return }
    let address = try address(of: socket)
    do throws(RouterError) {
      let status = try RouterConnection.status(
        of: address, client: "ctl", seconds: wait > 0 ? wait : Self.patience)
      StandardOutput.write(json ? status.line + "\n" : RouterStatusText.table(status), isJSON: json)
    } catch {
      throw failure(error, isSent: false)
    }
  }

  private func failure(_ error: RouterError, isSent: Bool) -> CommandFailure {
    switch error {
    case .refused: CommandFailure(.refused, "\(error)")
    case .silent, .gone:
      CommandFailure(.unanswered, isSent ? "\(error); the control was sent, and may be obeyed" : "\(error)")
    default: CommandFailure(.noInput, "\(error)")
    }
  }
}
