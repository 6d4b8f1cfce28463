import Markup
import RunState
import TerminalCells
import Wording

/// A chart of a report: a frame with axes, and what is drawn in it.
///
/// A series comes as columns of two pixels, each with the least and the greatest of what falls into it, so that a page
/// of a run of millions of steps is as large as one of a thousand and shows all that happened.
struct ReportChart {
  struct Point {
    var x: Double
    var y: Double
    /// No line leads here.
    var breaks = false
  }

  var width = 920.0
  var height = 240.0
  var left = 48.0
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>
  /// Its place in the page, for names in the markup.
  var number: Int

  private let right = 8.0
  private let top = 14.0
  private let bottom = 22.0
  private var plotWidth: Double { width - left - right }
  private var plotHeight: Double { height - top - bottom }
  /// Columns that series are put into.
  var columns: Int { max(1, Int(plotWidth / 2)) }

  init(number: Int, x: ClosedRange<Double>, y: ClosedRange<Double>, width: Double = 920, height: Double = 240)
  {
    (self.number, self.x, self.y, self.width, self.height) = (number, x, y, width, height)
  }

  func across(_ position: Double) -> Double {
    left + (position - x.lowerBound) / max(x.upperBound - x.lowerBound, .leastNormalMagnitude) * plotWidth
  }

  func down(_ value: Double) -> Double {
    let part = (value - y.lowerBound) / max(y.upperBound - y.lowerBound, .leastNormalMagnitude)
    // A little beyond the frame at most: what lies outside is clipped.
    return top + (1 - min(2, max(-1, part))) * plotHeight
  }

  private func middle(of column: Int, among count: Int) -> Double {
    left + (Double(column) + 0.5) / Double(count) * plotWidth
  }

  /// The means of a series, column by column.
  func points(of series: Series, columns: Int? = nil) -> [Point] {
    values(of: series, columns: columns, \.mean)
  }

  /// One value of each column.
  func values(of series: Series, columns: Int? = nil, _ value: (Series.Column) -> Double) -> [Point] {
    let count = columns ?? self.columns
    var breaks = true
    var points: [Point] = []
    for (index, column) in series.columns(over: x, count: count).enumerated() {
      guard let column else { continue }
      guard column.count > 0 else {
        breaks = true
        continue
      }
      points.append(
        Point(
          x: middle(of: index, among: count), y: down(value(column)), breaks: breaks || column.startsSegment))
      breaks = column.nonFiniteCount > 0
    }
    return points
  }

  /// Debiased moving average of weight 0.9, begun anew with each segment: what the screen draws.
  func smoothed(_ series: Series) -> [Point] {
    var average = DebiasedAverage(weight: 0.9)
    var breaks = true
    var columns: [Int: Point] = [:]
    for (index, bucket) in series.buckets.enumerated() {
      if series.startsAfresh(at: index) {
        average.restart()
        breaks = true
      }
      guard bucket.count > 0 else {
        breaks = true
        continue
      }
      let value = average.add(bucket)
      let position = bucket.start / 2 + bucket.end / 2
      let column = Int((across(position) - left) / plotWidth * Double(self.columns))
      let isFirst = columns[column] == nil
      columns[column] = Point(
        x: across(position), y: down(value),
        breaks: isFirst ? breaks : columns[column]?.breaks ?? false)
      breaks = bucket.nonFiniteCount > 0
    }
    return columns.keys.sorted().compactMap { columns[$0] }
  }

  /// A path through points.
  static func path(_ points: [Point]) -> String {
    var path = ""
    for (index, point) in points.enumerated() {
      path += (index == 0 || point.breaks ? "M" : "L") + place(point)
      // A point by itself is a dot, by the round end of its line.
      let isAlone = (index == 0 || point.breaks) && (index + 1 == points.count || points[index + 1].breaks)
      if isAlone { path += "h0" }
    }
    return path
  }

