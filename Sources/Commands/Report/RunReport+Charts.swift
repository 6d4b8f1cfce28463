import Dashboard
import Markup
import RunState
import TerminalCells
import Wording

extension RunReport {
  /// Metrics that have a chart; of more the others are named.
  private static let mostMetrics = 12
  /// Reward models whose range of raw rewards is drawn: of more it is noise.
  private static let mostRanges = 8
  /// Bands where there are more reward models than that.
  private static let mostBands = 5
  /// Columns of the stacked shares.
  private static let shareColumns = 86

  func writeCharts(to page: inout MarkupText) {
    guard let span = positions else { return writeMetrics(to: &page) }
    let axis = state.progress.hasSteps ? "by step" : "by decision"
    section("Selection share \(axis)", in: &page) { section in
      writeLegend(to: &section)
      writeShares(over: span, to: &section)
    }
    if state.beliefs.hasPoints {
      let note =
        banded.count < names.count ? "Bands are those of the \(banded.count) that are used most." : nil
      section("Posterior: mean ± sd of each reward model \(axis)", note, in: &page) { section in
        writeBeliefs(over: span, to: &section)
      }
    }
    if !state.reward.buckets.isEmpty {
      section("Reward by reward model \(axis), smoothed", in: &page) { section in
        writeRewards(over: span, to: &section)
      }
    }
    writeMetrics(to: &page)
  }

  /// What all charts show.
  private var positions: ClosedRange<Double>? {
    let extents = (state.shares.byArm.prefix(1) + [state.reward]).compactMap(\.extent)
    guard let low = extents.map(\.lowerBound).min(), let high = extents.map(\.upperBound).max() else {
      return nil
    }
    return low...max(high, low + 1)
  }

  private func writeLegend(to page: inout MarkupText) {
    page.element("p", ["class": "legend"]) { legend in
      for (arm, name) in names.enumerated() {
        legend.element("span") { item in
          item.element("i", ["class": .own("b\(arm)")], text: "")
          item.text(name)
        }
      }
    }
  }

  private func writeShares(over span: ClosedRange<Double>, to page: inout MarkupText) {
    let chart = ReportChart(number: 1, x: span, y: 0...1)
    let byArm = state.shares.byArm.map { series in
      series.branch(isAbandoned: false).columns(over: span, count: Self.shareColumns)
    }
    chart.write(to: &page, label: "Selection share", markers: state.markers, percent: true) { svg in
      // Only columns with decisions are there; areas lead from one to the next.
      let places = (0..<Self.shareColumns).filter { place in byArm.contains { ($0[place]?.count ?? 0) > 0 } }
      guard let first = places.first, let last = places.last else { return }
      func middle(_ place: Int) -> Double {
        let middle =
          span.lowerBound + (Double(place) + 0.5) / Double(Self.shareColumns)
          * (span.upperBound - span.lowerBound)
        return place == first ? span.lowerBound : place == last ? span.upperBound : middle
      }
      var below = [Double](repeating: 0, count: places.count)
      for (arm, columns) in byArm.enumerated() {
        var above = below
        for (index, place) in places.enumerated() { above[index] += columns[place]?.mean ?? 0 }
        func edge(_ values: [Double]) -> [ReportChart.Point] {
          zip(places, values).map {
            ReportChart.Point(x: chart.across(middle($0)), y: chart.down(min(1, $1)))
          }
        }
        svg.element(
          "path", ["class": .own("share f\(arm)"), "d": .own(ReportChart.area(edge(above), edge(below)))]
        ) {
          $0.element("title", text: names[arm])
        }
        below = above
      }
    }
  }

  /// Reward models whose bands are drawn: all, or of many the most used; more would cover each other.
  private var banded: Set<Int> {
    let models = summary.rewardModels
    guard models.count > Self.mostRanges else { return Set(models.indices) }
    let order = models.indices.sorted { (models[$1].decisions, $0) < (models[$0].decisions, $1) }
    return Set(order.prefix(Self.mostBands))
  }

  private func writeBeliefs(over span: ClosedRange<Double>, to page: inout MarkupText) {
    let rows = state.rewardModels.indices.map { arm in
      let belief = state.beliefs[arm]
      let sd = belief.standardDeviation
      return (
        mean: belief.mean.branch(isAbandoned: false),
        upper: belief.mean.adding(sd, times: 1).branch(isAbandoned: false),
        lower: belief.mean.adding(sd, times: -1).branch(isAbandoned: false)
      )
    }
    // Bands begin as wide as the prior: the widest twentieth of their edges does not stretch the axis.
    let edges = rows.flatMap { row in
      row.upper.buckets.map(\.maximum) + row.lower.buckets.map(\.minimum)
    }.filter(\.isFinite).sorted()
    let means = rows.flatMap { $0.mean.buckets.flatMap { [$0.minimum, $0.maximum] } }.filter(\.isFinite)
    guard !edges.isEmpty, let least = means.min(), let greatest = means.max() else { return }
    let cut = edges.count / 40
    let range = padded(min(least, edges[cut])...max(greatest, edges[edges.count - 1 - cut]))
    let chart = ReportChart(number: 2, x: span, y: range, height: 260)
    chart.write(to: &page, label: "Posterior mean ± sd", markers: state.markers) { svg in
      for (arm, row) in rows.enumerated() where banded.contains(arm) && !row.mean.buckets.isEmpty {
        let (upper, lower) = (
          chart.values(of: row.upper, \.maximum), chart.values(of: row.lower, \.minimum)
        )
        svg.empty("path", ["class": .own("band f\(arm)"), "d": .own(ReportChart.area(upper, lower))])
      }
      for (arm, row) in rows.enumerated() where !row.mean.buckets.isEmpty {
        svg.element(
          "path", ["class": .own("line s\(arm)"), "d": .own(ReportChart.path(chart.points(of: row.mean)))]
        ) {
          $0.element("title", text: names[arm])
        }
      }
    }
  }

