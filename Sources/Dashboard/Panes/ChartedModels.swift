import RouterEngine
import RunEvents
import RunState
import TerminalCells

/// The reward models that charts show one by one, and those that they show together as *others*.
///
/// With few there are no others. With many the selected one and those with a pin are always among the shown; the rest of
/// the places go by the recent share of selections, then by the posterior mean, then by the place in the run.
struct ChartedModels: Equatable, Sendable {
  /// In the order of the run.
  var shown: [Int]
  var others: [Int] = []

  /// Charts of more than this are a tangle.
  static let most = 8
  /// Stands for the others where a reward model has its key.
  static let sign = "+"

  /// - Parameters:
  ///   - order: all arms, the first one the first to be shown.
  ///   - always: shown whatever their place.
  init(order: [Int], always: Set<Int>) {
    guard order.count > Self.most else {
      shown = order.sorted()
      return
    }
    let kept = order.filter(always.contains) + order.filter { !always.contains($0) }
    shown = kept.prefix(Self.most).sorted()
    others = kept.dropFirst(Self.most).sorted()
  }

  /// By arm → by the shown and, last, the sum of the others.
  func stacked(_ columns: [[Double]?]) -> [[Double]?] {
    guard !others.isEmpty else { return columns }
    return columns.map { column in
      guard let column else { return nil }
      func part(_ arm: Int) -> Double { arm < column.count ? column[arm] : 0 }
      return shown.map(part) + [others.reduce(0) { $0 + part($1) }]
    }
  }

  /// `8 of 40 + others`, where there are others.
  var wording: String? { others.isEmpty ? nil : "\(shortWording), \(Self.sign) others" }

  /// `8 of 40`.
  var shortWording: String { "\(shown.count) of \(shown.count + others.count)" }
}

extension DashboardModel {
  /// As they were chosen a moment ago while the run moves, so that two that are alike do not change places at every step.
  var chartedModels: ChartedModels {
    let count = run.rewardModels.count
    guard count > ChartedModels.most else { return ChartedModels(order: Array(0..<count), always: []) }
    var always = Set(
      run.rewardModels.indices.filter { arm in run.allowed.badges(arm).contains(where: \.isPin) })
    if let selectedArm { always.insert(selectedArm) }
    let order = heldOrder.flatMap { $0.charted.count == count ? $0.charted : nil } ?? chartedOrder
    return ChartedModels(order: order, always: always)
  }

  /// All arms by recent share, then posterior mean.
  var chartedOrder: [Int] {
    let models = run.rewardModels
    func mean(_ arm: Int) -> Double {
      run.beliefs[arm].current.map { $0.mean.isNaN ? -.infinity : $0.mean } ?? -.infinity
    }
    return models.indices.sorted { one, other in
      let (a, b) = (models[one].recentDecisions, models[other].recentDecisions)
      if a != b { return a > b }
      let (first, second) = (mean(one), mean(other))
      return first == second ? one < other : first > second
    }
  }
}

extension [PlotColumn] {
  /// The mean of several curves, from where the first of them begins: in each column of those that have a point up to
  /// there, the last one of each.
  static func mean(of curves: [[PlotColumn]]) -> [PlotColumn] {
    let curves = curves.map { curve in curve.filter { $0.last.isFinite } }
    let places = Set(curves.joined().map(\.column)).sorted()
    var next = curves.map { _ in 0 }
    var last = [Double?](repeating: nil, count: curves.count)
    return places.map { place in
      var starts = true
      for (index, curve) in curves.enumerated() {
        while next[index] < curve.count, curve[next[index]].column <= place {
          last[index] = curve[next[index]].last
          starts = starts && curve[next[index]].startsSegment
          next[index] += 1
        }
      }
      let known = last.compactMap { $0 }
      return PlotColumn(
        column: place, value: known.reduce(0, +) / Double(Swift.max(1, known.count)), startsSegment: starts)
    }
  }
}

extension Painter {
  /// What stacked areas of charted models are filled with, the others on top.
  func layers(of charted: ChartedModels, _ style: (SeriesKey) -> CellStyle) -> [StackedSeries] {
    let own = charted.shown.filter(keys.indices.contains).map {
      StackedSeries(style: style(keys[$0]), pattern: String(keys[$0].letter))
    }
    return charted.others.isEmpty
      ? own : own + [StackedSeries(style: theme[.raw], pattern: ChartedModels.sign)]
  }
}
