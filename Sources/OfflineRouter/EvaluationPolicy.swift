import Wording

/// A way of routing that `evaluate` compares, by its name on the command line.
package enum EvaluationPolicy: Hashable, Sendable {
  /// The calibrated fit, updated online: its gate's policy at exploration 0, rewards less the pair's difficulty.
  case hybrid
  /// The published router: the trained head's contexts and vectors as the prior, λ₀ 50, σ² 1, exploration 0.
  case hybridPublished
  /// The same with exploration 1.
  case hybridThompson
  /// The trained head's contexts without a prior, λ₀ 10, exploration 1.
  case online
  /// The calibrated fit, never updated.
  case offline
  /// The RM that is most often right on the offline part.
  case bestSingle
  /// The same by category; of a category that the offline part lacks, the best single one.
  case bestPerCategory
  /// Always this RM.
  case single(String)
  /// All RMs vote.
  case majority
  /// Uniform over the RMs, in expectation.
  case random
  case roundRobin
  /// LinUCB with α 0.1, ridge 1 on the head's contexts.
  case laser
  /// The same with α 1.
  case laserTuned
  /// LinUCB with α 1, ridge 1 on φ, without a constant.
  case linucb
  /// Thompson sampling without context: Beta(1, 1) for every RM.
  case beta
  /// Right where any RM is.
  case oracle

  private static let singlePrefix = "single:"

  package var name: String {
    switch self {
    case .hybrid: "hybrid"
    case .hybridPublished: "hybrid-published"
    case .hybridThompson: "hybrid-thompson"
    case .online: "online"
    case .offline: "offline"
    case .bestSingle: "best-single"
    case .bestPerCategory: "best-per-category"
    case .single(let id): Self.singlePrefix + id
    case .majority: "majority"
    case .random: "random"
    case .roundRobin: "round-robin"
    case .laser: "laser"
    case .laserTuned: "laser-tuned"
    case .linucb: "linucb"
    case .beta: "beta"
    case .oracle: "oracle"
    }
  }

  /// All of them, in the order of the report.
  package static func all(rewardModels: [String]) -> [EvaluationPolicy] {
    [.hybrid, .hybridPublished, .hybridThompson, .online, .offline, .bestSingle, .bestPerCategory]
      + rewardModels.map { .single($0) } + [
        .majority, .random, .roundRobin, .laser, .laserTuned, .linucb, .beta, .oracle,
      ]
  }

  /// Whether it decides on the contexts of the published head, which has to be trained for it.
  package var needsHead: Bool {
    switch self {
    case .hybridPublished, .hybridThompson, .online, .laser, .laserTuned: true
    default: false
    }
  }

  /// Whether it needs the calibrated fit.
  var needsFit: Bool { self == .hybrid || self == .offline || self == .linucb }

  /// Policies by their names, in the order of the report, each once.
  ///
  /// - Throws: `setting` with the nearest accepted name.
  package static func named(_ names: [String], rewardModels: [String]) throws(ContrastError)
    -> [EvaluationPolicy]
  {
    let known = all(rewardModels: rewardModels)
    for name in names where !known.contains(where: { $0.name == name }) {
      let names = known.map(\.name)
      throw .setting(
        "there is no policy \(quoted(name))"
          + suggestion(for: name, among: names, otherwise: "; there are \(listed(names, atMost: 100))"))
    }
    return known.filter { names.contains($0.name) }
  }
}
