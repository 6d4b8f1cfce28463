import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

/// The line through all charts, and the values under it.
@Suite struct CrosshairTests {
  private static func position(_ shell: Shell) -> Double? { shell.model.chartSpan?.crosshair?.position }

  @Test func itMovesBySample() throws {
    var shell = Shell.settled(TestLog.usual())
    let place = shell.place
    #expect(Self.position(shell) == nil)
    shell.press("x")
    // The last step is not closed: the one before has the last sample.
    #expect(Self.position(shell) == 19)
    shell.press(.left, .left, "h")
    #expect(Self.position(shell) == 16)
    shell.press("H")
    #expect(Self.position(shell) == 6)
    shell.press("l", .right, "L", "L")
    #expect(Self.position(shell) == 19)
    shell.press(.home)
    #expect(Self.position(shell) == 0)
    shell.press(.left)
    #expect(Self.position(shell) == 0)
    shell.press(.end)
    #expect(Self.position(shell) == 19)
    // Nothing of it moves in time, and steps do again when it is gone.
    #expect(shell.place == place)
    shell.press(.escape)
    #expect(Self.position(shell) == nil)
    shell.press("x", "x")
    #expect(Self.position(shell) == nil)
    shell.press(.left)
    #expect(shell.place.hasPrefix("step 19 "))
  }

  @Test func withoutSamplesThereIsNone() {
    var shell = Shell.settled([])
    shell.press("x")
    #expect(shell.status == "there is no sample to point at yet" && shell.model.view.crosshair == nil)
  }

