import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct RunsPaneTests {
  /// The sample run, one that is shorter, and one without its last reward model, which says that it is over.
  static func shell() -> DeckShell {
    let ids = SampleRun.ids
    var third = SampleRun.lines(steps: 50, ids: Array(ids.dropLast()) + ["grm-other-1b"], banStep: 1000)
    third += TestLog.lines([TimedEvent(.end(EndEvent(reason: "done")))], after: third.last)
    var shell = DeckShell(
      [SampleRun.lines(), SampleRun.lines(steps: 30, pinStep: 5), third],
      names: ["runs/base.jsonl", "runs/short.jsonl", "runs/other.jsonl"])
    shell.send(.tick(ClockReading(monotonic: 1, wall: SampleRun.start + 1)))
    return shell
  }

  private func lent(_ shell: DeckShell) -> DashboardModel {
    var model = shell.focused
    model.others = shell.deck.runs.indices.filter { $0 != shell.deck.focus }.map { shell.deck.runs[$0] }
    return model
  }

  @Test func aRowForEachRun() throws {
    let shell = Self.shell()
    let pane = RunsPane(lent(shell), width: 120, height: 20)
    #expect(pane.rows.map(\.number) == [1, 2, 3] && pane.rows.map(\.isFocused) == [true, false, false])
    #expect(Set(pane.rows.map(\.name)).count == 3)
    #expect(pane.rows.map(\.decisions) == ["480", "240", "400"])
    #expect(pane.rows.map(\.step) == ["59", "29", "49"])
    #expect(pane.rows.map(\.condition.text) == ["● LIVE", "● LIVE", "■ ENDED"])
    for (row, run) in zip(pane.rows, shell.deck.runs) {
      let sum = run.run.rewardModels.reduce(0) { $0 + $1.rewardSum }
      let count = run.run.rewardModels.reduce(0) { $0 + $1.rewardCount }
      #expect(row.reward == ScreenText.signed(sum / Double(count), cells: 5))
      #expect(row.saved == "75%")
      let alarms = Header.alarms(run)
      #expect(alarms.isEmpty ? row.alarms.text == "ok" : row.alarms.text.hasPrefix("▲ \(alarms.count) "))
    }
  }

  /// All areas have the steps of the longest run, and one reward model one colour in all of them.
  @Test func sharesStandOnOneAxis() throws {
    let pane = RunsPane(lent(Self.shell()), width: 120, height: 20)
    #expect(pane.span?.range == 0...59)
    #expect(pane.ids == SampleRun.ids + ["grm-other-1b"])
    let areas = pane.shares.compactMap(\.area)
    #expect(areas.count == 3 && Set(areas.map(\.columns.count)) == [pane.grid.cellWidth])
    func last(_ area: ShareArea) -> Int { area.columns.lastIndex { $0 != nil } ?? -1 }
    #expect(last(areas[0]) == pane.grid.cellWidth - 1)
    // Half as many steps end at half of the width.
    #expect(abs(last(areas[1]) - pane.grid.cellWidth / 2) <= 1)
    // From the focus of another run its reward models come first.
    var shell = Self.shell()
    shell.press("R", "R")
    #expect(RunsPane(lent(shell), width: 120, height: 20).ids.last == SampleRun.ids.last)
  }

  /// The others' curves: below, with a number each and a key that says which run it is.
  @Test func otherRunsAreOverlaid() throws {
    let model = lent(Self.shell())
    let pane = RewardPane(model, columns: 120, width: 60)
    #expect(pane.beside.map(\.number) == [2, 3])
    let bounds = try #require(pane.axis?.bounds)
    for curve in pane.beside {
      let own = try #require(curve.curve.bounds)
      #expect(bounds.contains(own.lowerBound) && bounds.contains(own.upperBound))
    }
    let span = try #require(model.chartSpan)
    #expect(model.metricsBeside("loss", span: span, columns: 100).map(\.number) == [2, 3])
    #expect(model.metricsBeside("no such metric", span: span, columns: 100).isEmpty)
    // A stretch that a run has not come to has no curve of it.
    let late = ChartSpan(range: 40...59, detail: "frozen")
    #expect(model.rewardsBeside(span: late, columns: 100).map(\.number) == [3])
    var painter = Painter(
      buffer: CellBuffer(size: CellSize(width: 60, height: 1)), theme: .standard, glyphs: .braille, keys: [])
    painter.legend(of: pane.beside, in: model, x: 0, y: 0, width: 60)
    let legend = painter.buffer.plainText
    #expect(legend.hasPrefix("other runs 2 ") && legend.contains("3 "))
  }

  @Test func oneRunSaysHowToOpenMore() {
    let model = sampleDashboard()
    #expect(RunsPane(model, width: 80, height: 10).emptyText?.contains("rmtop watch A B") == true)
    #expect(model.layout.rect(of: .runs) == nil)
  }

  /// Everything inside, nothing over anything else, one size.
  @Test func theGridIsOne() {
    for runs in 1...8 {
      for width in stride(from: 4, through: 240, by: 7) {
        for height in 0...30 {
          let grid = RunsGrid(runs: runs, x: 1, y: 5, width: width, height: height)
          #expect(grid.cells.count <= runs)
          #expect(Set(grid.cells.map(\.width)).count <= 1 && Set(grid.cells.map(\.height)).count <= 1)
          for (index, cell) in grid.cells.enumerated() {
            #expect(cell.x >= 1 && cell.right <= 1 + width && cell.y >= 5, "\(runs) in \(width)×\(height)")
            #expect(cell.bottom <= grid.axisLine && grid.axisLine < 5 + height)
            #expect(cell.height >= RunsGrid.leastHeight && cell.width == grid.cellWidth)
            for other in grid.cells[(index + 1)...] {
              #expect(
                cell.right < other.x || other.right < cell.x || cell.bottom <= other.y
                  || other.bottom <= cell.y)
            }
          }
        }
      }
    }
    #expect(RunsGrid(runs: 8, x: 0, y: 0, width: 78, height: 10).cells.count == 8)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func framesOfSeveralRuns(width: Int, height: Int) {
    var shell = Self.shell()
    shell.send(.resized(CellSize(width: width, height: height)))
    expectGolden(shell.golden(), "runs-\(width)x\(height).txt")
    shell.press("9")
    expectGolden(shell.golden(), "runs-pane-\(width)x\(height).txt")
  }

  @Test func framesWithoutColours() {
    var shell = Self.shell()
    shell.press("9", "z")
    expectGolden(shell.golden(theme: "mono", glyphs: .ascii), "runs-pane-ascii.txt")
  }
}
