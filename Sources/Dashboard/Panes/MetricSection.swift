import RunState

/// Metrics that are listed together.
struct MetricSection: Equatable {
  /// `objective/`; empty for those without a group.
  var name: String
  /// Indices into `run.metrics`.
  var metrics: [Int]

  static let kept = "kept at the top"

  /// Those that are kept at the top, then by group, in the order of the first of each; a group of one is none.
  ///
  /// - Parameters:
  ///   - order: of the metrics.
  ///   - kept: names, in their order.
  static func sections(_ order: [Int], of metrics: [MetricSeries], kept: [String], isGrouped: Bool) -> [Self]
  {
    let places = Dictionary(kept.enumerated().map { ($1, $0) }) { first, _ in first }
    let top = order.filter { places[metrics[$0].name] != nil }
      .sorted { places[metrics[$0].name] ?? 0 < places[metrics[$1].name] ?? 0 }
    let rest = order.filter { places[metrics[$0].name] == nil }
    guard isGrouped else { return [MetricSection(name: "", metrics: top + rest)] }
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
    let others = Set(sections[0].metrics).union(lone)
    sections[0].metrics = rest.filter(others.contains)
    sections = sections.filter { section in
      !section.metrics.isEmpty && (section.name.isEmpty || section.metrics.count > 1)
    }
    return top.isEmpty ? sections : [MetricSection(name: Self.kept, metrics: top)] + sections
  }

  /// What stands before the first slash, with it.
  private static func prefix(_ name: String) -> Substring {
    name.firstIndex(of: "/").map { name[...$0] } ?? ""
  }
}
