import Wording

/// Why lines cannot be written: one helpful sentence each, safe to print.
package enum AppendError: Error, Equatable, Sendable {
  case missingFolder(path: String, folder: String)
  case directory(path: String)
  /// Neither a file nor a FIFO.
  case unsuitable(path: String)
  case notWritable(path: String, reason: String)
  /// A FIFO that nobody has open for reading.
  case noReader(path: String)
  /// A FIFO whose reader has let it fill up.
  case readerIsBusy(path: String)
  /// Longer than a FIFO takes in one piece.
  case tooLong(path: String, bytes: Int, limit: Int)
  /// Text with a line break inside, which would be two lines.
  case notOneLine
  /// The other end of a pipe is gone (`rmtop simulate | head`): a reason to stop, not to complain.
  case readerIsGone(path: String)
  /// The connection to a router is lost for now.
  case routerIsAway(RouterAddress)
  /// A router that does not take what was sent to it.
  case routerIsBusy(RouterAddress)
}

extension AppendError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingFolder(let path, let folder):
      "\(shownPath(path)) cannot be made: there is no folder \(shownPath(folder))"
    case .directory(let path):
      "\(shownPath(path)) is a folder: name a file in it"
    case .unsuitable(let path):
      "\(shownPath(path)) is neither a file nor a named pipe"
    case .notWritable(let path, let reason):
      "\(shownPath(path)) cannot be written: \(reason)"
    case .noReader(let path):
      "nobody reads the pipe \(shownPath(path)): is the trainer running, and was it given this path?"
    case .readerIsBusy(let path):
      "the pipe \(shownPath(path)) is full: its reader does not take what was sent before"
    case .tooLong(let path, let bytes, let limit):
      "a line of \(bytes) bytes does not go through the pipe \(shownPath(path)) in one piece: "
        + "at most \(limit) bytes do"
    case .notOneLine:
      "a line must not have a line break inside"
    case .readerIsGone(let path):
      "the reader of \(shownPath(path)) is gone"
    case .routerIsAway(let address):
      "the connection to the router on \(address) is lost: nothing was sent"
    case .routerIsBusy(let address):
      "the router on \(address) does not take what was sent before: nothing was sent"
    }
  }
}
