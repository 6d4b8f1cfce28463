import RunEvents
import RunState
import TerminalCells

@testable import Dashboard

/// A shell without a terminal over several logs in memory: hands every run its lines, does what the runs ask, and folds
/// all of them to their ends.
struct DeckShell {
  var deck: Deck
  private var logs: [[LogLine]]
  private var positions: [Int]
  private var generations: [Int]
  private(set) var orders: [Deck.Order] = []

  /// - Parameter names: of the sources, in the order of the logs.
  init(
    _ logs: [[LogLine]], names: [String]? = nil, mode: Session.Mode = .watch,
    control: Session.Control = .enabled
  ) {
    self.logs = logs
    positions = logs.map { _ in 0 }
    generations = logs.map { _ in 0 }
    let models = logs.indices.map { index in
      var model = DashboardModel(
        session: Session(
          mode: mode, sourceName: names?[index] ?? "run-\(index + 1).jsonl", control: control,
          id: "0a1b2c3\(index)", user: "ann"))
      if mode == .replay {
        model.feed.transport = .paused
        model.feed.target = .end
      }
      return model
    }
    deck = Deck(models[0], others: Array(models.dropFirst()))
    _ = deck.update(.resized(CellSize(width: 80, height: 24)))
    _ = deck.update(.tick(ClockReading(monotonic: 0, wall: 1_700_000_000)))
    pump()
  }

  var focused: DashboardModel { deck.runs[deck.focus] }
  var status: String { focused.status?.text ?? "" }

  mutating func send(_ message: Message) { perform(deck.update(message)) }

  mutating func send(_ message: Message, of run: Int) { perform(deck.update(message, of: run)) }

  @discardableResult
  mutating func press(_ keys: KeyStroke...) -> [Deck.Order] {
    orders = []
    for key in keys {
      send(.key(key))
      pump()
    }
    return orders
  }

  /// The log of one run grows.
  mutating func grow(_ run: Int, _ events: [RunEvent]) {
    logs[run] += TestLog.lines(events.map { TimedEvent($0) }, after: logs[run].last)
    pump()
  }

  private mutating func perform(_ asked: [Deck.Order]) {
    for order in asked {
      if case .read(let offset, _, let generation) = order.effect {
        positions[order.run] = logs[order.run].firstIndex { $0.offset >= offset } ?? logs[order.run].count
        generations[order.run] = generation
      }
    }
    orders += asked
  }

  /// Reads and folds until no run wants anything more.
  mutating func pump() {
    for run in logs.indices {
      repeat {
        let lines = Array(logs[run][positions[run]...].prefix(101))
        positions[run] += lines.count
        if !lines.isEmpty { send(.lines(lines, generation: generations[run]), of: run) }
        var report = SourceReport()
        report.generation = generations[run]
        report.size = logs[run].last.map { $0.offset + $0.length } ?? 0
        report.reachedEnd = positions[run] == logs[run].count
        report.linesAhead = logs[run].count - positions[run]
        report.canGrow = deck.runs[run].session.mode == .watch
        send(.source(report), of: run)
        while deck.runs[run].feed.wantsFold { send(.fold(maximum: 64), of: run) }
      } while positions[run] < logs[run].count
      if deck.runs[run].wantsLook { send(.look, of: run) }
    }
  }

  func golden(theme: String = "dark", glyphs: GlyphTier = .braille) -> String {
    let theme = Theme.builtIn(named: theme) ?? Theme(name: "none")
    let frame = deck.frame(theme: theme, glyphs: glyphs)
    return frame.plainText + "\n" + frame.stylePlane(theme)
  }
}
