import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

/// Random keys and messages: nothing traps, and what must hold holds after each of them.
@Suite struct KeyStormTests {
  static let keys: [KeyStroke] =
    Keymap.rows.flatMap(\.keys).filter { $0 != .control("c") && $0 != "q" }
    + ["7", "%", "-", "é", "\u{1F642}", .delete, .function(9), .enter, .enter, .left, .right]

  static func hostileLog() -> [LogLine] {
    var events = [TestLog.header()] + TestLog.steps(0...12, series: "a") + TestLog.steps(2...5, series: "b")
    events.append(.note(NoteEvent(level: .warn, text: "\u{1B}[2J\u{202E}evil")))
    events.append(.control(ControlEvent(sequence: "0a1b2c3d-1", action: .ban, rewardModel: "beta")))
    events.append(.applied(AppliedEvent(sequence: "0a1b2c3d-1", ok: true, step: .max)))
    events += TestLog.steps([1 << 53, (1 << 53) - 1], series: "c")
    events += [
      .run(RunHeader(name: "other", rewardModels: [RewardModelInfo(id: "solo")])),
      .decision(DecisionEvent(id: "x", rewardModel: "solo", step: 3)), .end(EndEvent()),
    ]
    var lines = TestLog.timed(events, gap: 1e300)
    lines[20].content = .fault(FaultReason(.invalidJSON, "broken"))
    lines.append(
      LogLine(
        number: .max, offset: .max, length: .max, content: .event(TimedEvent(time: .nan, .end(EndEvent())))))
    return lines
  }

  @Test(arguments: 0..<15) func nothingTrapsAndTheScreenStaysWhole(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let modes: [(Session.Mode, Session.Control)] = [
      (.watch, .enabled), (.replay, .enabled), (.watch, .off("no control file")),
    ]
    let (mode, control) = modes[seed % modes.count]
    var shell = Shell(seed % 5 == 4 ? [] : Self.hostileLog(), mode: mode, control: control)
    shell.chunk = 1 + seed * 3
    if mode == .replay { shell.model.feed.transport = .playing }
    for _ in 0..<250 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0: shell.tick(Double.random(in: -1...40, using: &generator))
      case 1:
        let size = CellSize(
          width: Int.random(in: -5...300, using: &generator),
          height: Int.random(in: -5...120, using: &generator))
        shell.send(.resized(size))
      case 2: shell.written()
      case 3:
        shell.send(.sourceNotice("the log shrank"))
        if Bool.random(using: &generator) { shell.send(.historyLost) }
        if Bool.random(using: &generator) {
          shell.send(.sourceRestarted(afresh: Bool.random(using: &generator)))
        }
      case 4: shell.send(.key(Self.keys.randomElement(using: &generator) ?? .up))
      default: shell.press(Self.keys.randomElement(using: &generator) ?? .up)
      }
      checkInvariants(shell.model)
    }
  }

  private func checkInvariants(_ model: DashboardModel) {
    let view = model.view
    #expect((model.selectedArm != nil) == !model.run.rewardModels.isEmpty)
    #expect(model.rowOrder.sorted() == Array(model.run.rewardModels.indices))
    #expect(view.eventScroll >= 0 && view.eventScroll <= max(0, model.eventRowCount - 1))
    #expect(!view.hidden.contains(view.focus) && !view.hidden.contains(.rewardModels))
    #expect(view.zoomed == nil || view.zoomed == view.focus)
    #expect(model.session.themeNames.contains(view.themeName))
    #expect(model.size.width >= 0 && model.size.height >= 0)
    #expect(model.feed.history.checkpoints.all.count <= History.checkpointLimit)
    #expect(model.feed.queuedLines >= 0 && model.feed.speed > 0)
    if case .help(let search, let scroll) = view.overlay {
      #expect(scroll >= 0 && scroll <= max(0, Keymap.helpRows(search: search).count - 1))
    }
    if case .frozen(let range) = view.span { #expect(range.lowerBound <= range.upperBound) }
    let sequences = model.ownControls.map(\.control.sequence)
    #expect(Set(sequences).count == sequences.count)
    _ = Keymap.hints(for: model)
    _ = model.condition
  }
}
