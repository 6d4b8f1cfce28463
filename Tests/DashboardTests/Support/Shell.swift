import RunEvents
import RunState
import TerminalCells

@testable import Dashboard

/// A shell without a terminal: hands the lines of a log in memory to a dashboard as a reader would, and does what
/// the dashboard asks.
struct Shell {
  var model: DashboardModel
  var log: [LogLine]
  /// Lines handed over at a time, and folded at a time.
  var chunk = 37
  var knowsSize = true
  /// A frame is about to be drawn whenever nothing more is wanted.
  var looks = true
  /// Heavy folds are held until `deliver()`; otherwise they are done at once.
  var holdsFolds = false
  private(set) var held: [HeavyFold] = []
  private(set) var foldsLent = 0
  private(set) var effects: [Effect] = []
  private(set) var effectsSoFar: [Effect] = []
  var answersReadBack = true
  private var position = 0
  private var generation = 0
  private var reported = -1

  init(_ log: [LogLine], mode: Session.Mode = .watch, control: Session.Control = .enabled) {
    self.log = log
    model = DashboardModel(
      session: Session(
        mode: mode, sourceName: "run.jsonl", control: control, id: "0a1b2c3d", user: "ann"))
  }

  /// A shell that has read and folded all it wants to.
  static func settled(
    _ log: [LogLine], mode: Session.Mode = .watch, control: Session.Control = .enabled
  ) -> Shell {
    var shell = Shell(log, mode: mode, control: control)
    shell.pump()
    return shell
  }

  mutating func send(_ message: Message) {
    for effect in model.update(message) { perform(effect) }
  }

  mutating func perform(_ effect: Effect) {
    if case .read(let offset, _, let generation) = effect {
      position = log.firstIndex { $0.offset >= offset } ?? log.count
      self.generation = generation
      reported = -1
    }
    if effect == .foldElsewhere, let fold = model.claimHeavyFold() {
      foldsLent += 1
      held.append(fold)
      while !holdsFolds, !held.isEmpty { deliver() }
    }
    if case .readBack(let offsets) = effect, answersReadBack {
      send(.readBack(offsets: offsets, lines: offsets.map { offset in log.filter { $0.offset == offset } }))
    }
    effects.append(effect)
    effectsSoFar.append(effect)
  }

  /// The worker hands the oldest fold back.
  mutating func deliver() {
    guard !held.isEmpty else { return }
    var fold = held.removeFirst()
    fold.fold()
    send(.folded(fold))
  }

  /// The source is another file now, read from its beginning.
  mutating func restartSource() {
    position = 0
    reported = -1
    pump()
  }

  /// Reads and folds until nothing more is wanted.
  mutating func pump() {
    while true {
      if model.feed.wantsLines && position < log.count {
        let lines = Array(log[position..<min(log.count, position + chunk)])
        position += lines.count
        send(.lines(lines, generation: generation))
      }
      if position != reported {
        reported = position
        var report = SourceReport()
        report.generation = generation
        report.offset = position < log.count ? log[position].offset : size
        report.size = knowsSize ? size : 0
        report.linesAhead = log.count - position
        report.reachedEnd = position == log.count
        report.canGrow = model.session.mode == .watch
        send(.source(report))
      }
      if model.feed.wantsFold {
        send(.fold(maximum: chunk))
      } else if !(model.feed.wantsLines && position < log.count) {
        if looks, model.wantsLook { send(.look) }
        return
      }
    }
  }

  /// Presses keys, each followed by what it sets off.
  @discardableResult
  mutating func press(_ keys: KeyStroke...) -> [Effect] { press(keys) }

  @discardableResult
  mutating func press(_ keys: [KeyStroke]) -> [Effect] {
    effects = []
    for key in keys {
      send(.key(key))
      pump()
    }
    return effects
  }

  /// Types a text.
  @discardableResult
  mutating func type(_ text: String) -> [Effect] { press(text.map { .character($0) }) }

  /// The log grows.
  mutating func grow(_ events: [RunEvent]) {
    log += TestLog.lines(events.map { TimedEvent($0) }, after: log.last)
    pump()
  }

  /// Ticks of so many seconds.
  mutating func tick(_ seconds: Double, times: Int = 1) {
    for _ in 0..<times {
      let now = model.clock.monotonic + seconds
      send(.tick(ClockReading(monotonic: now, wall: 1_700_000_000 + now)))
      pump()
    }
  }

  /// The control file has taken what was sent last.
  mutating func written() {
    if let own = model.ownControls.last { send(.controlWritten(sequence: own.control.sequence)) }
  }

  private var size: Int { log.last.map { $0.offset &+ $0.length } ?? 0 }

  var status: String { model.status?.text ?? "" }

  var draft: ControlDraft? {
    guard case .prompt(let prompt) = model.view.overlay, case .control(let draft) = prompt.purpose else {
      return nil
    }
    return draft
  }

  var promptError: String? {
    guard case .prompt(let prompt) = model.view.overlay else { return nil }
    return prompt.error
  }

  /// Step, event and transport in one line.
  var place: String {
    let step = model.run.progress.routingStep.map(String.init) ?? "-"
    return "step \(step) event \(model.run.progress.events) \(model.feed.transport)"
  }
}
