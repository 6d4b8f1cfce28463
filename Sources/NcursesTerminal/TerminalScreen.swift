import CTerminal
import Files
package import TerminalCells

/// The terminal: shows frames, reads keys, hears signals, and gives everything back on every way out.
///
/// Opening it puts handlers in place: after a fatal signal the terminal is as it was before, then whatever handled
/// that signal before goes on; TERM, INT, HUP, QUIT, WINCH, TSTP and CONT become readable at `signalDescriptor`; what
/// is written to standard error (where that is a terminal) is kept and printed after. There can be one at a time, on
/// one thread, as ncurses demands.
///
/// A run loop polls `inputDescriptor`, `signalDescriptor` and its own mailboxes; a hung-up terminal is readable for
/// ever, so it should end on `POLLHUP` of `inputDescriptor` as on a hang-up signal.
package final class TerminalScreen {
  package let environment: TerminalEnvironment
  /// Characters frames should be drawn with; `present` replaces what is beyond ASCII only in the tier `.ascii`.
  package var glyphTier: GlyphTier
  /// Colours that `present` reduces frames to.
  package let colorTier: ColorTier
  /// Readable when there are keys.
  package let inputDescriptor: Int32
  /// Readable when there are signals.
  package let signalDescriptor: Int32

  /// The background, where the terminal or `COLORFGBG` tells.
  package internal(set) var background: TerminalBackground?
  /// Sentences on what the screen is not, and what would change that.
  package let remarks: [String]

  /// The terminal can be asked for the mouse.
  package let hasMouse: Bool
  /// It is: clicks come as input, and selecting text with it is not the terminal's own any more.
  package var reportsMouse = false {
    didSet {
      guard isOpen, hasMouse, reportsMouse != oldValue else { return }
      rmtop_screen_report_mouse(reportsMouse ? 1 : 0)
      decoder.expectsMouse = reportsMouse
    }
  }

  private(set) var isOpen = true
  /// The terminal is asked for its background: an answer is one to us.
  let asksBackground: Bool
  /// The terminal is asked whether it knows synchronized updates.
  let asksSynchronization: Bool
  /// Frames are sent as synchronized updates.
  package internal(set) var synchronizes = false
  /// Until when an Escape by itself may be the beginning of an answer.
  var answersUntil = 0.0
  /// What was typed before the first `readInput`.
  var early: [TerminalInput] = []
  /// What the terminal shows; `nil`: not known.
  var shown: CellBuffer?
  var pairs: ColorPairs
  var decoder = KeyDecoder()

  /// Opens the screen.
  ///
  /// - Parameters:
  ///   - descriptor: a terminal to draw on and read keys from; `nil` opens `/dev/tty`, so that standard input and
  ///     output stay free for data. A copy is made.
  ///   - environment: `nil` reads the process's, and takes over its locale's character set.
  ///   - glyphs: characters to draw with, whatever the locale says; `nil` asks it.
  ///   - asksBackground: whether the terminal is asked for its background.
  ///   - asksSynchronization: whether it is asked for synchronized updates, which are used from its answer on.
  /// - Throws: nothing of the terminal is changed then.
  package init(
    descriptor: Int32? = nil, environment: TerminalEnvironment? = nil, glyphs: GlyphTier? = nil,
    asksBackground: Bool = false, asksSynchronization: Bool = false
  ) throws(TerminalError) {
    let isUtf8 = rmtop_locale_is_utf8() == 1
    let environment = environment ?? .current(isUtf8: isUtf8)
    if let glyphs, glyphs > .ascii, !isUtf8 { rmtop_locale_use_utf8() }
    guard let type = environment.type, !type.isEmpty else { throw .typeNotSet }
    let tty = descriptor.map { fcntl($0, F_DUPFD_CLOEXEC, 3) } ?? open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard tty >= 0, isatty(tty) == 1 else {
      if tty >= 0 { closeDescriptor(tty) }
      throw .noTerminal
    }
    let name = environment.candidates.first { rmtop_terminal_type($0) != Int32(RMTOP_SCREEN_UNKNOWN_TYPE) }
    guard let name, rmtop_terminal_type(name) == Int32(RMTOP_SCREEN_OK) else {
      closeDescriptor(tty)
      if let name { throw .noCursor(name) }
      throw .unknownType(type)
    }
    let signals = rmtop_guard_install(tty)
    guard signals >= 0 else {
      let reason = SystemFailure.last.reason
      closeDescriptor(tty)
      throw .unusable(reason)
    }
    let opened = Int(rmtop_screen_open(tty, name))
    guard opened == Int(RMTOP_SCREEN_OK) else {
      rmtop_guard_uninstall()
      closeDescriptor(tty)
      throw opened == Int(RMTOP_SCREEN_UNKNOWN_TYPE) ? .unknownType(name) : .noTerminal
    }
    // No terminal for error messages is no reason to go without a screen.
    _ = rmtop_stderr_capture()
    self.environment = environment
    self.asksBackground = asksBackground
    self.asksSynchronization =
      asksSynchronization && environment.understandsQuestions && rmtop_screen_takes_questions() == 1
    hasMouse = rmtop_screen_takes_questions() == 1
    inputDescriptor = tty
    signalDescriptor = signals
    glyphTier = glyphs ?? environment.glyphTier
    remarks = environment.remarks(drawnAs: name, choosesGlyphs: glyphs != nil)
    let colors = Int(rmtop_screen_colors())
    colorTier = environment.colorTier(colors: colors)
    pairs = ColorPairs(colors: colorTier == .mono ? 0 : colors)
    handleResize()
    if self.asksSynchronization { ask("\u{1B}[?2026$p") }
    if asksBackground, colorTier > .mono {
      if environment.understandsQuestions { askBackground() }
      background = background ?? environment.backgroundHint
      followSynchronization()
    }
  }

  deinit { close() }

  /// Ends the screen: the terminal is as it was before, captured messages are printed. Further calls do nothing.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    rmtop_screen_close()
    rmtop_guard_uninstall()
    rmtop_stderr_release()
    closeDescriptor(inputDescriptor)
  }
}