  /// The area between an upper and a lower edge that have the same columns.
  static func area(_ upper: [Point], _ lower: [Point]) -> String {
    var path = ""
    var start = 0
    for index in 1...max(1, upper.count) where index >= upper.count || upper[index].breaks {
      guard start < min(upper.count, lower.count) else { break }
      let end = min(index, lower.count)
      let forth = upper[start..<min(index, upper.count)].map(place)
      let back = lower[start..<end].reversed().map(place)
      path += "M" + (forth + back).joined(separator: "L") + "Z"
      start = index
    }
    return path
  }

  static func place(_ point: Point) -> String {
    MarkupText.number((point.x * 10).rounded() / 10) + " " + MarkupText.number((point.y * 10).rounded() / 10)
  }

  /// Writes the frame, its axes and marks, with what is drawn in between.
  func write(
    to page: inout MarkupText, label: String, markers: [Marker] = [], percent: Bool = false,
    _ content: (inout MarkupText) -> Void
  ) {
    page.element(
      "svg",
      ["viewBox": .own("0 0 \(MarkupText.number(width)) \(MarkupText.number(height))"), "role": "img"]
    ) { svg in
      svg.element("title", text: label)
      svg.element("clipPath", ["id": .own("p\(number)")]) { clip in
        clip.empty(
          "rect",
          ["x": .number(left), "y": .number(top), "width": .number(plotWidth), "height": .number(plotHeight)])
      }
      writeAxes(to: &svg, percent: percent)
      svg.element("g", ["clip-path": .own("url(#p\(number))")], content)
      write(markers, to: &svg)
    }
    page.line()
  }

  private func writeAxes(to svg: inout MarkupText, percent: Bool) {
    let (end, foot) = (width - right, height - bottom)
    let rows = AxisTicks(range: y, maximumCount: max(2, Int(plotHeight / 40)))
    for tick in rows.ticks {
      let place = down(tick.value)
      svg.empty(
        "path", ["class": .own(tick.value == 0 ? "zero" : "grid"), "d": .own(line(left, place, end, place))])
      let label = percent ? MarkupText.number(tick.value * 100) + " %" : tick.label
      svg.element("text", ["x": .number(left - 6), "y": .number(place + 4), "class": "end"], text: label)
    }
    for tick in AxisTicks(range: x, maximumCount: max(2, Int(plotWidth / 90)), wholeNumbers: true).ticks {
      let place = across(tick.value)
      svg.element(
        "text", ["x": .number(place), "y": .number(height - 6), "class": "mid"], text: tick.label)
    }
    svg.empty("path", ["class": "axis", "d": .own(line(left, foot, end, foot))])
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
    "M" + Self.place(Point(x: x1, y: y1)) + "L" + Self.place(Point(x: x2, y: y2))
  }

  /// Controls with their words where there is room for them, alarms and segments as lines; one of a kind at a place.
  private func write(_ markers: [Marker], to svg: inout MarkupText) {
    var taken: Set<[Int]> = []
    var free = left
    for marker in markers where x.contains(marker.position) {
      let look: StaticString
      switch marker.kind {
      case .control: look = "control"
      case .alarm: look = "alarm"
      case .segment: look = "segment"
      default: continue
      }
      let place = across(marker.position)
      guard taken.insert([Int(place), marker.kind.hashOrder]).inserted else { continue }
      svg.element(
        "path", ["class": .own(look.description), "d": .own(line(place, top, place, height - bottom))]
      ) {
        $0.element("title", text: marker.text)
      }
      guard marker.kind == .control else { continue }
      let text = printableText(marker.text, limit: 40)
      let cells = Double(displayWidth(text)) * 6.2
      let start = max(left, min(place + 3, width - right - cells))
      guard start >= free else { continue }
      svg.element("text", ["x": .number(start), "y": .number(top - 4), "class": "control-word"], text: text)
      free = start + cells + 8
    }
  }
}

extension Marker.Kind {
  fileprivate var hashOrder: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
