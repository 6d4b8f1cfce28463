import RouterEngine
import RunState
import TerminalCells

/// The marginal normal densities of the beliefs of one moment, on one axis.
struct DensityPlot: Equatable {
  struct Line: Equatable {
    var arm: Int
    /// P(best).
    var best: String
    var columns: [PlotColumn]
    /// Column of dots of a peak that goes beyond the top.
    var cutPeak: Int?
  }

  /// In the order of drawing: the selected RM last.
  var lines: [Line] = []
  /// The same RMs in the order of the table.
  var legend: [Line] = []
  /// What was believed of the selected RM before any observation.
  var prior: [PlotColumn] = []
  /// Scores from the left to the right edge.
  var range: ClosedRange<Double> = 0...1
  /// The density at the top.
  var top = 1.0
  var emptyText: String?

  /// The axis goes so many deviations beyond the means.
  private static let reach = 3.25
  /// A peak so many times as high as the middle one is cut.
  private static let mostOfMiddle = 3.0
  /// What is lower than this part of the axis lies on its ground and is not drawn.
  private static let ground = 0.004

  /// - Parameter columns: dot columns of the chart.
  init(_ model: DashboardModel, columns: Int) {
    let run = model.run
    let beliefs = (PosteriorPane.arms(model) ?? []).compactMap { arm -> (arm: Int, belief: Belief)? in
      guard let belief = run.beliefs[arm].current, belief.normal.density(at: belief.mean).isFinite else {
        return nil
      }
      return (arm, belief)
    }
    let observed = beliefs.filter { $0.belief.observations > 0 }
    guard let range = Self.range((observed.isEmpty ? beliefs : observed).map(\.belief)), columns > 0 else {
      emptyText = model.withoutBelief
      return
    }
    self.range = range
    let peaks = beliefs.map { $0.belief.normal.density(at: $0.belief.mean) }.sorted()
    top = min(peaks[peaks.count - 1], Self.mostOfMiddle * peaks[peaks.count / 2])
    lines = beliefs.map { arm, belief in
      let curve = self.columns(belief.normal, count: columns)
      let isCut = belief.normal.density(at: belief.mean) > top
      return Line(
        arm: arm, best: ScreenText.probability(belief.bestProbability, isWide: false), columns: curve,
        cutPeak: isCut ? curve.max { $0.high < $1.high }?.column : nil)
    }
    legend = model.rowOrder.compactMap { arm in lines.first { $0.arm == arm } }
    if let selected = model.selectedArm, let belief = run.beliefs[selected].prior {
      prior = self.columns(belief.normal, count: columns)
    }
  }

  /// All of the densities but their far tails; `nil` where there is nothing to show.
  private static func range(_ beliefs: [Belief]) -> ClosedRange<Double>? {
    let low = beliefs.map { $0.mean - reach * $0.standardDeviation }.filter(\.isFinite).min()
    let high = beliefs.map { $0.mean + reach * $0.standardDeviation }.filter(\.isFinite).max()
    guard let low, let high, low < high, (high - low).isFinite else { return nil }
    return low...high
  }

  /// The density over each column of dots, from its left to its right edge and with its peak where that lies between.
  private func columns(_ normal: ScoreDistribution, count: Int) -> [PlotColumn] {
    let width = (range.upperBound - range.lowerBound) / Double(count)
    return (0..<count).compactMap { column in
      let left = range.lowerBound + Double(column) * width
      let right = left + width
      let (first, last) = (normal.density(at: left), normal.density(at: right))
      let peak = left <= normal.mean && normal.mean < right ? normal.density(at: normal.mean) : 0
      let plot = PlotColumn(
        column: column, first: first, last: last, low: min(first, last), high: max(first, last, peak))
      return plot.high >= top * Self.ground ? plot : nil
    }
  }
}

extension Belief {
  fileprivate var normal: ScoreDistribution {
    ScoreDistribution(mean: mean, standardDeviation: standardDeviation)
  }
}
