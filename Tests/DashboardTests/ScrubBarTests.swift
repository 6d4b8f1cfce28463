import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct ScrubBarTests {
  private func replay(
    _ lines: [LogLine] = SampleRun.lines(steps: 60), size: CellSize = CellSize(width: 100, height: 30)
  ) -> Shell {
    var shell = Shell(lines, mode: .replay)
    shell.model.session.hasScrubBar = true
    shell.model.feed.transport = .paused
    shell.model.feed.target = .end
    shell.send(.resized(size))
    shell.pump()
    return shell
  }

  private func bar(_ shell: Shell) -> ScrubBar { ScrubBar(shell.model, width: shell.model.size.width) }

  @Test func saysWhichStepOfHowMany() {
    var shell = replay()
    #expect(bar(shell).words == "step 59 of 59")
    #expect(bar(shell).cursor == bar(shell).width - 1)
    for effect in shell.model.move(to: .step(20)) { shell.perform(effect) }
    shell.pump()
    let there = bar(shell)
    #expect(there.words == "step 20 of 59")
    #expect(there.cursor > there.width / 4 && there.cursor < there.width / 2)
    let line = shell.model.frame(theme: .standard, glyphs: .braille).plainText
      .split(separator: "\n", omittingEmptySubsequences: false)[28]
    #expect(line.hasSuffix("step 20 of 59") && line.contains("━●─"))
    for effect in shell.model.move(to: .beginning) { shell.perform(effect) }
    shell.pump()
    #expect(bar(shell).cursor <= 1)
  }

  /// What comes after the moment shown stands on the bar all the same: the pin, the ban.
  @Test func marksOfTheWholeRunStayWhereTheyAre() {
    var shell = replay()
    let atEnd = bar(shell).marks
    #expect(atEnd.count { $0.kind == .control } >= 2)
    for effect in shell.model.move(to: .step(5)) { shell.perform(effect) }
    shell.pump()
    #expect(shell.model.run.markers.count < shell.model.newestMarkers.count)
    #expect(bar(shell).marks == atEnd)
  }

  /// A run that has gone back to step 20 is as long as it was.
  @Test func theGreatestStepIsTheLength() {
    let lines = SampleRun.lines(steps: 60)
    let back = SampleRun.lines(steps: 20).dropFirst()
    var numbered = lines
    for line in back {
      let number = numbered.count + 1
      numbered.append(
        LogLine(number: number, offset: number * 1000, length: line.length, content: line.content))
    }
    #expect(bar(replay(numbered)).words == "step 19 of 59")
  }

  /// A click goes to the moment of its cell, and a drag goes along.
  @Test func aClickGoesThere() throws {
    var shell = replay()
    shell.press(.function(2))
    let rect = shell.model.layout.scrub
    #expect(rect == CellRect(x: 0, y: 28, width: 100, height: 1))
    for cell in [3, 50, 17] {
      shell.send(.mouse(MouseEvent(cell == 50 ? .drag : .press, x: rect.x + 1 + cell, y: rect.y)))
      shell.pump()
      #expect(bar(shell).cursor == cell)
      #expect(shell.model.run.progress.events == bar(shell).event(ofCell: cell))
      shell.send(.mouse(MouseEvent(.release, x: rect.x + 1 + cell, y: rect.y)))
    }
  }

  /// What of a file has not been read is drawn as a rest of unknown length.
  @Test func aRestIsNotKnownYet() {
    let lines = SampleRun.lines(steps: 60)
    var model = sampleDashboard(Array(lines.prefix(lines.count / 2)), mode: .replay)
    model.session.hasScrubBar = true
    var report = SourceReport()
    report.generation = model.feed.generation
    report.size = (lines.last?.offset ?? 0) + 100
    report.canGrow = false
    _ = model.update(.source(report))
    let bar = ScrubBar(model, width: 100)
    #expect(bar.words.hasSuffix("+"), "\(bar.words)")
    #expect(bar.known > bar.width / 3 && bar.known < bar.width * 2 / 3 && bar.cursor == bar.known - 1)
  }

  @Test(arguments: [1, 20, 60, 80, 200, 400]) func isSoundAtAllWidths(width: Int) {
    var shell = replay(SampleRun.lines(steps: 30))
    for step in [0, 3, 29] {
      for effect in shell.model.move(to: .step(step)) { shell.perform(effect) }
      shell.pump()
      let bar = ScrubBar(shell.model, width: width)
      #expect(bar.cursor >= 0 && bar.cursor < max(1, bar.known) && bar.known <= max(1, bar.width))
      #expect(bar.marks.allSatisfy { $0.cell >= 0 && $0.cell < bar.known })
      #expect(bar.marks.map(\.cell) == Set(bar.marks.map(\.cell)).sorted())
    }
  }

  @Test(arguments: [GlyphTier.braille, .ascii]) func looks(glyphs: GlyphTier) {
    var shell = replay(size: CellSize(width: 80, height: 24))
    for effect in shell.model.move(to: .step(30)) { shell.perform(effect) }
    shell.pump()
    expectGolden(shell.model.golden(glyphs: glyphs), "scrub-\(glyphs).txt")
    // On low screens the line is the panes'.
    shell.send(.resized(CellSize(width: 80, height: 16)))
    #expect(shell.model.layout.scrub.isEmpty)
  }
}
