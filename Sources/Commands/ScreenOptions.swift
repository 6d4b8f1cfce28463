import ArgumentParser
import Dashboard
import Foundation
import NcursesTerminal
import RunLog

/// What every screen takes, and how one is opened.
struct ScreenOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A theme's name or file.", valueName: "theme"))
  var theme = "dark"

  @Flag(help: "Without a terminal: print events and summary as JSON instead of text.")
  var json = false

  /// Opens the source, then the screen, and runs until the viewer quits; the headless twin where standard output is
  /// no terminal, which says nothing of what came before `firstStep`.
  func run(
    _ model: DashboardModel, source: LogSource, control: ControlAppender?, firstStep: Int? = nil
  ) throws {
    var themes = ThemeLibrary.ofProcess
    let (theme, refusal) = try Self.open(theme, in: &themes)
    let reader: LogReader
    do {
      reader = try LogReader(source)
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    guard isatty(STDOUT_FILENO) == 1 else {
      let follows = model.session.mode == .watch
      try HeadlessWatch(
        reader: reader, follows: follows, json: json, priors: model.run.priors, firstStep: firstStep
      ).run()
      return
    }
    var model = model
    model.view.themeName = theme.name
    model.view.themeNames = themes.names
    if let refusal { _ = model.update(.themeRefused(refusal, inUse: theme.name)) }
    let wake = try makeWakePipe()
    let mailbox = Mailbox<Message>(wake: wake)
    let thread = try ReaderThread(reader: reader, mailbox: mailbox)
    let screen: TerminalScreen
    do {
      screen = try TerminalScreen()
    } catch {
      throw CommandFailure(.noTerminal, "\(error)")
    }
    let loop = RunLoop(
      model: model, screen: screen, reader: thread, mailbox: mailbox, wake: wake, control: control,
      themes: themes, theme: theme)
    let status = loop.run()
    screen.close()
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