  private func writeRewards(over span: ClosedRange<Double>, to page: inout MarkupText) {
    let series = state.charts.rewardByArm.map { $0.branch(isAbandoned: false) }
    let all = state.reward.branch(isAbandoned: false)
    // The axis is made by the smoothed curves, in a frame that takes everything.
    let whole = (series + [all]).compactMap { $0.bounds(over: span) }
    guard let low = whole.map(\.lowerBound).min(), let high = whole.map(\.upperBound).max() else { return }
    let probe = ReportChart(number: 3, x: span, y: padded(low...high), height: 260)
    let smooth = (series + [all]).flatMap { probe.smoothed($0) }.map(\.y)
    let scale =
      (probe.y.upperBound - probe.y.lowerBound)
      / (probe.down(probe.y.lowerBound) - probe.down(probe.y.upperBound))
    let foot = probe.down(probe.y.lowerBound)
    guard let top = smooth.min(), let deep = smooth.max() else { return }
    let range = padded(
      (probe.y.lowerBound + (foot - deep) * scale)...(probe.y.lowerBound + (foot - top) * scale))
    let chart = ReportChart(number: 3, x: span, y: range, height: 260)
    chart.write(to: &page, label: "Reward", markers: state.markers) { svg in
      if series.count <= Self.mostRanges {
        for (arm, one) in series.enumerated() {
          let (upper, lower) = (chart.values(of: one, \.maximum), chart.values(of: one, \.minimum))
          svg.empty("path", ["class": .own("raw s\(arm)"), "d": .own(ranges(upper, lower))])
        }
      }
      for (arm, one) in series.enumerated() {
        svg.element(
          "path", ["class": .own("line s\(arm)"), "d": .own(ReportChart.path(chart.smoothed(one)))]
        ) {
          $0.element("title", text: names[arm])
        }
      }
      svg.element("path", ["class": "line all", "d": .own(ReportChart.path(chart.smoothed(all)))]) {
        $0.element("title", text: "all")
      }
    }
  }

  /// From the least to the greatest of each column.
  private func ranges(_ upper: [ReportChart.Point], _ lower: [ReportChart.Point]) -> String {
    zip(upper, lower).map { high, low in
      "M" + ReportChart.place(high) + "V" + MarkupText.number((low.y * 10).rounded() / 10)
    }.joined()
  }

  private func writeMetrics(to page: inout MarkupText) {
    let order = MetricOrder.order(state.metrics)
    guard !order.isEmpty else { return }
    let rest = order.dropFirst(Self.mostMetrics)
    let note =
      rest.isEmpty
      ? nil
      : "and \(formatCount(rest.count, of: "other")): "
        + listed(rest.map { state.metrics[$0].name }, atMost: 40)
    section("Metrics", note, in: &page) { section in
      section.element("div", ["class": "small"]) { grid in
        for (place, index) in order.prefix(Self.mostMetrics).enumerated() {
          let metric = state.metrics[index]
          let series = metric.series.branch(isAbandoned: false)
          grid.element("figure") { figure in
            figure.element("figcaption") { caption in
              caption.element("b", text: printableName(metric.name, limit: 64))
              caption.text(" " + (metric.last.isFinite ? formatCompact(metric.last) : "not finite"))
            }
            guard let extent = series.extent, let bounds = series.bounds(over: extent) else { return }
            let span = extent.lowerBound...max(extent.upperBound, extent.lowerBound + 1)
            let chart = ReportChart(number: 10 + place, x: span, y: padded(bounds), width: 300, height: 120)
            chart.write(to: &figure, label: printableName(metric.name, limit: 64)) { svg in
              let (upper, lower) = (chart.values(of: series, \.maximum), chart.values(of: series, \.minimum))
              svg.empty("path", ["class": "raw metric", "d": .own(ranges(upper, lower))])
              svg.empty(
                "path", ["class": "line metric", "d": .own(ReportChart.path(chart.smoothed(series)))])
            }
          }
        }
      }
    }
  }

  /// With a little air, and never without extent.
  private func padded(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let extent = range.upperBound - range.lowerBound
    guard extent.isFinite else { return range }
    // What differs in the last digits alone is one value.
    let isFlat = extent <= 1e-9 * max(abs(range.lowerBound), abs(range.upperBound))
    let air = isFlat ? max(abs(range.lowerBound) * 0.1, 0.5) : extent * 0.05
    return range.lowerBound - air...range.upperBound + air
  }
}
