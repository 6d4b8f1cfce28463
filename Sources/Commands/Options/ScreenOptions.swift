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
      "A theme's name or file, for this session; without it, that of the configuration, the one kept last, else dark "
        + "or light, as the terminal's background is.", valueName: "theme"))
  var theme: String?

  @OptionGroup var glyphOption: GlyphOption

  @Flag(help: "Ask the terminal for the mouse from the start, as F2 does later.")
  var mouse = false

  @Flag(
    help: "Leave the configuration and what is remembered of earlier sessions aside, and remember nothing.")
  var clean = false

  @Flag(help: "Leave nothing on the terminal when the screen is left: no summary of the run.")
  var noSummary = false

  @Flag(help: "Without a screen: print JSON instead of text.")
  var json = false

  /// Opens the source, then the screen, and runs until the viewer quits; without a terminal, or where the viewer wants
  /// none, what `headless` says is printed.
  ///
  /// - Parameters:
  ///   - control: takes the viewer's controls; a router whose log is watched takes them itself.
  ///   - firstStep: without a screen nothing is said of what came before.
  ///   - again: the words of the command that opens the run again, for who leaves the screen.
  func run(
    _ model: DashboardModel, source: LogSource, control: (any ControlSink)?,
    headless: HeadlessOptions? = nil, firstStep: Int? = nil, again: [String]? = nil
  ) throws {
    let opening = RunOpening(model: model, source: source, control: control)
    try run([opening], headless: headless, firstStep: firstStep, again: again)
  }

  /// The same for one run or several, the first of them in focus.
  func run(
    _ openings: [RunOpening], headless: HeadlessOptions? = nil, firstStep: Int? = nil, again: [String]? = nil
  ) throws {
    let output =
      if let headless {
        try headless.output(json: json, firstStep: firstStep)
      } else {
        isatty(STDOUT_FILENO) == 1 ? nil : EventLines(json: json, firstStep: firstStep)
      }
    let environment = ProcessInfo.processInfo.environment
    var themes = ThemeLibrary.ofProcess
    let (first, refusal) = try Self.open(theme ?? Theme.standard.name, in: &themes)
    let askedGlyphs = try glyphOption.choice(environment: environment)
    if let output { return try runHeadless(openings, output) }
    let wake = try makeWakePipe()
    let channels = try openings.map { try Self.channel($0, wake: wake) }
    let file = clean ? nil : ConfigFile(environment: environment)
    let memory = clean ? nil : ViewMemory(environment: environment)
    var remarks = [file?.remark(themes: themes), memory?.refusal].compactMap { $0 }
    let look = Self.chosenTheme(
      asked: theme.map { _ in first }, file?.config.theme, memory?.choices.theme, in: &themes, &remarks)
    let screen: TerminalScreen
    let glyphs = askedGlyphs ?? file?.config.glyphs
    do {
      screen = try TerminalScreen(
        glyphs: glyphs?.tier, asksBackground: look == nil, asksSynchronization: true)
    } catch {
      throw CommandFailure(.noTerminal, "\(error)")
    }
    var models = openings.map(\.model)
    for index in models.indices {
      if let file { models[index].session.keys = file.config.keys }
      models[index].session.keepsView = memory != nil
      models[index].session.themeNames = themes.names
      models[index].session.isInsideTmux = environment["TMUX"]?.isEmpty == false
      models[index].session.hasMouse = screen.hasMouse
      models[index].session.glyphs = screen.glyphTier
      models[index].session.choosesGlyphs = screen.environment.isUtf8 || screen.glyphTier > .ascii
    }
    // The view is the focused run's; the others take it over when they get the screen.
    var model = models.removeFirst()
    if let memory { model.view.choices = memory.choices }
    file?.config.apply(to: &model.view.choices)
    let start = model.view.choices
    model.view.usesMouse = screen.hasMouse && (mouse || file?.config.mouse == true)
    if glyphs != nil { model.view.glyphs = nil }
    let theme = try look ?? (screen.background == .light ? themes.theme("light") : first)
    model.view.themeName = theme.name
    if let refusal { _ = model.update(.themeRefused(refusal, inUse: theme.name)) }
    remarks += screen.remarks
    if !remarks.isEmpty {
      let said = [model.status?.text].compactMap { $0 }
      model.status = StatusLine((said + remarks).joined(separator: "; "), isError: refusal != nil)
    }
    if memory != nil, file?.config.hints != false { model.greet() }
    let loop = RunLoop(
      deck: Deck(model, others: models), channels: channels, screen: screen, wake: wake, themes: themes,
      theme: theme)
    let status = loop.run()
    screen.close()
    if let memory {
      let kept = loop.choices.remembering(memory.choices, start: start)
      if let sentence = memory.keep(kept) { StandardError.write(sentence) }
    }
    if status != 0 { throw ExitCode(status) }
    if !noSummary, let farewell = loop.farewell(again: again) { StandardError.write(farewell) }
  }

  /// What was asked for on the command line, else by the configuration, else kept in an earlier session; `nil` where
  /// the terminal's background is to choose. What cannot be opened gives way to the next, and is said.
  private static func chosenTheme(
    asked: Theme?, _ configured: String?, _ kept: String?, in themes: inout ThemeLibrary,
    _ remarks: inout [String]
  ) -> Theme? {
    if let asked { return asked }
    if configured == GlyphChoice.auto.rawValue { return nil }
    // What is wrong with the configured one stands among the faults of its file.
    if let configured, let theme = try? themes.open(configured) { return theme }
    guard let kept else { return nil }
    do {
      return try themes.theme(kept)
    } catch {
      remarks.append(error.sentence)
      return nil
    }
  }

  private func runHeadless(_ openings: [RunOpening], _ output: any HeadlessOutput) throws {
    guard let opening = openings.first, openings.count == 1 else {
      throw CommandFailure(
        .noTerminal,
        "\(openings.count) sources, and no screen to show them on: several runs are shown on a screen only; "
          + "without one, `rmtop summary LOG` sums up each of them")
    }
    var watch = HeadlessWatch(
      reader: try Self.reader(opening), follows: opening.model.session.mode == .watch,
      priors: opening.model.run.priors, output: output)
    try watch.run()
  }

  private static func reader(_ opening: RunOpening) throws -> sending LogReader {
    do {
      return try LogReader(
        opening.source, waitsForFile: opening.model.session.mode == .watch, format: opening.format)
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
  }

  private static func channel(_ opening: RunOpening, wake: WakePipe) throws -> RunChannel {
    let reader = try reader(opening)
    let ofRouter: RouterControls? = reader.controls
    let mailbox = Mailbox<Message>(wake: wake)
    return RunChannel(
      reader: try ReaderThread(reader: reader, mailbox: mailbox), mailbox: mailbox,
      control: opening.control ?? ofRouter)
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
