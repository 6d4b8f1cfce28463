import Foundation
import Markup
import RunEvents
import RunState
import Simulator
import TerminalCells
import Testing

@testable import Dashboard

/// The film in the README: the simulated trainer of `rmtop demo` runs, a person sees a reward model being hacked and
/// bans it, and the trainer obeys. Dashboard, keys and trainer are the real ones; only time is by hand.
///
/// `RMTOP_UPDATE_GOLDEN=1 swift test --filter FilmTests` records it anew (`make pictures`).
@Suite struct FilmTests {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/pictures/ban.svg")

  @Test func theFilmIsTheRealDashboard() throws {
    var film = try Film()
    try film.play(untilStep: 40)
    film.take(seconds: 1)
    for step in stride(from: 48, through: 88, by: 8) {
      try film.play(untilStep: step)
      film.take(seconds: 0.7)
    }
    film.press([.pageUp], seconds: 0.5)
    film.press([.character("b")], seconds: 1.2)
    film.press([.tab, .tab], seconds: 0.4)
    for word in ["rewards rise, ", "win rate ", "falls"] {
      film.press(word.map { .character($0) }, seconds: 0.3)
    }
    film.press([.enter], seconds: 1)
    try film.obey()
    for step in [90, 94, 98, 104, 112, 120] {
      try film.play(untilStep: step)
      film.take(seconds: step == 120 ? 4 : 0.9)
    }
    let sent = film.shell.model.ownControls
    #expect(sent.map(\.status) == [.obeyed] && sent.map(\.control.rewardModel) == ["grm-gemma2-2b"])
    let svg = film.svg
    #expect(svg.utf8.count <= 300_000, "\(svg.utf8.count) bytes")
    if ProcessInfo.processInfo.environment["RMTOP_UPDATE_GOLDEN"] == "1" {
      try svg.write(to: Self.file, atomically: true, encoding: .utf8)
      Issue.record("the film has been recorded: a run that records proves nothing")
      return
    }
    let recorded = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(recorded == svg, "run `make pictures` to record it anew")
  }
}

/// A dashboard that watches a simulated trainer, and what it has shown.
private struct Film {
  private(set) var shell: Shell
  private var trainer: SimulatedTrainer
  private var frames: [CellPicture.Frame] = []
  private let theme = Theme.standard

  init() throws {
    trainer = try SimulatedTrainer(
      SimulationSettings(
        scenario: .hacking, steps: 140, dimension: 8, seed: 7, pairsPerStep: 8, runName: "dpo-qwen2.5-7b"))
    shell = Shell([])
    shell.send(.resized(CellSize(width: 96, height: 26)))
  }

  /// Has the trainer write until a step is over.
  mutating func play(untilStep step: Int) throws {
    while (shell.model.run.progress.routingStep ?? -1) <= step, shell.model.run.progress.end == nil {
      // The unit that would begin the next step waits.
      var ahead = trainer
      guard let unit = ahead.next() else { return }
      if unit.contains(where: { ($0.event?.event.routingStep ?? -1) > step }) { return }
      trainer = ahead
      write(unit)
    }
  }

  /// The trainer finds the control that the viewer has sent.
  mutating func obey() throws {
    guard
      case .send(let control)? = shell.effectsSoFar.last(where: { if case .send = $0 { true } else { false } }
      )
    else { return }
    shell.written()
    if let unit = trainer.next(controls: [GivenControl(control, time: shell.model.run.progress.lastTime)]) {
      write(unit)
    }
  }

  private mutating func write(_ unit: [SimulatedLine]) {
    for line in unit {
      guard let event = line.event else { continue }
      let number = shell.log.count + 1
      shell.log.append(
        LogLine(number: number, offset: (number - 1) * 100, length: 100, content: .event(event)))
      let time = event.time ?? 0
      shell.send(.tick(ClockReading(monotonic: time - SimulatedTrainer.epoch, wall: time)))
    }
    shell.pump()
  }

  mutating func press(_ keys: [KeyStroke], seconds: Double) {
    shell.press(keys)
    take(seconds: seconds)
  }

  mutating func take(seconds: Double) {
    frames.append(CellPicture.Frame(shell.model.frame(theme: theme, glyphs: .braille), seconds: seconds))
  }

  var svg: String {
    CellPicture(ink: theme.ink, paper: theme.ground)
      .film(frames, title: "A reward model is hacked; its ban is typed, sent and obeyed")
  }
}

extension SimulatedLine {
  fileprivate var event: TimedEvent? {
    if case .event(let event) = self { event } else { nil }
  }
}
