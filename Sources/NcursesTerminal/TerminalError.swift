import Wording

/// Why there is no screen.
package enum TerminalError: Error, Equatable, Sendable {
  /// There is no terminal to draw on.
  case noTerminal
  /// The terminal cannot be read or set (the system's reason).
  case unusable(String)
  /// `TERM` is not set.
  case typeNotSet
  /// There is no description of the terminal that `TERM` names.
  case unknownType(String)
  /// The terminal cannot place its cursor (`TERM=dumb`).
  case noCursor(String)
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noTerminal:
      return "There is no terminal here to draw on; `rmtop snapshot` and `rmtop summary` do without one."
    case .unusable(let reason):
      return "The terminal cannot be used: \(reason)."
    case .typeNotSet:
      return "TERM is not set, so nothing is known of this terminal; try `TERM=xterm-256color rmtop …`."
    case .unknownType(let name):
      return
        "There is no description of the terminal \(quoted(name)) (TERM) on this machine; try `TERM=xterm-256color rmtop …`, or install the package ncurses-term."
    case .noCursor(let name):
      return
        "The terminal \(quoted(name)) (TERM) cannot place its cursor, so no screen can be drawn on it; `rmtop snapshot` prints one."
    }
  }
}
