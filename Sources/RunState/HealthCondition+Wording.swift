import RouterEngine

extension HealthCondition {
  /// A whole sentence, without a full stop.
  public var sentence: String {
    switch kind {
    case .notObeyed, .divergence, .drift, .relativeDrift: detail
    case .notFinite: amount("losses or rewards") + " are NaN or infinite"
    case .noFeedback:
      arm == nil
        ? "no feedback for the last \(count) decisions"
        : "\(subject) is silent: no feedback for its last \(count) calls, while others are answered"
    case .failures: amount("calls") + " failed" + (detail.isEmpty ? "" : "; the last error: \(detail)")
    case .noPosterior: "no posterior: \(detail)"
    case .zeroContexts: amount("contexts") + " are all zeros, which tell no prompt from another"
    case .orphans: amount("feedbacks") + " name an id without a decision, and are not used"
    case .repetitions: amount("pairs, decisions and feedbacks") + " repeat an id, and are not used"
    case .refusedRewards: amount("rewards") + " were refused or clipped by the normalisation"
    case .constant: "\(subject): its last \(count) \(detail)"
    case .collapse: "\(subject) took \(count) of the last \(window ?? count) free decisions"
    case .ties: amount("feedbacks") + " were ties"
    }
  }

  /// The same in some 30 cells, for where room is short.
  public var short: String {
    let name = Self.cut(subject)
    let part = window.map { "\(count) of \($0)" } ?? "last \(count)"
    let whose = arm == nil ? "" : name + ": "
    return switch kind {
    case .notObeyed: "NOT OBEYED: \(subject)"
    case .notFinite: "\(whose)\(part) losses not finite"
    case .noFeedback: arm == nil ? "no feedback for \(count) decisions" : "\(name) silent \(count) calls"
    case .failures: "\(whose)\(part) calls failed"
    case .divergence: "\(name) \(direction) as reward rises"
    case .noPosterior: "no posterior"
    case .zeroContexts: "\(part) contexts all zeros"
    case .orphans: "\(part) feedbacks orphaned"
    case .repetitions: "\(part) ids repeated"
    case .refusedRewards: "\(part) rewards clipped"
    case .constant: "\(name) always answers the same"
    case .collapse: "\(name) takes \(part)"
    case .ties: "\(part) feedbacks ties"
    case .drift: "\(name) drifts \(direction)"
    case .relativeDrift: "\(name) \(direction) beside others"
    }
  }

  /// `16 of the last 64 calls of grm`, `the last 5 calls of grm`.
  private func amount(_ things: String) -> String {
    let things = arm == nil ? things : things + " of " + subject
    guard let window else { return "the last \(count) \(things)" }
    return "\(count) of the last \(window) \(things)"
  }

  /// A name in at most 18 characters: what tells names apart is at both ends.
  private static func cut(_ name: String) -> String {
    name.count <= 18 ? name : "\(name.prefix(7))…\(name.suffix(10))"
  }
}

extension HealthCondition {
  func hash(into digest: inout StateDigest) {
    digest.combine(kind.rawValue)
    for number in [arm, metric, control, step, window] { digest.combine(number ?? -1) }
    for suspect in suspects { digest.combine(suspect) }
    digest.combine(count)
    digest.combine(sentence)
    digest.combine(short)
  }
}
