import ArgumentParser
import Dashboard
import Foundation
import NcursesTerminal
import RunLog
import RunState
import TerminalCells

/// What every screen takes, and how one is opened.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A theme's name or file, for this session; without it, the one kept last, else dark or light, as the "
        + "terminal's background is.", valueName: "theme"))
  var theme: String?

  @OptionGroup var glyphOption: GlyphOption

  @Flag(help: "Without a screen: print JSON instead of text.")
  var json = false

  /// Opens the source, then the screen, and runs until the viewer quits; without a terminal, or where the viewer wants
  /// none, what `headless` says is printed.
  ///
  /// - Parameters:
  ///   - control: takes the viewer's controls; a router whose log is watched takes them itself.
  ///   - firstStep: without a screen nothing is said of what came before.
  func run(
    _ model: DashboardModel, source: LogSource, control: (any ControlSink)?,
    headless: HeadlessOptions? = nil, firstStep: Int? = nil
  ) throws {
    let output =
      if let headless {
        try headless.output(json: json, firstStep: firstStep)
      } else {
        isatty(STDOUT_FILENO) == 1 ? nil : EventLines(json: json, firstStep: firstStep)
      }
    var themes = ThemeLibrary.ofProcess
    let (first, refusal) = try Self.open(theme ?? Theme.standard.name, in: &themes)
    let glyphs = try glyphOption.tier()
    let reader: LogReader
    do {
      reader = try LogReader(source, waitsForFile: model.session.mode == .watch)
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    if let output {
      let follows = model.session.mode == .watch
      var watch = HeadlessWatch(reader: reader, follows: follows, priors: model.run.priors, output: output)
      try watch.run()
      return
    }
    // A theme on the command line is for once: nothing is read from the last session, nothing kept for the next.
    let memory = theme == nil ? ViewMemory(environment: ProcessInfo.processInfo.environment) : nil
    var model = model
    if let memory { model.view.choices = memory.choices }
    model.session.keepsView = memory != nil
    model.session.themeNames = themes.names
    let ofRouter: RouterControls? = reader.controls
    let control: (any ControlSink)? = control ?? ofRouter
    let wake = try makeWakePipe()
    let mailbox = Mailbox<Message>(wake: wake)
    let thread = try ReaderThread(reader: reader, mailbox: mailbox)
    let screen: TerminalScreen
    do {
      screen = try TerminalScreen(
        glyphs: glyphs, asksBackground: theme == nil, asksSynchronization: true)
    } catch {
      throw CommandFailure(.noTerminal, "\(error)")
    }
    model.session.glyphs = screen.glyphTier
    model.session.choosesGlyphs = screen.environment.isUtf8 || screen.glyphTier > .ascii
    if glyphs != nil { model.view.glyphs = nil }
    var look = first
    var remarks = [memory?.refusal].compactMap { $0 }
    if theme == nil, screen.background == .light { look = try themes.theme("light") }
    if let kept = memory?.choices.theme {
      do {
        look = try themes.theme(kept)
      } catch {
        remarks.append(error.sentence)
      }
    }
    model.view.themeName = look.name
    if let refusal { _ = model.update(.themeRefused(refusal, inUse: look.name)) }
    remarks += screen.remarks
    if !remarks.isEmpty {
      let said = [model.status?.text].compactMap { $0 }
      model.status = StatusLine((said + remarks).joined(separator: "; "), isError: refusal != nil)
    }
    let loop = RunLoop(
      model: model, screen: screen, reader: thread, mailbox: mailbox, wake: wake, control: control,
      themes: themes, theme: look)
    let status = loop.run()
    screen.close()
    if let sentence = memory?.keep(loop.choices) { StandardError.write(sentence) }
    if status != 0 { throw ExitCode(status) }
  }

  /// A file that is no theme stops nobody from watching: the standard theme, and the sentence to be shown in it.
  private static func open(
    _ name: String, in themes: inout ThemeLibrary
  ) throws(CommandFailure) -> (theme: Theme, refusal: String?) {
    do {
      return (try themes.open(name), nil)
    } catch {
      if error.status != .unusableData || isatty(STDOUT_FILENO) != 1 { throw error }
      return (Theme.standard, error.sentence)
    }
  }
}
