import RunState
import Wording

/// A metric that is told at a glance: the loss, the KL divergence, watched evaluations, and what else trainers log of
/// preference training, by the names of TRL, OpenRLHF and verl.
struct VitalMetric: Equatable, Sendable {
  enum Kind {
    case loss
    case divergence
    case other
  }

  /// Index among `RunState.metrics`.
  var metric: Int
  /// Short, and no two alike; printable.
  var label: String
  var kind = Kind.other

  /// Evaluations that are told.
  private static let mostEvaluations = 2

  /// The most telling first.
  ///
  /// - Complexity: O(n log n) for n metrics.
  static func chosen(of metrics: [MetricSeries]) -> [VitalMetric] {
    let order = MetricOrder.order(metrics)
    var chosen: [VitalMetric] = []
    func take(_ kind: Kind = .other, _ isIt: (String) -> Bool) {
      let next = order.first { index in
        isIt(metrics[index].name) && !chosen.contains { $0.metric == index }
      }
      guard let next else { return }
      let name = metrics[next].name
      let short = shortName(name)
      let isTaken = chosen.contains { $0.label == short }
      chosen.append(
        VitalMetric(metric: next, label: isTaken ? printableName(name, limit: 40) : short, kind: kind))
    }
    func isDivergence(_ name: String) -> Bool { MetricOrder.has(anyOf: "kl", in: name) }
    let isPlainDivergence: (String) -> Bool = { isDivergence($0) && !MetricOrder.has(anyOf: "loss", in: $0) }
    take(.loss) { MetricOrder.has(anyOf: "loss", in: $0) && !isDivergence($0) }
    // A trainer that knows its KL as a part of the loss only has named it there.
    take(.divergence, metrics.contains { isPlainDivergence($0.name) } ? isPlainDivergence : isDivergence)
    let watched = Set(metrics.filter { $0.better != nil }.map(\.name))
    for _ in 0..<mostEvaluations { take(.other, watched.contains) }
    for word in ["margin", "accuracy", "entropy", "grad_norm", "length"] {
      take { MetricOrder.has(anyOf: word, in: $0) }
    }
    return chosen
  }

  private static let statistics: Set<Substring> = ["mean", "avg", "average", "last", "value"]

  /// The last part of a name that says of what: `kl` of `objective/kl`, `score` of `critic/score/mean`.
  static func shortName(_ name: String) -> String {
    let parts = name.split(separator: "/")
    let telling = parts.last { !statistics.contains(Substring($0.lowercased())) } ?? parts.last
    return printableName(telling.map(String.init) ?? name, limit: 24)
  }
}
