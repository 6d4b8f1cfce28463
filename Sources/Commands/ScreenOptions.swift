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
    let themes = ThemeLibrary.ofProcess
    let theme = try themes.theme(theme)
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
}
