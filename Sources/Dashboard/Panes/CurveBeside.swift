import RunState
import TerminalCells

/// A faint curve beneath those that a chart is about: the same of another run, or what is shown together of this one.
struct CurveBeside: Equatable {
  /// The other run's, which stands at the curve's end and before its name; `nil`: the other reward models of this run.
  var number: Int?
  var curve: Curve

  /// Its course as it is drawn: smoothed, where curves are.
  var columns: [PlotColumn] { curve.course }

  /// What stands at its end.
  var sign: String { number.map { String($0) } ?? ChartedModels.sign }

  func placed(on axis: ValueAxis) -> CurveBeside {
    CurveBeside(number: number, curve: curve.placed(on: axis))
  }
}

extension Curve {
  /// As it is drawn bright: smoothed, where curves are.
  var course: [PlotColumn] { smooth.isEmpty ? raw : smooth }
}

extension DashboardModel {
  /// The reward over all reward models of every other run, in the stretch shown; runs without any there are left out.
  func rewardsBeside(span: ChartSpan, columns: Int) -> [CurveBeside] {
    beside(span: span, columns: columns) { $0.reward }
  }

  /// The metric of the same name of every other run.
  func metricsBeside(_ name: String, span: ChartSpan, columns: Int) -> [CurveBeside] {
    beside(span: span, columns: columns) { run in run.metrics.first { $0.name == name }?.series }
  }

  private func beside(span: ChartSpan, columns: Int, of series: (RunState) -> Series?) -> [CurveBeside] {
    others.compactMap { other in
      guard let series = series(other.run) else { return nil }
      var curve = Curve(series, span: span, columns: columns, smoothing: view.smoothing)
      // What another run has left is not compared.
      curve.abandoned = []
      let isSeen = curve.course.contains { $0.column >= 0 && $0.column < columns && $0.last.isFinite }
      return isSeen ? CurveBeside(number: other.place.number, curve: curve) : nil
    }
  }
}

extension Painter {
  /// Draws the others' curves, each with its number at its end; what is drawn after them lies on top.
  mutating func draw(_ curves: [CurveBeside], bounds: ClosedRange<Double>, in chart: CellRect) {
    guard !curves.isEmpty, !chart.isEmpty else { return }
    var canvas = DotCanvas(size: CellSize(width: chart.width, height: chart.height), tier: glyphs)
    for curve in curves {
      canvas.beginSeries()
      canvas.plot(curve.columns, bounds: bounds, style: theme[.raw])
    }
    canvas.draw(into: &buffer, x: chart.x, y: chart.y)
  }

  /// The numbers at the ends of the others' curves, over all that is drawn: a number finds a free cell above or below.
  mutating func numbers(of curves: [CurveBeside], bounds: ClosedRange<Double>, in chart: CellRect) {
    guard !curves.isEmpty, !chart.isEmpty else { return }
    let canvas = DotCanvas(size: CellSize(width: chart.width, height: chart.height), tier: glyphs)
    let dots = DotCanvas.dots(of: glyphs)
    var taken: Set<[Int]> = []
    for curve in curves {
      let end = curve.columns.last {
        $0.column >= 0 && $0.column < chart.width * dots.columns && $0.last.isFinite
      }
      guard let end, let row = canvas.row(of: end.last, bounds: bounds) else { continue }
      let column = end.column / dots.columns
      let rows = [0, -1, 1, -2, 2].map { row / dots.rows + $0 }.filter { (0..<chart.height).contains($0) }
      guard let free = rows.first(where: { !taken.contains([column, $0]) }) else { continue }
      taken.insert([column, free])
      buffer.write(
        curve.sign, x: chart.x + column, y: chart.y + free, width: 1, style: theme[.faint])
    }
  }

  /// A chart with the key of the others' numbers in its last line, where there are any and it is high enough.
  mutating func withNumbers(
    of curves: [CurveBeside], in model: DashboardModel, rect: CellRect,
    draw: (inout Painter, CellRect) -> Void
  ) {
    var rect = rect
    guard !curves.isEmpty, rect.height >= 7 else { return draw(&self, rect) }
    rect.height -= 1
    draw(&self, rect)
    legend(of: curves, in: model, x: rect.x + 1, y: rect.bottom, width: rect.width - 2)
  }

  /// `other runs 2 run-b  3 run-c`: which number is which run, in one line.
  mutating func legend(of curves: [CurveBeside], in model: DashboardModel, x: Int, y: Int, width: Int) {
    guard !curves.isEmpty, width > 0 else { return }
    let all = model.allRuns
    let head = "other runs "
    let room = (width - textWidth(head)) / curves.count - 4
    let names = DashboardModel.names(of: all, width: max(8, min(40, room)))
    var pieces = [StyledText(head, .faint)]
    for curve in curves {
      guard let number = curve.number, names.indices.contains(number - 1) else { continue }
      pieces += [StyledText("\(number) ", .key), StyledText(names[number - 1] + "  ", .faint)]
    }
    write(pieces, x: x, y: y, right: x + width)
  }
}
