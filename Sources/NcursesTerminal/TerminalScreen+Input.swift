import CTerminal
import Files
import TerminalCells

extension TerminalScreen {
  /// All that was typed and pasted since the last call. A lone Escape takes 25 ms to be told from the sequence of a
  /// key.
  package func readInput() -> [TerminalInput] {
    guard isOpen else { return [] }
    defer {
      early = []
      followSynchronization()
    }
    return (early + readNow()).filter { input in
      switch input {
      case .background: asksBackground
      // One that was under way when the mouse was given back.
      case .mouse: reportsMouse
      default: true
      }
    }
  }

  private func readNow() -> [TerminalInput] {
    if decoder.awaitsReport, Self.monotonicSeconds > answersUntil { decoder.awaitsReport = false }
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

  /// From its answer on, each frame comes to the terminal as one update.
  func followSynchronization() {
    guard asksSynchronization, let known = decoder.synchronizes, known != synchronizes else { return }
    synchronizes = known
    rmtop_screen_synchronize(known ? 1 : 0)
  }

  /// Sends the terminal a question, or what it is to keep.
  @discardableResult
  func ask(_ question: String) -> Bool {
    let bytes = Array(question.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(inputDescriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Asks the terminal for its background and waits for the answer, not longer than `limit` seconds; a later one comes
  /// as input. What is typed meanwhile is kept.
  ///
  /// The question is followed by one that all terminals answer, so that one that does not know the first is not waited
  /// for.
  func askBackground(limit: Double = 0.25) {
    guard ask("\u{1B}]11;?\u{7}\u{1B}[c") else { return }
    let deadline = Self.monotonicSeconds + limit
    decoder.awaitsReport = true
    answersUntil = deadline + 2
    while background == nil, !decoder.hasReport {
      let left = deadline - Self.monotonicSeconds
      guard left > 0 else { return }
      var entry = pollfd(fd: inputDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, Int32((left * 1000).rounded(.up))) > 0, entry.revents & Int16(POLLIN) != 0 else {
        return
      }
      for input in readNow() {
        if case .background(let answer) = input { background = answer } else { early.append(input) }
      }
    }
  }

  private static var monotonicSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// All signals since the last call, in order; of one that came several times the first.
  package func pendingSignals() -> [TerminalSignal] {
    guard isOpen else { return [] }
    var result: [TerminalSignal] = []
    for byte in availableBytes(signalDescriptor) {
      if let signal = TerminalSignal(number: byte), !result.contains(signal) { result.append(signal) }
    }
    return result
  }
}
