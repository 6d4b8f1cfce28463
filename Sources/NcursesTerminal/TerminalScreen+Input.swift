import CTerminal
import TerminalCells

extension TerminalScreen {
  /// All that was typed and pasted since the last call. A lone Escape takes 25 ms to be told from the sequence of a
  /// key.
  public func readInput() -> [TerminalInput] {
    guard isOpen else { return [] }
    var keys: [RawKey] = []
    var value: UInt32 = 0
    // A limit, so that a paste of megabytes cannot keep the screen from being drawn.
    while keys.count < 4096 {
      switch rmtop_screen_key(&value) {
      case 1: keys.append(.character(value))
      case 2: keys.append(.named(Int32(truncatingIfNeeded: value)))
      default: return decoder.decode(keys)
      }
    }
    return decoder.decode(keys)
  }

  /// All signals since the last call, in order; of one that came several times the first.
  public func pendingSignals() -> [TerminalSignal] {
    guard isOpen else { return [] }
    var result: [TerminalSignal] = []
    for byte in availableBytes(signalDescriptor) {
      if let signal = TerminalSignal(number: byte), !result.contains(signal) { result.append(signal) }
    }
    return result
  }
}
