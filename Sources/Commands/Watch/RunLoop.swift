import Dashboard
import Files
import NcursesTerminal
import RunEvents
import RunLog
import RunState
import TerminalCells

/// The thin shell around the reducer: it turns the world into messages, and effects into I/O.
///
/// One `poll` over the terminal, the signals and the mailbox. Folding gets at most 8 ms between two polls, and a line
/// that takes longer is folded by a worker, so a key never waits longer, and at most 1 ms between a key and its frame; a
/// frame is drawn only when something changed, at most 30 times a second, or when a key was pressed.
final class RunLoop {
  /// Seconds that folding may take before keys are looked at again.
  static let foldBudget = 0.008
  /// The same while the answer to a key is not on the screen.
  static let hurriedFoldBudget = 0.001
  /// Lines folded between two looks at the clock.
  static let foldChunk = 16

  private var deck: Deck
  /// Of the runs, in their order.
  private let channels: [RunChannel]
  private var turns = FoldTurns()
  private let screen: TerminalScreen
  private let wake: WakePipe
  private let themes: ThemeLibrary
  private var theme: Theme
  private var frames = FrameMemory()
  private var pacing = FramePacing()
  private var isDirty = true
  private var exitStatus: Int32?
  #if DEBUG
    /// A crash on demand, for the test that the terminal is given back: debug builds only.
    private let trapKey = getenv("RMTOP_TRAP_ON_KEY").flatMap { String(cString: $0).first }
      .map { KeyStroke.character($0) }
  #endif

  /// - Parameters:
  ///   - channels: one for each run of the deck, in its order.
  ///   - wake: rings when one of them has mail.
  init(
    deck: Deck, channels: [RunChannel], screen: TerminalScreen, wake: WakePipe, themes: ThemeLibrary,
    theme: Theme
  ) {
    self.deck = deck
    self.deck.lendWork(above: RunState.heavyWork)
    self.channels = channels
    self.screen = screen
    self.wake = wake
    self.themes = themes
    self.theme = theme
  }

  /// What stays on the terminal when the viewer has left.
  func farewell(again: [String]?) -> String? {
    Farewell.text(deck.runs[deck.focus], again: again)
  }

  /// What the viewer has chosen so far.
  var choices: ViewChoices { deck.runs[deck.focus].view.choices }

  /// Runs until the viewer quits or a signal ends it; returns the exit status.
  func run() -> Int32 {
    send(.tick(WallClock.reading))
    send(.resized(screen.size))
    for channel in channels { channel.start() }
    while exitStatus == nil {
      waitForSomething()
      handleSignals()
      // Before keys: a move in time must know what can be read again.
      collectMail()
      readInput()
      deliverMail()
      let now = WallClock.monotonic
      if now - lastTick >= tickInterval { send(.tick(WallClock.reading)) }
      fold()
      drawIfDue()
    }
    for channel in channels { channel.stop() }
    return exitStatus ?? 0
  }

