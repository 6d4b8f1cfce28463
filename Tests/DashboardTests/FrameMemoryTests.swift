import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct FrameMemoryTests {
  /// A dashboard on a screen that remembers what it shows.
  private struct Screen {
    var memory = FrameMemory()
    var shown: CellBuffer?

    /// Whether there was another frame to show.
    @discardableResult
    mutating func show(_ model: DashboardModel) -> Bool {
      guard let frame = memory.frame(of: model, theme: .standard, glyphs: .braille) else { return false }
      shown = frame
      return true
    }
  }

  /// Whatever comes: what is remembered is what would be drawn.
  @Test(arguments: [Session.Mode.watch, .replay]) func showsWhatWouldBeDrawn(_ mode: Session.Mode) {
    var generator = SeededGenerator(seed: mode == .watch ? 5 : 6)
    var shell = Shell(KeyStormTests.hostileLog(), mode: mode)
    shell.chunk = 3
    if mode == .replay { shell.model.feed.transport = .playing }
    var screen = Screen()
    for _ in 0..<90 {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0...3: shell.tick(Double.random(in: 0...4, using: &generator))
      case 4: shell.send(.sourceNotice("the log shrank"))
      default: shell.press(KeyStormTests.keys.randomElement(using: &generator) ?? .up)
      }
      screen.show(shell.model)
      #expect(screen.shown == shell.model.frame(theme: .standard, glyphs: .braille))
    }
  }

  /// Line by line, with steps that close in between, a run that starts again, and keys: charts that were kept are those
  /// that would be drawn.
  @Test(arguments: [CellSize(width: 120, height: 40), CellSize(width: 200, height: 60)])
  func keepsOnlyChartsThatAreAsTheyWere(_ size: CellSize) {
    var generator = SeededGenerator(seed: UInt64(size.width))
    let lines = SampleRun.lines(steps: 14)
    var model = sampleDashboard([])
    _ = model.update(.resized(size))
    var screen = Screen()
    let keys: [KeyStroke] = [.character("e"), .character("x"), .character("y"), .down, .tab]
    for (number, line) in (lines + lines.dropFirst(40).prefix(60)).enumerated() {
      var line = line
      line.number = number + 1
      _ = model.update(.lines([line], generation: model.feed.generation))
      while model.feed.wantsFold { _ = model.update(.fold(maximum: 1)) }
      if number % 29 == 28, let key = keys.randomElement(using: &generator) { _ = model.update(.key(key)) }
      if number % 17 == 0 {
        _ = model.update(.tick(ClockReading(monotonic: Double(number), wall: SampleRun.start)))
      }
      screen.show(model)
      guard number % 3 == 0 else { continue }
      #expect(screen.shown == model.frame(theme: .standard, glyphs: .braille))
    }
  }

  /// Between two closes the charts are not drawn again: a mark says so.
  @Test func aDecisionAloneMovesNoChart() {
    let lines = SampleRun.lines(steps: 12)
    var model = sampleDashboard(Array(lines.prefix(100)))
    var kept = 0
    for line in lines.dropFirst(100) {
      let before = [SharePane.mark(model), RewardPane.mark(model), PosteriorPane.mark(model)]
      let (shares, reward) = (model.run.shares.byArm.map(\.sampleCount), model.run.reward.sampleCount)
      _ = model.update(.lines([line], generation: model.feed.generation))
      while model.feed.wantsFold { _ = model.update(.fold(maximum: 1)) }
      #expect(before.allSatisfy { $0 != nil })
      if RewardPane.mark(model) == before[1] {
        kept += 1
        #expect(model.run.reward.sampleCount == reward)
        #expect(model.run.shares.byArm.map(\.sampleCount) == shares)
      }
    }
    #expect(kept > 20)
  }

  @Test func aTickThatOnlyMovesTheClockDrawsNoPane() {
    var shell = Shell.settled(SampleRun.lines(steps: 12))
    shell.tick(1)
    var screen = Screen()
    let first = screen.show(shell.model)
    #expect(first)
    let before = shell.model.changes
    shell.tick(0)
    let unmoved = screen.show(shell.model)
    #expect(!unmoved)
    shell.tick(1)
    let moved = screen.show(shell.model)
    #expect(moved)
    #expect(shell.model.changes == before)
    shell.press("z")
    #expect(shell.model.changes > before)
  }

  /// What a tick alone changes in the panes: the rows and the charted ones, when the held order is let go.
  @Test(arguments: [true, false]) func aTickThatSortsAfreshDrawsThePanes(rows: Bool) {
    let ids = (1...12).map { "model-\($0)" }
    var model = sampleDashboard(SampleRun.lines(steps: 8, ids: ids))
    _ = model.update(.tick(ClockReading(monotonic: 1, wall: SampleRun.start)))
    if rows { model.heldOrder?.arms.reverse() } else { model.heldOrder?.charted.reverse() }
    var screen = Screen()
    screen.show(model)
    let before = screen.shown
    _ = model.update(.tick(ClockReading(monotonic: 9, wall: SampleRun.start)))
    screen.show(model)
    #expect(screen.shown != before)
    #expect(screen.shown == model.frame(theme: .standard, glyphs: .braille))
  }

  /// A search that a key began goes on in ticks, and what it finds is seen.
  @Test func aTickThatFindsMoreDrawsThePanes() {
    var model = sampleDashboard([])
    let long = String(repeating: "a", count: 990)
    model.feed.notices = (0..<240).map {
      JournalEntry(notice: long + " \($0)", event: $0, step: $0, time: nil)
    }
    for key in "7/" { _ = model.update(.key(.character(key))) }
    _ = model.update(.pasted("/(a|a?)+(a|a?)+ 3$/"))
    var screen = Screen()
    screen.show(model)
    let before = screen.shown
    #expect(model.isSearching)
    for second in 1...10_000 where model.isSearching {
      _ = model.update(.tick(ClockReading(monotonic: Double(second), wall: SampleRun.start)))
      screen.show(model)
    }
    #expect(screen.shown != before)
    #expect(screen.shown == model.frame(theme: .standard, glyphs: .braille))
  }
}
