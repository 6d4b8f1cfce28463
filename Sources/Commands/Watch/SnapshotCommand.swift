import ArgumentParser
import Dashboard
import Markup
import NcursesTerminal
import RunEvents
import RunLog
import RunState
import TerminalCells
import Wording

/// `rmtop snapshot`: one frame of the screen as text.
struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Print one frame of the replay screen: as text, with colours, or as a picture.",
    usage: """
      rmtop snapshot <log> [--at <moment>] [--view <view>] [--keys <keys>]
                     [--size <120x40>] [--plain] [--ansi] [--svg]
                     [--colors <colors>] [--glyphs <glyphs>] [--theme <theme>]
                     [--format <name>]
      """,
    discussion: """
      The frame is what `rmtop replay` shows at that moment, at that size.

      --keys types into it first: characters as themselves, other keys by name, as in "j<Enter>" or ":412<Enter>s". \
      Names are those of the configuration: <enter>, <esc>, <left>, <f3>, <ctrl-l>; <lt> is the character <. Nothing is \
      sent, and time stands still.
      """)

  @Argument(help: ArgumentHelp("A run log, plain, .gz or .zst; - for standard input.", valueName: "log"))
  var log: String

  @OptionGroup var format: FormatOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A step (412) or a percentage of the log (0% to 100%); without it, the end.", valueName: "moment"))
  var at: Moment?

  @Option(
    help: ArgumentHelp(
      "A choice of panes (overview, belief, curves, categories, events), or one pane over the whole screen (1 to 8, "
        + "share, posterior, reward, metrics, decision).", valueName: "view"))
  var view: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Keys to be typed before the frame is taken.", valueName: "keys"))
  var keys: String?

  @Option(help: ArgumentHelp("Width x height in cells, from 1x1 to 1000x500.", valueName: "120x40"))
  var size = FrameSize(width: 120, height: 40)

  @Flag(help: "Characters only (default).")
  var plain = false

  @Flag(help: "With colours, as escape sequences.")
  var ansi = false

  @Flag(help: "As a picture in SVG, in the theme's own colours.")
  var svg = false

  @Option(
    help: ArgumentHelp(
      "Colours of --ansi; auto: none with NO_COLOR, truecolor if COLORTERM says so, else 256.",
      valueName: "colors"))
  var colors = ColorChoice.auto

  @OptionGroup var glyphOption: GlyphOption

  @Option(help: ArgumentHelp("A theme's name or file.", valueName: "theme"))
  var theme = "dark"

  func validate() throws {
    let forms = [("--plain", plain), ("--ansi", ansi), ("--svg", svg)].filter(\.1).map(\.0)
    if forms.count > 1 { throw ValidationError("\(forms[0]) and \(forms[1]) exclude each other.") }
    if colors != .auto, !ansi { throw ValidationError("--colors applies to --ansi only: add --ansi.") }
  }

  func run() throws {
    try reportingFailures {
      let themes = ThemeLibrary.ofProcess
      var theme = try themes.theme(theme)
      let glyphs = try glyphOption.choice()?.tier ?? .braille
      let script = try keyScript()
      let wanted = try snapshotView()
      var model = DashboardModel(
        session: Session(
          mode: .replay, sourceName: printableText(log), control: .off("a snapshot sends no controls"),
          id: "00000000", user: ""), priors: PriorFolder.beside(log: log).loader)
      model.session.glyphs = glyphs
      model.session.themeNames = themes.names
      model.view.themeName = theme.name
      _ = model.update(.resized(CellSize(width: size.width, height: size.height)))
      model.feed.transport = .paused
      model.feed.target = at?.target ?? .end
      var screen = try StillScreen(model, source: logSource(log), format: format.choice)
      if let wanted { try screen.show(wanted) }
      if let key = try screen.press(script.keys) {
        throw CommandFailure(.usage, "--keys: key \(key) quits, so that there is no frame to print")
      }
      if screen.model.view.themeName != theme.name { theme = try themes.theme(screen.model.view.themeName) }
      print(screen.model, theme: theme)
      for notice in screen.remarks.notices { StandardError.write("rmtop: \(notice)") }
      try screen.remarks.endIfDamaged()
    }
  }

  private func keyScript() throws -> KeyScript {
    do {
      return try KeyScript(keys ?? "")
    } catch {
      throw CommandFailure(.usage, "--keys: \(error.message)")
    }
  }

  private func snapshotView() throws -> SnapshotView? {
    guard let view else { return nil }
    do {
      return try SnapshotView(name: view)
    } catch {
      throw CommandFailure(.usage, "--view: \(error.message)")
    }
  }

  private func print(_ model: DashboardModel, theme: Theme) {
    let tier: ColorTier =
      ansi ? colors.tier ?? TerminalEnvironment.ofProcess().printedColorTier : svg ? .trueColor : .mono
    let frame = model.frame(theme: theme, glyphs: model.glyphTier, colors: tier)
    if svg {
      let picture = CellPicture(ink: theme.ink, paper: theme.ground)
      StandardOutput.writeRaw(picture.svg(frame, title: title(of: model)))
    } else {
      StandardOutput.writeRaw(ansi ? frame.ansi(colorTier: tier) : frame.plainText)
    }
  }

  /// What is told of a picture to who cannot see it.
  private func title(of model: DashboardModel) -> String {
    let run = model.run.header?.name ?? log
    let step = model.run.progress.routingStep.map { " at step \($0)" } ?? ""
    return "rmtop, \(printableText(run, limit: 200))\(step)"
  }
}

/// `412` or `50%`.
struct Moment: ExpressibleByArgument {
  var target: SeekTarget

  init?(argument: String) {
    if argument.hasSuffix("%") {
      guard let percent = Double(argument.dropLast()), (0...100).contains(percent) else { return nil }
      target = .fraction(percent / 100)
    } else {
      guard let step = Int(argument), step >= 0 else { return nil }
      target = .step(step)
    }
  }
}

/// `120x40`.
struct FrameSize: ExpressibleByArgument, CustomStringConvertible {
  var width: Int
  var height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// From 1x1 to 1000x500: what the screen cannot use it says itself.
  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], (1...1000).contains(width),
      (1...500).contains(height)
    else { return nil }
    self.init(width: width, height: height)
  }

  var description: String { "\(width)x\(height)" }
}
