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
/// that takes longer is folded by a worker, so a key never waits longer; a frame is drawn only when something changed,
/// at most 30 times a second.
final class RunLoop {
  /// Seconds that folding may take before keys are looked at again.
  static let foldBudget = 0.008
  /// Lines folded between two looks at the clock.
  static let foldChunk = 16

  private var model: DashboardModel
  private let screen: TerminalScreen
  private let reader: ReaderThread
  private let mailbox: Mailbox<Message>
  private let wake: WakePipe
  private let worker: FoldWorker
  private let control: (any ControlSink)?
  private let themes: ThemeLibrary
  private var theme: Theme
  private var frames = FrameMemory()
  private var pacing = FramePacing()
  private var inbox: [Message] = []
  /// The last report that went past lines which wait in `inbox`.
  private var reportedWhileHeld: SourceReport?
  /// How many `historyLost` the dashboard knows of.
  private var restarts = 0
  private var isDirty = true
  private var exitStatus: Int32?
  #if DEBUG
    /// A crash on demand, for the test that the terminal is given back: debug builds only.
    private let trapKey = getenv("RMTOP_TRAP_ON_KEY").flatMap { String(cString: $0).first }
      .map { KeyStroke.character($0) }
  #endif

  init(
    model: DashboardModel, screen: TerminalScreen, reader: ReaderThread, mailbox: Mailbox<Message>,
    wake: WakePipe, control: (any ControlSink)?, themes: ThemeLibrary, theme: Theme
  ) {
    self.model = model
    self.model.feed.lendsWorkAbove = RunState.heavyWork
    worker = FoldWorker { mailbox.post(.folded($0)) }
    self.screen = screen
    self.reader = reader
    self.mailbox = mailbox
    self.wake = wake
    self.control = control
    self.themes = themes
    self.theme = theme
  }

  /// What stays on the terminal when the viewer has left.
  func farewell(again: [String]?) -> String? { Farewell.text(model, again: again) }

  /// What the viewer has chosen so far.
  var choices: ViewChoices { model.view.choices }

  /// Runs until the viewer quits or a signal ends it; returns the exit status.
  func run() -> Int32 {
    send(.tick(WallClock.reading))
    send(.resized(screen.size))
    reader.start()
    worker.start()
    while exitStatus == nil {
      waitForSomething()
      handleSignals()
      // Before keys: a move in time must know what can be read again.
      collectMail()
      readInput()
      deliverMail()
      let now = WallClock.monotonic
      if now - model.clock.monotonic >= pacing.tickInterval(for: model) { send(.tick(WallClock.reading)) }
      fold()
      drawIfDue()
    }
    reader.stop()
    worker.stop()
    return exitStatus ?? 0
  }

  private func waitForSomething() {
    var milliseconds: Int32 = 0
    if !model.feed.wantsFold {
      let now = WallClock.monotonic
      let untilTick = model.clock.monotonic + pacing.tickInterval(for: model) - now
      let untilFrame = isDirty ? pacing.secondsUntilFrame(now: now, model: model) : untilTick
      milliseconds = Int32((max(0, min(untilTick, untilFrame)) * 1000).rounded(.up))
    }
    if model.feed.wantsLines, !inbox.isEmpty { milliseconds = 0 }
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
    for message in mailbox.drain() {
      // Lines may have to wait until it is back.
      if case .folded = message { send(message) } else { inbox.append(message) }
    }
    for fact in HeldMail.removeFacts(from: &inbox) {
      if case .historyLost = fact { restarts += 1 }
      send(fact)
    }
  }

  /// Hands over what the reader posted; lines only as far as the dashboard has room for them.
  private func deliverMail() {
    collectMail()
    var taken = 0
    for message in inbox {
      if case .lines(let lines, let generation) = message {
        if generation == model.feed.generation {
          guard model.feed.wantsLines else { break }
          reader.took(lines.count, generation: generation)
        }
      }
      send(message)
      taken += 1
    }
    inbox.removeFirst(taken)
    if let report = HeldMail.report(in: inbox), report != reportedWhileHeld {
      reportedWhileHeld = report
      send(.source(report))
    }
  }

  private func fold() {
    let deadline = WallClock.monotonic + Self.foldBudget
    while model.feed.wantsFold {
      send(.fold(maximum: Self.foldChunk))
      if WallClock.monotonic >= deadline { break }
    }
  }

  private func drawIfDue() {
    guard isDirty, exitStatus == nil else { return }
    let now = WallClock.monotonic
    guard pacing.secondsUntilFrame(now: now, model: model) <= 0 else { return }
    if model.view.themeName != theme.name {
      do {
        theme = try themes.theme(model.view.themeName)
      } catch {
        send(.themeRefused(error.sentence, inUse: theme.name))
      }
    }
    screen.glyphTier = model.glyphTier
    screen.reportsMouse = model.view.usesMouse
    let frame = frames.frame(
      of: model, theme: theme, glyphs: screen.glyphTier, colors: screen.colorTier)
    if let frame { screen.present(frame) }
    pacing.drew(at: now)
    isDirty = false
  }

  private func send(_ message: Message) {
    for effect in model.update(message) { perform(effect) }
    isDirty = true
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .quit: exitStatus = 0
    case .send(let event): write(event)
    case .read(let offset, let line, let generation):
      reader.seek(to: LogPosition(offset: offset, line: line), generation: generation, restarts: restarts)
    case .readBack(let offsets): reader.readBack(offsets)
    case .foldElsewhere:
      if let fold = model.claimHeavyFold() { worker.start(fold) }
    case .copy(let text):
      if !screen.copy(text) { send(.copyFailed("nothing was copied: the terminal took only a part of it")) }
    case .export(let name, let csv, let rows):
      do {
        send(.exported(path: try ExportFile.write(Array(csv.utf8), name: name), rows: rows))
      } catch {
        send(.exportFailed("nothing was exported: \(error)"))
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

  private func write(_ event: ControlEvent) {
    guard let control else { return }
    let line = EventEncoder().encode(TimedEvent(time: WallClock.now, .control(event)))
    do {
      try control.append(line: line)
      send(.controlWritten(sequence: event.sequence))
    } catch {
      send(.controlFailed(sequence: event.sequence, error: "\(error)"))
    }
  }
}
