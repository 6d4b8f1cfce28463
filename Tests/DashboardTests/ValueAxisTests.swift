import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Scales, outliers, edges and gaps of reward and metric charts.
@Suite struct ValueAxisTests {
  private static func series(_ values: [Double]) -> Series {
    var series = Series()
    for (index, value) in values.enumerated() { series.append(position: Double(index), value: value) }
    return series
  }

  private static func axis(
    _ values: [Double], _ scale: ValueScale.Kind = .linear, clips: Bool = false, smoothing: Smoothing = .none
  ) throws -> (axis: ValueAxis, curve: Curve) {
    let span = ChartSpan(range: 0...Double(values.count), detail: "all")
    let curve = Curve(series(values), span: span, columns: values.count, smoothing: smoothing)
    var view = ViewState()
    view.scale = scale
    view.clipsOutliers = clips
    var axis = try #require(ValueAxis([curve], view, goesBySmooth: true))
    axis.countClipped(series(values), span)
    return (axis, curve.placed(on: axis))
  }

  private static func values(_ axis: ValueAxis) -> ClosedRange<Double> {
    axis.scale.value(at: axis.bounds.lowerBound)...axis.scale.value(at: axis.bounds.upperBound)
  }

  @Test func smoothedCurvesMakeTheAxisAndWhatLiesBeyondIsCounted() throws {
    let noisy = (0..<100).map { $0 % 10 == 0 ? 100.0 : $0 % 10 == 5 ? -50 : 1 }
    let all = try Self.axis(noisy).axis
    #expect(all.bounds.contains(100) && all.bounds.contains(-50) && all.words.isEmpty)
    let smooth = try Self.axis(noisy, smoothing: .strongest).axis
    let shown = Self.values(smooth)
    #expect(smooth.clipped.above == noisy.count { $0 > shown.upperBound })
    #expect(smooth.clipped.below == noisy.count { $0 < shown.lowerBound })
    #expect(smooth.clipped.below > 0 && smooth.words.contains("▾\(smooth.clipped.below)"))
  }

  @Test func outliersAreLeftOutWhenAsked() throws {
    var values = (0..<200).map { Double($0 % 7) }
    values[50] = 1e9
    values[60] = -1e9
    #expect(try Self.axis(values).axis.bounds.upperBound > 1e8)
    let clipped = try Self.axis(values, clips: true).axis
    #expect(clipped.bounds.upperBound < 7 && clipped.bounds.lowerBound > -1)
    #expect(clipped.words == "▴1 ▾1")
    // Noise has none, and nothing but equal values does not end in nothing.
    #expect(try Self.axis((0..<200).map { Double($0 % 7) }, clips: true).axis.words.isEmpty)
    let flat = try Self.axis(Array(repeating: 3, count: 99) + [1e6], clips: true).axis
    #expect(flat.bounds.contains(3) && flat.clipped.above == 1)
  }

  /// Three distances of the quartiles beyond these.
  @Test func theFenceStandsWhereTheDocumentsSay() throws {
    // Quartiles 25 and 76: of so few the outlier is one.
    let values = (0...100).map(Double.init)
    let near = try Self.axis(values + [228], clips: true).axis
    #expect(near.words.isEmpty && near.bounds.contains(228))
    let far = try Self.axis(values + [300], clips: true).axis
    #expect(!far.bounds.contains(300) && far.clipped.above == 1, "\(far)")
  }

  @Test func aLogarithmSaysWhatItDoesNotHave() throws {
    let (axis, curve) = try Self.axis([100, 10, 0, -5, 1, 0.1], .log)
    #expect(axis.words == "log · ▾2 · 2 not above 0")
    #expect(Self.values(axis).contains(0.1) && Self.values(axis).contains(100))
    #expect(curve.raw.map { $0.last < axis.bounds.lowerBound } == [false, false, true, true, false, false])
    let none = try Self.axis([-1, -2, 0], .log).axis
    #expect(none.isRefused && none.scale.kind == .linear && none.words.hasPrefix("nothing above 0"))
    let symlog = try Self.axis([100, 10, 0, -5, 1, 0.1], .symlog).axis
    #expect(symlog.words == "symlog" && Self.values(symlog).contains(-5))
    #expect(ValueAxis([], ViewState()) == nil)
  }

  @Test func gapsAreJoinedWhereTheLineBreaks() throws {
    let values: [Double] = [1, 2, .nan, .nan, 3, 4, .infinity, 5]
    let raw = try Self.axis(values).curve
    #expect(raw.gaps.map { [$0.before.column, $0.after.column] } == [[1, 4], [5, 7]])
    #expect(
      try Self.axis(values, smoothing: .more).curve.gaps.map { [$0.before.column, $0.after.column] } == [
        [1, 4], [5, 7],
      ])
    // A restart is no gap.
    var restarted = Self.series([1, 2, 3])
    restarted.append(position: 3, value: .nan)
    restarted.append(position: 4, value: 1, startsSegment: true)
    for smoothing in [Smoothing.none, .more] {
      let curve = Curve(
        restarted, span: ChartSpan(range: 0...5, detail: ""), columns: 5, smoothing: smoothing)
      #expect(curve.gaps.isEmpty)
    }
  }

  @Test func keysChangeRewardAndMetrics() throws {
    var shell = Shell.settled(TestLog.usual())
    func reward() -> RewardPane { RewardPane(shell.model, columns: 100, width: 50) }
    #expect(reward().axis?.scale.kind == .linear)
    shell.press("y")
    #expect(shell.status.contains("log") && reward().detail.contains("nothing above 0"))
    shell.press("y")
    #expect(reward().axis?.scale.kind == .symlog && reward().detail.hasPrefix("symlog"))
    #expect(
      RewardModelChart(shell.model, arm: 0, kind: .reward, width: 60, dotsPerCell: 2).axis?.scale.kind
        == .symlog)
    #expect(
      RewardModelChart(shell.model, arm: 0, kind: .share, width: 60, dotsPerCell: 2).axis?.scale.kind
        == .linear)
    shell.press("y", "o")
    #expect(shell.model.view.scale == .linear && shell.model.view.clipsOutliers)
    let text = shell.model.view.choices.text
    #expect(text.contains("\noutliers clipped\n"))
    #expect(try ViewChoices(text: text).clipsOutliers)
    shell.press("o")
    #expect(!shell.model.view.clipsOutliers)
  }

  /// Arrows stand at the edges, and nowhere without clipped samples.
  @Test func arrowsStandAtTheEdges() throws {
    var model = sampleDashboard(size: CellSize(width: 120, height: 40))
    model.view.zoomed = .reward
    model.view.smoothing = .strongest
    let frame = model.frame(theme: .standard, glyphs: .braille).plainText
    let pane = RewardPane(model, columns: 200, width: 100)
    let axis = try #require(pane.axis)
    #expect((axis.clipped.above > 0) == frame.contains("▴"))
    #expect((axis.clipped.below > 0) == frame.contains("▾"))
    #expect(axis.clipped.above + axis.clipped.below > 0)
    model.view.smoothing = .none
    #expect(try #require(RewardPane(model, columns: 200, width: 100).axis).clipped == ValueAxis.Clipped())
  }
}