  /// Where there is a gap in the steps it goes over it, and stays in a frozen stretch.
  @Test func samplesAreNotSteps() throws {
    var shell = Shell.settled(
      TestLog.timed([TestLog.header()] + TestLog.steps([0, 1, 2, 50, 51, 90, 91])))
    shell.press("x")
    var seen = [try #require(Self.position(shell))]
    for _ in 0..<6 {
      shell.press(.left)
      seen.append(try #require(Self.position(shell)))
    }
    #expect(seen == [90, 51, 50, 2, 1, 0, 0])
    shell.model.view.span = .frozen(40...60)
    #expect(Self.position(shell) == 50)
    shell.press(.end, .right)
    #expect(Self.position(shell) == 51)
  }

  @Test(arguments: ChartAxis.allCases) func everyPaneHasTheValuesOfThatStep(axis: ChartAxis) throws {
    var model = sampleDashboard(size: CellSize(width: 200, height: 60))
    model.view.axis = axis
    model.view.smoothing = .none
    model.view.crosshair = 33
    let run = model.run
    let span = try #require(model.chartSpan)
    let crosshair = try #require(span.crosshair)
    #expect(crosshair.position == 33 && crosshair.words.hasSuffix("step 33"))
    #expect(span.range.contains(crosshair.place))

    func value(_ series: Series) -> Double? {
      series.buckets.last { $0.start <= 33 }.map { $0.sum / Double($0.count) }
    }
    let reward = RewardPane(model, columns: 160, width: 80)
    for line in reward.lines {
      let series = line.arm.map { run.charts.rewardByArm[$0] } ?? run.reward
      #expect(line.curve.reading?.value == value(series))
    }
    #expect(reward.readout?.entries.count == 5)
    let overall = try #require(reward.readout?.entries.first { $0.arm == nil })
    #expect(overall.text == ScreenText.signed(try #require(value(run.reward)), cells: 5) && overall.isExact)

    let share = try #require(SharePane(model, width: 80).readout)
    #expect(share.entries.map(\.arm) == [3, 2, 1, 0])
    let percent = share.entries.compactMap { Int($0.text.dropLast()) }
    #expect(percent.count == 4 && percent.reduce(0, +) == 100)

    let posterior = try #require(PosteriorPane(model, columns: 160, width: 80).readout)
    for entry in posterior.entries {
      let arm = try #require(entry.arm)
      let mean = try #require(value(run.beliefs[arm].mean))
      let deviation = try #require(value(run.beliefs[arm].standardDeviation))
      #expect(entry.text == ScreenText.belief(mean: mean, deviation: deviation, isWide: true))
    }
    let chart = RewardModelChart(model, arm: 1, kind: .posterior, width: 60, dotsPerCell: 2)
    #expect(chart.detail.hasPrefix(try #require(posterior.entries.first { $0.arm == 1 }).text))

    let metrics = MetricsPane(model, width: 100, height: 20, dotsPerCell: 2)
    let loss = try #require(metrics.items.first { $0.name.contains("loss") })
    let series = try #require(run.metrics.first { $0.name == "loss" }).series
    #expect(loss.value == ScreenText.value(try #require(value(series))))
    for pane in [share.entries.count, metrics.items.count] { #expect(pane > 0) }
    #expect(metrics.detail == crosshair.words && reward.detail == crosshair.words)
  }

  /// Under a smoothed curve it is the curve's value, not the sample's.
  @Test func smoothedWhereTheCurveIs() throws {
    var model = sampleDashboard()
    model.view.crosshair = 40
    for smoothing in Smoothing.allCases {
      let span = try #require(model.chartSpan)
      let curve = Curve(model.run.reward, span: span, columns: 2000, smoothing: smoothing)
      let drawn = smoothing == .none ? curve.raw : curve.smooth
      let column = try #require(span.column(of: 40, count: 2000))
      let at = try #require(drawn.first { $0.column == column })
      #expect(abs(try #require(curve.reading).value - at.last) < 1e-12)
    }
    model.view.smoothing = .none
  }

  /// A value of an earlier step is told from one of this step.
  @Test func whatIsNotOfThisStepIsNotExact() throws {
    var series = Series()
    for (position, value) in [(0.0, 1.0), (4, 2), (5, .nan), (8, 3)] {
      series.append(position: position, value: value)
    }
    #expect(series.reading(at: -1) == nil)
    #expect(series.reading(at: 3) == CurveReading(value: 1, isExact: false))
    #expect(series.reading(at: 4) == CurveReading(value: 2, isExact: true))
    #expect(series.reading(at: 5)?.value.isNaN == true)
    #expect(series.reading(at: 99) == CurveReading(value: 3, isExact: false))
  }

  /// The box never leaves the chart, never covers the line, and shows as much as fits.
  @Test(arguments: 0..<100 as Range<UInt64>) func theBoxStaysBesideTheLine(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let size = CellSize(width: random.integer(1...120), height: random.integer(0...20))
    let line = random.integer(0...(size.width - 1))
    let count = random.integer(0...14)
    var readout = CrosshairReadout([], sampleDashboard())
    readout.entries = (0..<count).map { CrosshairReadout.Entry(arm: $0, text: "+0.31 ±0.04", isExact: true) }
    guard let box = readout.box(line: line, size: size) else {
      let room = max(line, size.width - line - 1)
      #expect(count == 0 || size.height == 0 || room < 16)
      return
    }
    #expect(box.x >= 0 && box.x + box.width <= size.width && box.rows <= size.height)
    #expect(line < box.x || line >= box.x + box.width)
    #expect(box.count >= 1 && box.count <= box.rows * box.columns)
    if box.nameWidth > 0 { #expect(box.count == count) }
  }

  @Test func theLineIsInEveryChart() throws {
    var model = sampleDashboard(size: CellSize(width: 200, height: 60))
    model.view.crosshair = 20
    let frame = model.frame(theme: .standard, glyphs: .braille)
    var lit: Set<Int> = []
    for placement in model.layout.panes {
      let rect = placement.rect
      for y in rect.y + 1..<rect.bottom {
        for x in rect.x..<rect.right - 1
        where frame[x, y].glyph == "│" && frame[x, y].style.foreground == Theme.standard[.key].foreground {
          lit.insert(placement.pane.digit)
        }
      }
    }
    #expect(lit.isSuperset(of: [3, 4, 5]))
    #expect(frame.plainText.contains("at step 20"))
  }
}