  private func waitForSomething() {
    var milliseconds: Int32 = 0
    if !deck.runs.indices.contains(where: wantsFold) {
      let now = WallClock.monotonic
      let untilTick = lastTick + tickInterval - now
      let untilFrame =
        isDirty ? pacing.secondsUntilFrame(now: now, model: deck.runs[deck.focus]) : untilTick
      milliseconds = Int32((max(0, min(untilTick, untilFrame)) * 1000).rounded(.up))
    }
    if channels.indices.contains(where: { deck.runs[$0].feed.wantsLines && !channels[$0].inbox.isEmpty }) {
      milliseconds = 0
    }
    var descriptors = [
      pollfd(fd: screen.inputDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: screen.signalDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    _ = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
    if descriptors[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
      // The terminal is gone: nobody watches, and a loop would spin.
      exitStatus = 128 + SIGHUP
    }
    wake.drain()
  }

  private func readInput() {
    for input in screen.readInput() {
      switch input {
      case .keys(let keys):
        #if DEBUG
          if let trapKey, keys.contains(trapKey) { fatalError("trapped on demand") }
        #endif
        send(.keys(keys))
      case .pasted(let text): send(.pasted(text))
      case .mouse(let event): send(.mouse(event))
      case .background(let background): send(.background(background == .light ? .light : .dark))
      }
      pacing.hurry()
    }
  }

  private func handleSignals() {
    for signal in screen.pendingSignals() {
      switch signal {
      case .terminate, .interrupt, .hangUp, .quit: exitStatus = 128 + signal.number
      case .resized: send(.resized(screen.handleResize()))
      case .stop: suspend(wholeGroup: false)
      case .resumed:
        screen.resume()
        send(.resized(screen.size))
      }
    }
  }

  /// Fetches what the other threads posted; what does not wait for lines is handed over.
  private func collectMail() {
    for (run, channel) in channels.enumerated() { channel.collect { send($0, of: run) } }
  }

  /// Hands over what the readers posted, as far as there is room for it.
  private func deliverMail() {
    for (run, channel) in channels.enumerated() {
      channel.deliver(
        feed: { (deck.runs[run].feed.generation, deck.runs[run].feed.wantsLines) },
        send: { send($0, of: run) })
    }
  }

  private func fold() {
    let deadline = WallClock.monotonic + (pacing.isHurried ? Self.hurriedFoldBudget : Self.foldBudget)
    while let run = turns.next(of: deck.runs.indices.map(wantsFold), focus: deck.focus) {
      send(.fold(maximum: Self.foldChunk), of: run)
      if WallClock.monotonic >= deadline { break }
    }
  }

  /// Whether a run has lines to fold now. Beside the focused one they wait while a large batch of another such run is
  /// folded elsewhere: all but two processors are the trainer's.
  private func wantsFold(_ run: Int) -> Bool {
    guard deck.runs[run].feed.wantsFold else { return false }
    if run == deck.focus { return true }
    return !deck.runs.indices.contains { $0 != deck.focus && deck.runs[$0].feed.isFoldingElsewhere }
  }

  /// When the clock was looked at last, and the seconds until it is looked at again.
  private var lastTick: Double { deck.runs[deck.focus].clock.monotonic }
  private var tickInterval: Double { deck.runs.map(pacing.tickInterval).min() ?? 1 }

  private func drawIfDue() {
    guard isDirty, exitStatus == nil else { return }
    let now = WallClock.monotonic
    guard pacing.secondsUntilFrame(now: now, model: deck.runs[deck.focus]) <= 0 else { return }
    let name = deck.runs[deck.focus].view.themeName
    if name != theme.name {
      do {
        theme = try themes.theme(name)
      } catch {
        send(.themeRefused(error.sentence, inUse: theme.name))
      }
    }
    if deck.runs[deck.focus].wantsLook { send(.look, of: deck.focus) }
    screen.glyphTier = deck.runs[deck.focus].glyphTier
    screen.reportsMouse = deck.runs[deck.focus].view.usesMouse
    let frame = frames.frame(of: deck, theme: theme, glyphs: screen.glyphTier, colors: screen.colorTier)
    if let frame { screen.present(frame) }
    pacing.drew(at: now)
    isDirty = false
  }

  /// What concerns the viewer.
  private func send(_ message: Message) {
    for order in deck.update(message) { perform(order.effect, of: order.run) }
    isDirty = true
  }

  /// What concerns one run.
  private func send(_ message: Message, of run: Int) {
    for order in deck.update(message, of: run) { perform(order.effect, of: order.run) }
    isDirty = true
  }

  private func perform(_ effect: Effect, of run: Int) {
    let channel = channels[run]
    switch effect {
    case .quit: exitStatus = 0
    case .send(let event): write(event, of: run)
    case .read(let offset, let line, let generation):
      channel.reader.seek(
        to: LogPosition(offset: offset, line: line), generation: generation, restarts: channel.restarts)
    case .readBack(let offsets): channel.reader.readBack(offsets)
    case .foldElsewhere:
      if let fold = deck.claimHeavyFold(of: run) { channel.fold(fold) }
    // The deck has done it.
    case .nextRun: break
    case .copy(let text):
      if !screen.copy(text) {
        send(.copyFailed("nothing was copied: the terminal took only a part of it"), of: run)
      }
    case .export(let name, let csv, let rows):
      do {
        send(.exported(path: try ExportFile.write(Array(csv.utf8), name: name), rows: rows), of: run)
      } catch {
        send(.exportFailed("nothing was exported: \(error)"), of: run)
      }
    case .repaint:
      screen.repaint()
      isDirty = true
    case .suspend: suspend(wholeGroup: true)
    }
  }

  /// - Parameter wholeGroup: the keyboard stops the job, a signal only this process.
  private func suspend(wholeGroup: Bool) {
    screen.suspend(wholeGroup: wholeGroup)
    send(.resized(screen.size))
    send(.tick(WallClock.reading))
  }

  private func write(_ event: ControlEvent, of run: Int) {
    guard let control = channels[run].control else { return }
    let line = EventEncoder().encode(TimedEvent(time: WallClock.now, .control(event)))
    do {
      try control.append(line: line)
      send(.controlWritten(sequence: event.sequence), of: run)
    } catch {
      send(.controlFailed(sequence: event.sequence, error: "\(error)"), of: run)
    }
  }
}
