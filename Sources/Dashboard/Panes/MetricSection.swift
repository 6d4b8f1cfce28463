import RunState

/// Metrics that are listed together.
struct MetricSection: Equatable {
  /// `objective/`; empty for those without a group.
  var name: String
  /// Indices into `run.metrics`.
  var metrics: [Int]
  /// Constants, and what has one value: a chart would say no more than that.
  var isFlat = false

  static let kept = "kept at the top"
  static let flat = "constant"

  /// Those that are kept at the top, then by group, in the order of the first of each, last those without a course. A
  /// group of one is none.
  ///
  /// - Parameters:
  ///   - order: of the metrics.
  ///   - kept: names, in their order.
  static func sections(_ order: [Int], of metrics: [MetricSeries], kept: [String], isGrouped: Bool) -> [Self]
  {
    let places = Dictionary(kept.enumerated().map { ($1, $0) }) { first, _ in first }
    let top = order.filter { places[metrics[$0].name] != nil }
      .sorted { places[metrics[$0].name] ?? 0 < places[metrics[$1].name] ?? 0 }
    let others = order.filter { places[metrics[$0].name] == nil }
    let rest = others.filter { !metrics[$0].series.isFlat }
    let still = others.filter { metrics[$0].series.isFlat }
    let last = still.isEmpty ? [] : [MetricSection(name: isGrouped ? flat : "", metrics: still, isFlat: true)]
    guard isGrouped else {
      return top.isEmpty && rest.isEmpty ? last : [MetricSection(name: "", metrics: top + rest)] + last
    }
    var sections = [MetricSection(name: "", metrics: [])]
    var place: [Substring: Int] = [:]
    for metric in rest {
      let prefix = prefix(metrics[metric].name)
      if let index = place[prefix] {
        sections[index].metrics.append(metric)
      } else if prefix.isEmpty {
        sections[0].metrics.append(metric)
      } else {
        place[prefix] = sections.count
        sections.append(MetricSection(name: String(prefix), metrics: [metric]))
      }
    }
    let lone = Set(sections.dropFirst().filter { $0.metrics.count == 1 }.flatMap(\.metrics))
    let ungrouped = Set(sections[0].metrics).union(lone)
    sections[0].metrics = rest.filter(ungrouped.contains)
    sections = sections.filter { section in
      !section.metrics.isEmpty && (section.name.isEmpty || section.metrics.count > 1)
    }
    return (top.isEmpty ? [] : [MetricSection(name: Self.kept, metrics: top)]) + sections + last
  }

  /// What stands before the first slash, with it.
  private static func prefix(_ name: String) -> Substring {
    name.firstIndex(of: "/").map { name[...$0] } ?? ""
  }
}
