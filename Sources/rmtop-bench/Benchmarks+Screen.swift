import Dashboard
import RunEvents
import RunState
import Simulator
import TerminalCells

/// What the screen costs: a frame of all panes with a long run behind it, and a look at a run in which nothing moves.
extension Benchmarks {
  static var screen: [Benchmark] {
    [
      Benchmark(name: "frame/200x60") { try changedFrame(ofCloses: false) },
      Benchmark(name: "frame/close") { try changedFrame(ofCloses: true) },
      Benchmark(name: "frame/still") { try stillFrame() },
    ]
  }

  private static let screenSize = CellSize(width: 200, height: 60)

  /// After each pair of the run: everything that is seen, and the difference to the frame before.
  ///
  /// - Parameter ofCloses: only those frames in which the charts go on, once a step, instead of all.
  private static func changedFrame(ofCloses: Bool) throws -> BenchRow {
    var watched = try WatchedRun(size: screenSize, events: 1_000_000)
    var times: [Double] = []
    while times.count < 201 {
      let changes = watched.chartChanges
      watched.goOn()
      let start = Stopwatch.now()
      watched.draw()
      if !ofCloses || watched.chartChanges > changes { times.append(Stopwatch.now() - start) }
    }
    times.sort()
    let value = times[times.count / 2]
    let peer = timeOfBareFrame()
    return BenchRow(
      name: ofCloses ? "frame/close" : "frame/200x60", value: value,
      peer: "12,000 cells filled and compared, nothing computed",
      peerValue: peer, ratio: value / peer, aim: ofCloses ? "" : "≤ 4 ms")
  }

  /// A second goes by and nothing arrives.
  private static func stillFrame() throws -> BenchRow {
    var watched = try WatchedRun(size: screenSize, events: 100_000)
    watched.draw()
    let value = Stopwatch.median {
      watched.tick()
      watched.draw()
    }
    let peer = timeOfBareFrame()
    return BenchRow(
      name: "frame/still", value: value, peer: "12,000 cells filled and compared, nothing computed",
      peerValue: peer, ratio: value / peer, aim: "≤ 0.1 ms")
  }

  private static func timeOfBareFrame() -> Double {
    let shown = CellBuffer(size: screenSize)
    var runs = 0
    let time = Stopwatch.median {
      var frame = CellBuffer(size: screenSize)
      frame[0, runs % screenSize.height] = Cell(glyph: "x", style: .plain)
      runs += frame.runs(from: shown).count
    }
    precondition(runs > 0)
    return time
  }
}

/// A dashboard that watches a simulated run of eight reward models.
private struct WatchedRun {
  private var model: DashboardModel
  private var trainer: SimulatedTrainer
  private var frames = FrameMemory()
  private var shown: CellBuffer?
  private var number = 0
  private var seconds = 0.0

  init(size: CellSize, events: Int) throws {
    trainer = try SimulatedTrainer(
      SimulationSettings(scenario: .hacking, steps: 10_000_000, rewardModels: 8, dimension: 8))
    model = DashboardModel(
      session: Session(
        mode: .watch, sourceName: "run.jsonl", control: .off("a benchmark sends no controls"), id: "00000000",
        user: ""))
    _ = model.update(.resized(size))
    tick()
    while number < events { goOn() }
  }

  var chartChanges: Int { model.run.charts.changes }

  /// The lines of the trainer's next unit.
  mutating func goOn() {
    var lines: [LogLine] = []
    for case .event(let event) in trainer.next() ?? [] {
      lines.append(LogLine(number: number + 1, offset: number * 400, length: 400, content: .event(event)))
      number += 1
    }
    _ = model.update(.lines(lines, generation: model.feed.generation))
    while model.feed.wantsFold { _ = model.update(.fold(maximum: 1024)) }
  }

  mutating func tick() {
    seconds += 1
    _ = model.update(.tick(ClockReading(monotonic: seconds, wall: 1_767_225_600 + seconds, utcOffset: 0)))
  }

  mutating func draw() {
    if model.wantsLook { _ = model.update(.look) }
    guard let frame = frames.frame(of: model, theme: .standard, glyphs: .braille) else { return }
    _ = frame.runs(from: shown)
    shown = frame
  }
}
