import Files

/// A signal that the program has been sent, as the run loop hears of it.
package enum TerminalSignal: Hashable, Sendable {
  case terminate
  case interrupt
  case hangUp
  case quit
  /// The window has another size, perhaps.
  case resized
  /// Somebody asks the program to stop for a while.
  case stop
  /// It goes on after a stop: the terminal's modes and picture are not to be relied on.
  case resumed

  init?(number: UInt8) {
    switch Int32(number) {
    case SIGTERM: self = .terminate
    case SIGINT: self = .interrupt
    case SIGHUP: self = .hangUp
    case SIGQUIT: self = .quit
    case SIGWINCH: self = .resized
    case SIGTSTP: self = .stop
    case SIGCONT: self = .resumed
    default: return nil
    }
  }

  /// Its number, for an exit status of 128 + number.
  package var number: Int32 {
    switch self {
    case .terminate: return SIGTERM
    case .interrupt: return SIGINT
    case .hangUp: return SIGHUP
    case .quit: return SIGQUIT
    case .resized: return SIGWINCH
    case .stop: return SIGTSTP
    case .resumed: return SIGCONT
    }
  }
}
