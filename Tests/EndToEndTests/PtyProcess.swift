import CPseudoTerminal
import Foundation
import TestSupport

/// The real binary on a pseudo-terminal, with an emulator that reads its screen.
///
/// Waits are for facts, by `poll` with a deadline; nothing sleeps.
final class PtyProcess {
  struct TimedOut: Error, CustomStringConvertible {
    var description: String
  }

  let pid: pid_t
  private(set) var screen: ScreenEmulator
  private let master: Int32
  private let state: TemporaryFolder
  private var status: Int32?
  private var isHungUp = false

  /// - Parameters:
  ///   - arguments: after the program's name.
  ///   - standardInput: a descriptor to read data from; the terminal when absent.
  init(
    _ arguments: [String], width: Int = 100, height: Int = 30, standardInput: Int32 = -1,
    environment extra: [String: String] = [:], program: String = BuiltProgram.path
  ) throws {
    state = try TemporaryFolder()
    var environment = BuiltProgram.environment([:])
    for name in ["COLORTERM", "NO_COLOR", "LINES", "COLUMNS", "LC_ALL", "TMUX"] { environment[name] = nil }
    environment["TERM"] = "xterm-256color"
    environment["LANG"] = "C.UTF-8"
    // What a test chooses is for itself, and no configuration of the developer's has a part in it.
    environment["XDG_STATE_HOME"] = state.path
    try FileManager.default.createDirectory(atPath: state.file("rmtop"), withIntermediateDirectories: true)
    try state.write("rmtop view 1\ngreeted yes\n", to: "rmtop/view")
    environment["XDG_CONFIG_HOME"] = state.path
    environment.merge(extra) { _, new in new }
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var master: Int32 = -1
    pid = rmtop_spawn_on_pty(words, variables, Int32(height), Int32(width), standardInput, &master)
    guard pid > 0 else { throw TimedOut(description: "cannot start \(program): errno \(errno)") }
    self.master = master
    screen = ScreenEmulator(width: width, height: height)
    _ = fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK)
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    close(master)
  }

  func type(_ keys: String) {
    var bytes = Array(keys.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if written > 0 { bytes = bytes.dropFirst(written) } else if errno != EAGAIN { return }
    }
  }

  func resize(width: Int, height: Int) {
    screen.resize(width: width, height: height)
    rmtop_set_window_size(master, Int32(height), Int32(width))
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// The terminal's modes: `true` when a shell would find it as it should be (lines and echo).
  var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(master, &modes) == 0 else { return false }
    return modes.c_lflag & tcflag_t(ICANON) != 0 && modes.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Reads until the screen shows what is wanted; the screen is in the error otherwise.
  @discardableResult
  func wait(
    for what: String, seconds: Double = 60, until isTrue: (ScreenEmulator) -> Bool
  ) throws -> ScreenEmulator {
    let deadline = Date().addingTimeInterval(seconds)
    while true {
      if isTrue(screen) { return screen }
      guard readOnce(deadline: deadline) else { break }
    }
    if isTrue(screen) { return screen }
    throw TimedOut(description: "waited for \(what); the screen is\n\(screen.text)")
  }

  @discardableResult
  func wait(forText text: String, seconds: Double = 60) throws -> ScreenEmulator {
    try wait(for: "'\(text)'", seconds: seconds) { $0.text.contains(text) }
  }

  /// Reads to the end of the process and gives its exit status (128 + n for signal n).
  func waitForExit(seconds: Double = 30) throws -> Int32 {
    let deadline = Date().addingTimeInterval(seconds)
    while !isHungUp, Date() < deadline { _ = readOnce(deadline: deadline) }
    guard isHungUp else {
      throw TimedOut(description: "the program did not end; the screen is\n\(screen.text)")
    }
    // The terminal is let go a moment before the process ends; a process that never does must not hang the test.
    var raw: Int32 = 0
    var reaped: pid_t = 0
    while reaped == 0, Date() < deadline {
      reaped = waitpid(pid, &raw, WNOHANG)
      if reaped == 0 { sched_yield() }
    }
    guard reaped == pid else {
      throw TimedOut(description: "the program let go of its terminal and did not end")
    }
    let result = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    status = result
    return result
  }

  /// Sends a signal again and again until the process has ended, and reads nothing meanwhile.
  func waitForExitUnread(sending number: Int32, seconds: Double = 30) throws -> Int32 {
    let deadline = Date().addingTimeInterval(seconds)
    var raw: Int32 = 0
    while Date() < deadline {
      kill(pid, number)
      if waitpid(pid, &raw, WNOHANG) == pid {
        let result = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        status = result
        return result
      }
      sched_yield()
    }
    throw TimedOut(description: "the program did not end, signal \(number) after signal")
  }

  /// The process that a shell on this terminal has started.
  var child: pid_t? {
    let path = "/proc/\(pid)/task/\(pid)/children"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return text.split(separator: " ").first.flatMap { pid_t($0) }
  }

  /// One read; false at the deadline or the end.
  private func readOnce(deadline: Date) -> Bool {
    let left = deadline.timeIntervalSinceNow
    guard left > 0, !isHungUp else { return false }
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(min(left, 1) * 1000) + 1) > 0 else { return true }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = read(master, &bytes, bytes.count)
    if count > 0 {
      screen.feed(Array(bytes[..<count]))
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      // A pseudo-terminal whose program has ended answers EIO.
      isHungUp = true
    }
    return true
  }
}
