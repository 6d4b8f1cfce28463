import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct ChartMarkerTests {
  @Test(arguments: 0..<200 as Range<UInt64>) func labelsKeepTheirDistance(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let width = random.integer(1...160)
    let markers = (0..<random.integer(0...30)).map { _ -> ChartMarker in
      let column = random.integer(0...(width - 1))
      let hasLabel = random.integer(0...3) > 0
      let name = String(repeating: "x", count: random.integer(1...12))
      return ChartMarker(column: column, kind: .control, event: 0, label: hasLabel ? "BAN " + name : nil)
    }
    let reserved = random.integer(1...6)
    let spots = MarkerLabels(markers, width: width, reserved: reserved).spots.sorted { $0.x < $1.x }
    for (one, other) in zip(spots, spots.dropFirst()) { #expect(one.x + one.width + 2 <= other.x) }
    #expect(spots.allSatisfy { $0.x >= 0 && $0.x + $0.width < width - reserved })
    #expect(spots.reduce(0) { $0 + $1.width } <= width * 2 / 3)
    // The sign of each is under its mark; what is cut says so.
    for spot in spots {
      let sign = spot.isBehind ? spot.x + spot.width - 1 : spot.x
      let start = spot.text.hasSuffix("…") ? String(spot.text.dropLast()) : nil
      #expect(
        markers.contains { marker in
          guard marker.column == sign, let label = marker.label else { return false }
          return label == spot.text || start.map(label.hasPrefix) == true
        })
    }
  }

  /// Each kind in view is named once, in the frame with its sign.
  @Test func theSignsAreExplained() {
    func mark(_ column: Int, _ kind: ChartMarker.Kind, _ label: String) -> ChartMarker {
      ChartMarker(column: column, kind: kind, event: 0, label: label)
    }
    let markers = [
      mark(59, .event, "end"), mark(5, .alarm, "alarm"), mark(24, .alarm, "alarm"),
      mark(22, .control, "BAN gemma"),
    ]
    let spots = MarkerLabels(markers, width: 60, reserved: 3).spots
    #expect(spots.map(\.text) == ["BAN gemma", "alarm"])
    #expect(spots.map(\.kind) == [.control, .alarm])
    // The latest alarm stands too near to the ban: the word goes to the earlier one. The end has the last number.
    #expect(spots.map(\.x) == [22, 5])
    let frame = sampleDashboard(size: CellSize(width: 120, height: 40)).frame(
      theme: .standard, glyphs: .braille)
    #expect(frame.plainText.contains("┃ BAN ") || frame.plainText.contains("BAN grm-gemma2 ┃"))
  }

  /// Controls all stay, few marks all stay, and many alarms leave the chart to what it shows.
  @Test(arguments: 0..<100 as Range<UInt64>) func alarmsAreThinnedFirst(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let width = random.integer(10...200)
    let markers = (0..<random.integer(0...400)).map { event in
      let kind = [ChartMarker.Kind.event, .alarm, .alarm, .alarm, .control][random.integer(0...4)]
      let isRare = kind != .alarm && random.integer(0...9) > 0
      return ChartMarker(column: random.integer(0...(width - 1)), kind: isRare ? .alarm : kind, event: event)
    }
    let kept = ChartMarker.thinned(markers, width: width)
    func of(_ kind: ChartMarker.Kind, _ markers: [ChartMarker]) -> [Int] {
      markers.filter { $0.kind == kind }.map(\.event)
    }
    #expect(of(.control, kept) == of(.control, markers))
    if Set(markers.map(\.column)).count <= max(6, width / 6) { #expect(kept == markers) }
    if of(.event, kept).count < of(.event, markers).count {
      // Not before alarms were as far from all others as they go.
      let alarms = Set(kept.filter { $0.kind == .alarm }.map(\.column)).sorted()
      #expect(zip(alarms, alarms.dropFirst()).allSatisfy { $1 - $0 > 8 })
    }
    let columns = Set(kept.filter { $0.kind != .control }.map(\.column)).sorted()
    if columns.count > max(6, width / 6) {
      #expect(zip(columns, columns.dropFirst()).allSatisfy { $1 - $0 > 4 })
    }
  }

  @Test func aControlIsNamedAndStrongest() throws {
    let model = sampleDashboard(size: CellSize(width: 120, height: 40))
    let span = try #require(model.chartSpan)
    let markers = ChartMarker.markers(model, span: span, width: 60)
    let labels = markers.compactMap(\.label)
    #expect(labels.contains { $0.hasPrefix("BAN ") } && labels.contains { $0.hasPrefix("PIN ") })
    #expect(markers.map(\.kind) == markers.map(\.kind).sorted())
    let frame = model.frame(theme: .standard, glyphs: .braille).plainText
    #expect(frame.contains("┃") && frame.contains("BAN "))
    #expect(model.frame(theme: .standard, glyphs: .ascii).plainText.contains("BAN "))
  }
}

@Suite struct ShareSmoothingTests {
  /// Smoothed shares still are the whole, and a ban is seen at once.
  @Test(arguments: Smoothing.allCases) func sharesStayWholeAndABanIsSeenAtOnce(smoothing: Smoothing) throws {
    var model = sampleDashboard()
    model.view.smoothing = smoothing
    let pane = SharePane(model, width: 120)
    let drawn = pane.columns.compactMap(\.self)
    #expect(drawn.count > 100)
    for shares in drawn { #expect(abs(shares.reduce(0, +) - 1) < 1e-9) }
    let span = try #require(pane.span)
    let after = try #require(span.column(of: 41, count: 120))
    #expect(pane.columns[after...].allSatisfy { ($0?[3] ?? 0) == 0 })
    if smoothing == .strongest {
      let raw = model.run.shares.byArm[0]
      let smooth = raw.smoothed(weight: smoothing.rawValue, afreshAt: [])
      func movement(_ series: Series) -> Double {
        zip(series.buckets, series.buckets.dropFirst()).reduce(0) { $0 + abs($1.1.last - $1.0.last) }
      }
      #expect(movement(smooth) < movement(raw) / 4)
    }
  }

  /// The same average as a curve's.
  @Test func theAverageIsThatOfCurves() throws {
    let model = sampleDashboard()
    let series = model.run.reward
    let span = try #require(model.chartSpan)
    for smoothing in Smoothing.allCases where smoothing != .none {
      let curve = Curve(series, span: span, columns: 5000, smoothing: smoothing)
      let smooth = series.smoothed(weight: smoothing.rawValue, afreshAt: [])
      let values = smooth.buckets.filter { $0.count > 0 }.map(\.last)
      #expect(zip(curve.smooth, values).allSatisfy { abs($0.last - $1) < 1e-12 })
      #expect(curve.smooth.count == values.count)
    }
  }
}
