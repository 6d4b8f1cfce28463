import CPseudoTerminal
import CTerminal
import Files
import TerminalCells
import Testing

@testable import NcursesTerminal

/// ncurses is one for the whole process: one screen at a time.
@Suite(.serialized) struct TerminalScreenTests {
  static let environment = TerminalEnvironment(type: "xterm", isUtf8: true)

  static func frame(_ text: String, width: Int = 40, height: Int = 6) -> CellBuffer {
    var buffer = CellBuffer(size: CellSize(width: width, height: height))
    buffer.write(text, x: 2, y: 1, style: CellStyle(attributes: .bold))
    return buffer
  }

  /// Keys, when so many have come: waits for the terminal, not for a time.
  static func keys(_ screen: TerminalScreen, count: Int) -> [KeyStroke] {
    var result: [KeyStroke] = []
    while result.count < count {
      var entry = pollfd(fd: screen.inputDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 10_000) == 1 else { break }
      for case .keys(let keys) in screen.readInput() { result += keys }
    }
    return result
  }

  @Test func drawsAndGivesTheTerminalBack() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    #expect(terminal.modes() != before)
    #expect(screen.size == CellSize(width: 40, height: 6))
    screen.present(Self.frame("hello"))
    let drawn = try terminal.output()
    #expect(drawn.contains("\u{1B}[?1049h"))
    #expect(drawn.contains("hello"))
    screen.close()
    screen.close()
    #expect(try terminal.output().contains("\u{1B}[?1049l"))
    #expect(terminal.modes() == before)
  }

  /// Without a second screen the last frame stays, and the shell's prompt comes on its last line.
  @Test func leavesAnEmptyLastLineWhereThereIsNoSecondScreen() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(
      descriptor: terminal.slave, environment: TerminalEnvironment(type: "linux", isUtf8: true))
    var frame = Self.frame("hello")
    frame.write("hints", x: 0, y: 5)
    screen.present(frame)
    _ = try terminal.output()
    screen.close()
    let end = try terminal.output()
    #expect(end.contains("\u{1B}[J") || end.contains("\u{1B}[K"), "\(end.debugDescription)")
  }

  @Test func sendsWhatChangedAndNothingElse() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    defer { screen.close() }
    screen.present(Self.frame("hello"))
    _ = try terminal.output()
    screen.present(Self.frame("hello"))
    #expect(try terminal.output() == "")
    screen.present(Self.frame("help!"))
    let change = try terminal.output()
    #expect(change.contains("p!"))
    #expect(!change.contains("hel"))
    screen.repaint()
    #expect(try terminal.output().contains("help!"))
  }

  @Test func resizes() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    defer { screen.close() }
    screen.present(Self.frame("hello"))
    _ = try terminal.output()
    #expect(rmtop_set_window_size(terminal.master, 10, 60) == 0)
    #expect(screen.handleResize() == CellSize(width: 60, height: 10))
    var wide = Self.frame("hello", width: 60, height: 10)
    wide.write("corner", x: 50, y: 9)
    screen.present(wide)
    let drawn = try terminal.output()
    #expect(drawn.contains("hello") && drawn.contains("corner"))
    // Also when the size is the same: the picture may be lost.
    screen.handleResize()
    screen.present(wide)
    #expect(try terminal.output().contains("hello"))
  }

  @Test func framesOfAnotherSizeDoNoHarm() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    defer { screen.close() }
    screen.present(Self.frame("hello", width: 500, height: 90))
    screen.present(Self.frame("x", width: 3, height: 2))
    screen.present(CellBuffer(size: CellSize(width: 0, height: 0)))
    #expect(try terminal.output().contains("hello"))
  }

  @Test func readsKeys() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    defer { screen.close() }
    terminal.type("q\u{1B}[A\u{1B}[1;2D\u{1B}[Z\u{3}\r\u{1B}[15~")
    #expect(
      Self.keys(screen, count: 7) == [
        .character("q"), .up, .shiftLeft, .shiftTab, .control("c"), .enter, .function(5),
      ])
    terminal.type("\u{1B}")
    #expect(Self.keys(screen, count: 1) == [.escape])
    #expect(screen.readInput() == [])
  }

  /// Signals once there are some: sent to the process, since threads of a pool block them.
  static func signals(_ screen: TerminalScreen, after number: Int32) -> [TerminalSignal] {
    kill(getpid(), number)
    var entry = pollfd(fd: screen.signalDescriptor, events: Int16(POLLIN), revents: 0)
    while poll(&entry, 1, 10_000) < 0, errno == EINTR {}
    return screen.pendingSignals()
  }

  @Test func signalsAreHeardOnce() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    defer { screen.close() }
    #expect(screen.pendingSignals() == [])
    #expect(Self.signals(screen, after: SIGWINCH) == [.resized])
    #expect(Self.signals(screen, after: SIGTERM) == [.terminate])
    #expect(screen.pendingSignals() == [])
  }

  /// What handlers of fatal signals do; that they are called is seen in a real program only.
  @Test func theGuardRestoresWhileArmed() throws {
    for isArmed in [true, false] {
      let terminal = try PseudoTerminal()
      let before = terminal.modes()
      #expect(rmtop_guard_install(terminal.slave) >= 0)
      rmtop_guard_set_reset("reset", 5)
      rmtop_guard_arm(isArmed ? 1 : 0)
      var raw = termios()
      tcgetattr(terminal.slave, &raw)
      cfmakeraw(&raw)
      tcsetattr(terminal.slave, TCSANOW, &raw)
      #expect(terminal.modes() != before)
      rmtop_guard_uninstall()
      #expect(try terminal.output() == (isArmed ? "reset" : ""))
      #expect((terminal.modes() == before) == isArmed)
    }
  }

  @Test func thereIsOneScreenAtATime() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    #expect(throws: TerminalError.self) {
      try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    }
    screen.present(Self.frame("still here"))
    #expect(try terminal.output().contains("still here"))
    screen.close()
    let again = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    again.close()
  }

  @Test func refusalsLeaveTheTerminalAlone() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes()
    let refusals: [(String?, TerminalError)] = [
      (nil, .typeNotSet), ("dumb", .noCursor("dumb")),
    ]
    for (type, error) in refusals {
      #expect(throws: error) {
        try TerminalScreen(descriptor: terminal.slave, environment: TerminalEnvironment(type: type))
      }
      #expect(terminal.modes() == before)
      #expect(try terminal.output() == "")
    }
    let pipe = try WakePipe()
    #expect(throws: TerminalError.noTerminal) {
      try TerminalScreen(descriptor: pipe.descriptor, environment: Self.environment)
    }
  }

  @Test func asciiTerminalsGetAscii() throws {
    let terminal = try PseudoTerminal()
    let environment = TerminalEnvironment(type: "vt100", isUtf8: false)
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: environment)
    defer { screen.close() }
    #expect(screen.glyphTier == .ascii && screen.colorTier == .mono)
    screen.present(Self.frame("├──●──┤ 漢字 é"))
    let drawn = try terminal.output()
    #expect(drawn.contains("+--o--+ ? ?"))
    #expect(drawn.utf8.allSatisfy { $0 < 0x80 })
  }

  /// A description that this machine lacks is no reason to go without a screen.
  @Test func unknownTerminalsAreTakenForTheUsualOne() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(
      descriptor: terminal.slave, environment: TerminalEnvironment(type: "no-such-terminal"))
    defer { screen.close() }
    #expect(screen.colorTier == .palette256)
    #expect(screen.remarks.count == 1 && screen.remarks[0].contains("no-such-terminal"))
    screen.present(Self.frame("hello"))
    #expect(try terminal.output().contains("hello"))
  }

  /// The answer lies there already: nothing is waited for, and what was typed before and after it is not lost.
  @Test func theBackgroundIsAskedFor() throws {
    let terminal = try PseudoTerminal()
    terminal.type("a\u{1B}]11;rgb:ffff/ffff/ffff\u{7}\u{1B}[?62cb\n")
    let screen = try TerminalScreen(
      descriptor: terminal.slave, environment: TerminalEnvironment(type: "xterm-256color"),
      asksBackground: true)
    defer { screen.close() }
    #expect(screen.background == .light)
    #expect(try terminal.output().contains("\u{1B}]11;?\u{7}"))
    #expect(screen.readInput() == [.keys([.character("a"), .character("b"), .enter])])
  }

  private static let updateBegins = "\u{1B}[?2026h"
  private static let updateEnds = "\u{1B}[?2026l"

  /// Only where the terminal says that it knows them, and from then on.
  @Test func framesAreSynchronizedUpdatesWhereTheTerminalKnowsThem() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(
      descriptor: terminal.slave, environment: Self.environment, asksSynchronization: true)
    defer { screen.close() }
    screen.present(Self.frame("one"))
    let before = try terminal.output()
    #expect(before.contains("\u{1B}[?2026$p") && before.contains("one"))
    #expect(!before.contains(Self.updateBegins) && !before.contains(Self.updateEnds))
    terminal.type("\u{1B}[?2026;2$yq")
    #expect(Self.keys(screen, count: 1) == [.character("q")])
    #expect(screen.synchronizes)
    screen.present(Self.frame("two"))
    let after = try terminal.output()
    #expect(after.hasPrefix(Self.updateBegins) && after.hasSuffix(Self.updateEnds) && after.contains("tw"))
    screen.present(Self.frame("two"))
    #expect(try terminal.output() == "")
    screen.close()
    let end = try terminal.output()
    #expect(end.hasPrefix(Self.updateEnds) && !end.contains(Self.updateBegins))
  }

  @Test func whoDoesNotKnowUpdatesGetsNone() throws {
    for answer in ["\u{1B}[?2026;0$y", "\u{1B}[?2026;4$y", ""] {
      let terminal = try PseudoTerminal()
      let screen = try TerminalScreen(
        descriptor: terminal.slave, environment: Self.environment, asksSynchronization: true)
      terminal.type(answer + "q")
      #expect(Self.keys(screen, count: 1) == [.character("q")])
      screen.present(Self.frame("two"))
      screen.close()
      let output = try terminal.output()
      #expect(!screen.synchronizes && output.contains("two"))
      #expect(!output.contains(Self.updateBegins) && !output.contains(Self.updateEnds))
    }
  }

  /// The kernel's console would print the question; who has not asked takes no answer.
  @Test func updatesAreNotAskedOfAConsole() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(
      descriptor: terminal.slave, environment: TerminalEnvironment(type: "linux"), asksSynchronization: true)
    defer { screen.close() }
    terminal.type("\u{1B}[?2026;2$yq")
    #expect(Self.keys(screen, count: 1) == [.character("q")])
    screen.present(Self.frame("two"))
    #expect(try !terminal.output().contains("?2026"))
  }

  @Test func whoDoesNotAskIsNotAnswered() throws {
    let terminal = try PseudoTerminal()
    let screen = try TerminalScreen(descriptor: terminal.slave, environment: Self.environment)
    defer { screen.close() }
    terminal.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{7}b")
    #expect(Self.keys(screen, count: 1) == [.character("b")])
    #expect(screen.background == nil)
    #expect(try !terminal.output().contains("\u{1B}]11;?"))
  }

  @Test func theEnvironmentTellsTheBackgroundOtherwise() throws {
    let terminal = try PseudoTerminal()
    let environment = TerminalEnvironment(type: "linux", backgroundHint: .light)
    let screen = try TerminalScreen(
      descriptor: terminal.slave, environment: environment, asksBackground: true)
    defer { screen.close() }
    #expect(screen.background == .light)
    #expect(try !terminal.output().contains("\u{1B}]11;?"))
  }
}
