import RouterEngine
import Wording

extension HealthCondition {
  /// A whole sentence, without a full stop.
  package var sentence: String {
    switch kind {
    case .notObeyed: subject + " not obeyed: " + detailWords
    case .divergence: subject + " " + detailWords
    case .drift, .relativeDrift: subject + ": " + detailWords
    case .notFinite: amount("losses or rewards") + " are NaN or infinite"
    case .noFeedback:
      arm == nil
        ? "no feedback for the last \(count) decisions"
        : "\(subject) is silent: no feedback for its last \(count) calls, while others are answered"
    case .failures: amount("calls") + " failed" + (detail == .none ? "" : "; the last error: \(detailWords)")
    case .noPosterior: "no posterior: \(detailWords)"
    case .zeroContexts: amount("contexts") + " are all zeros, which tell no prompt from another"
    case .orphans: amount("feedbacks") + " name an id without a decision, and are not used"
    case .repetitions: amount("pairs, decisions and feedbacks") + " repeat an id, and are not used"
    case .refusedRewards: amount("rewards") + " were refused or clipped by the normalisation"
    case .constant: "\(subject): its last \(count) \(detailWords)"
    case .collapse: "\(subject) took \(count) of the last \(window ?? count) free decisions"
    case .ties: amount("feedbacks") + " were ties"
    }
  }

  private var detailWords: String {
    switch detail {
    case .none: ""
    case .text(let text): text
    case .disobedience(let chosen, let step):
      printableText(chosen, limit: 64) + " was chosen" + (step.map { " at step \($0)" } ?? "")
    case .divergence(let found, let better, let risen): Self.words(found, better, risen)
    case .drift(let drift, let hasSteps, let isOwn): Self.words(drift, hasSteps: hasSteps, isOwn: isOwn)
    case .constant(.ties): "answers were all ties"
    case .constant(.margins): "score margins are all the same"
    case .constant(.rewards): "rewards are all the same"
    }
  }

  private static func words(
    _ found: DivergenceWatch.Divergence, _ better: EvaluationNames.Better, _ risen: [String]
  ) -> String {
    let text =
      "\(better == .more ? "fell" : "rose") from \(brief(found.evaluation.first)) to "
      + "\(brief(found.evaluation.last)) over the last \(found.count) evaluations (since step \(found.since)), "
      + "while the mean reward rose from \(brief(found.reward.first)) to \(brief(found.reward.last))"
    return risen.isEmpty ? text : text + "; share and reward rose of " + risen.joined(separator: ", ")
  }

  private static func words(_ drift: InnovationWatch.Drift, hasSteps: Bool, isOwn: Bool) -> String {
    let start = (hasSteps ? "step " : "decision ") + brief(drift.start.rounded())
    return "rewards \(drift.direction.rawValue) than its posterior said, since about \(start) "
      + "(\(drift.rewards) rewards, CUSUM \(brief(drift.sum)) over \(brief(InnovationWatch.limit)))"
      + (isOwn ? "" : "; beside the others: its own raw reward has moved less than theirs")
  }

  /// A number for a sentence: four significant digits, no trailing zeros.
  static func brief(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1000, scale < 1e12 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    guard rounded.isFinite else { return "\(value)" }
    return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }

  /// The line of the journal when it begins.
  var beginning: RunFact.Line {
    isAlarm ? (.warning, .alarm, "alarm: " + opening) : (.info, .note, "note: " + opening)
  }

  /// The line of the journal when it is over.
  var end: RunFact.Line {
    // A row has its whole length now; a window was at its worst at the beginning or since, and is no more.
    var text = "over: " + (window == nil ? sentence : opening)
    if let step { text += " (since step \(step))" }
    return isAlarm ? (.good, .alarm, text) : (.info, .note, text)
  }

  /// The same in some 30 cells, for where room is short.
  package var short: String {
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

  /// The same for the header, where the RM may have a shorter name.
  ///
  /// - Parameter name: what is shown in place of the id of the RM that it is about.
  package func headline(_ name: String?) -> String {
    var renamed = self
    if kind != .notObeyed, arm != nil, let name { renamed.subject = name }
    // A drift says nothing of which way the curve of the rewards goes: they are held against the posterior. And what
    // an RM takes now is no count since the alarm began.
    return kind == .drift || kind == .collapse ? "\(Self.cut(renamed.subject)) \(note)" : renamed.short
  }

  /// The same for the row of the RM that it is about.
  package var note: String {
    switch kind {
    case .notObeyed: "unobeyed"
    case .notFinite: "NaN losses"
    case .noFeedback: "silent"
    case .failures: "calls fail"
    case .divergence: "suspect"
    case .noPosterior: "no posterior"
    case .zeroContexts: "zero contexts"
    case .orphans: "orphans"
    case .repetitions: "repeated ids"
    case .refusedRewards: "clipped"
    case .constant: "constant"
    case .collapse: "takes \(percentage)%"
    case .ties: "ties"
    case .drift: direction == "lower" ? "below belief" : "above belief"
    case .relativeDrift: "\(direction) beside others"
    }
  }

  /// Of its window, rounded; 100 of all alone.
  private var percentage: Int {
    let all = max(1, window ?? count)
    return count == all ? 100 : min(99, (200 * count + all) / (2 * all))
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
  init(
    metric: Int, metricName: String, divergence: DivergenceWatch.Divergence, better: EvaluationNames.Better,
    risen: [String]
  ) {
    self.init(
      kind: .divergence, metric: metric, metricName: metricName, suspects: divergence.risen,
      count: divergence.count, subject: printableText(metricName, limit: 64),
      detail: .divergence(divergence, better: better, risen: risen),
      direction: better == .more ? "falls" : "rises")
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(kind.rawValue)
    for number in [arm, metric, control, step, window] { digest.combine(number ?? -1) }
    for suspect in suspects { digest.combine(suspect) }
    digest.combine(count)
    digest.combine(sentence)
    digest.combine(short)
  }
}
