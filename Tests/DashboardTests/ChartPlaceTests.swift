import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Charts over steps, time and decisions.
@Suite struct ChartPlaceTests {
  /// Steps of two decisions, the second half of them ten times as slow.
  private static let log: [LogLine] = {
    let first = [TestLog.header()] + TestLog.steps(0..<10)
    let second = TestLog.steps(10..<20)
    let quick = TestLog.timed(first, gap: 1)
    let start = 1_700_000_000 + Double(first.count)
    return quick
      + TestLog.lines(
        second.enumerated().map { TimedEvent(time: start + 10 * Double($0), $1) }, after: quick.last)
  }()

  private static func spots(_ axis: ChartAxis) throws -> [Int] {
    var shell = Shell.settled(log)
    shell.model.view.axis = axis
    let span = try #require(shell.model.chartSpan)
    return Curve(shell.model.run.reward, span: span, columns: 100, smoothing: .none).raw.map(\.column)
  }

  @Test func theSlowHalfTakesMostOfTheTime() throws {
    #expect(try Self.spots(.step).count { $0 < 50 } == 10)
    #expect(try Self.spots(.decisions).count { $0 < 50 } == 9)
    let byTime = try Self.spots(.time)
    #expect(byTime.count { $0 < 12 } == 10 && byTime.last.map { $0 > 80 } == true)
  }

  @Test func oneKeyChangesAllPanes() throws {
    var shell = Shell.settled(Self.log)
    #expect(shell.model.chartSpan?.words == "all")
    var titles: Set<String> = []
    for (axis, word) in [(ChartAxis.time, "time"), (.decisions, "decisions")] {
      shell.press("X")
      #expect(shell.model.view.axis == axis && shell.status.contains(word))
      let span = try #require(shell.model.chartSpan)
      #expect(span.words == "by \(word) · all")
      let run = shell.model.run
      let end =
        axis == .time ? run.progress.lastTime.map { $0 - 1_700_000_000 } : Double(run.counts.decisions)
      #expect(span.range.upperBound == end)
      titles.insert(SharePane(shell.model, width: 80).title)
      #expect(RewardPane(shell.model, columns: 80, width: 40).span == span)
      #expect(RewardModelChart(shell.model, arm: 0, kind: .reward, width: 60, dotsPerCell: 2).span == span)
      #expect(PosteriorPane(shell.model, columns: 80, width: 40).span == span)
    }
    #expect(
      titles == ["Selection share by time · smoothed .9", "Selection share by decisions · smoothed .9"])
    shell.press("X")
    #expect(shell.model.view.axis == .step)
  }

  @Test func aTailIsTheSameStretchOfTheRun() throws {
    var shell = Shell.settled(Self.log)
    shell.model.view.span = .tail(5)
    let series = shell.model.run.reward
    func shown() throws -> Int {
      let span = try #require(shell.model.chartSpan)
      return span.place.placed(series).buckets.count { span.range.contains($0.start) }
    }
    let bySteps = try shown()
    for axis in [ChartAxis.time, .decisions] {
      shell.model.view.axis = axis
      #expect(try shown() == bySteps)
    }
    #expect(bySteps == 5)
  }

  @Test func withoutTimesTheStepsStay() throws {
    var shell = Shell.settled(TestLog.untimed([TestLog.header()] + TestLog.steps(0...9)))
    shell.press("X")
    #expect(shell.status.contains("no event of this log has a time"))
    #expect(shell.model.chartSpan?.words == "all")
    shell.press("X")
    #expect(shell.model.chartSpan?.words == "by decisions · all")
    // Nothing to chart, and metrics alone.
    var empty = Shell.settled([])
    empty.press("X")
    #expect(empty.model.chartSpan == nil)
    let metrics = (0..<10).map {
      RunEvent.metrics(MetricsEvent(step: $0, values: [.init(name: "loss", value: 1)]))
    }
    var alone = Shell.settled(TestLog.timed([TestLog.header()] + metrics, gap: 60))
    alone.press("X")
    let span = try #require(alone.model.chartSpan)
    #expect(span.range == 0...600)
    #expect(
      Curve(alone.model.run.metrics[0].series, span: span, columns: 10, smoothing: .none).raw.map(\.column)
        == [1, 2, 3, 4, 5, 6, 7, 8, 9])
  }

  @Test func aMarkStandsWhereItsEventWas() throws {
    let control = ControlEvent(sequence: "a-1", action: .ban, rewardModel: "beta", by: "ann")
    var shell = Shell.settled(
      TestLog.timed(
        [TestLog.header()] + TestLog.steps(0..<5) + [
          .control(control), .applied(AppliedEvent(sequence: "a-1", ok: true, step: 4)),
        ]
          + TestLog.steps(5..<10, rewardModel: "alpha")))
    shell.model.view.axis = .time
    let span = try #require(shell.model.chartSpan)
    let marker = try #require(shell.model.run.markers.first { $0.kind == .control })
    let place = try #require(span.place.place(of: marker))
    // A second for every event, the first at 0.
    #expect(abs(place - Double(marker.event - 1)) <= 1)
    #expect(!ChartMarker.markers(shell.model, span: span, width: 40).isEmpty)
  }

  /// What was left by a restart lies at its own time, before what came after it.
  @Test func aBranchThatWasLeftHasItsOwnTime() throws {
    var shell = Shell.settled(
      TestLog.timed(
        [TestLog.header()] + TestLog.steps(0...30) + TestLog.steps(10...20, series: "again")))
    #expect(shell.model.run.reward.hasAbandoned)
    shell.model.view.axis = .time
    let span = try #require(shell.model.chartSpan)
    let curve = Curve(shell.model.run.reward, span: span, columns: 200, smoothing: .none)
    let lastLeft = try #require(curve.abandoned.last?.column)
    let restart = try #require(curve.raw.last { $0.startsSegment }?.column)
    #expect(lastLeft < restart)
  }
}
