import Files
import Wording

/// Why there is no talking to a router: one helpful sentence each, safe to print.
package enum RouterError: Error, Equatable, Sendable {
  /// Neither `unix:PATH` nor `tcp:HOST:PORT`.
  case malformed(String)
  case pathTooLong(String)
  case missing(String, hasFolder: Bool)
  case notASocket(String)
  case nobodyListens(String)
  case unreachable(RouterAddress, reason: String)
  /// Nothing came within so many seconds.
  case silent(RouterAddress, seconds: Int)
  /// It closed the connection before it had answered.
  case gone(RouterAddress, reason: String?)
  /// What answers is no router.
  case strange(RouterAddress, answer: String)
  /// The router's own sentence, and the word for it.
  case refused(code: String, message: String)
}

extension RouterError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let text):
      "expected unix:PATH or tcp:HOST:PORT (a port from 1 to 65535), got \(quoted(text, limit: 200))"
    case .pathTooLong(let path):
      "the path \(shownPath(path)) has \(path.utf8.count) bytes, and that of a socket at most "
        + "\(SocketAddress.longestPath): name it from a folder nearer to it"
    case .missing(let path, hasFolder: true):
      "there is no socket \(shownPath(path)): is `rmtop serve` running, and was it given this path?"
    case .missing(let path, hasFolder: false):
      "the folder of \(shownPath(path)) does not exist"
    case .notASocket(let path):
      "\(shownPath(path)) is no socket: a file or a FIFO is named without unix:"
    case .nobodyListens(let path):
      "nobody listens on the socket \(shownPath(path)): is `rmtop serve` still running?"
    case .unreachable(let address, let reason):
      "\(address) cannot be reached: \(reason)"
    case .silent(let address, let seconds):
      "the router on \(address) has not answered within \(formatCount(seconds, of: "second"))"
    case .gone(let address, let reason):
      "the router on \(address) closed the connection without an answer" + (reason.map { ": \($0)" } ?? "")
    case .strange(let address, let answer):
      "what answers on \(address) is no router of rmtop's: it says \(quoted(answer))"
    case .refused(let code, let message):
      "the router refuses: \(printableText(message.isEmpty ? code : message, limit: 512))"
    }
  }
}
