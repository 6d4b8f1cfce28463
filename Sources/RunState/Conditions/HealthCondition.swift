/// Something that is wrong with the run, as long as it stands: what the log shows, never what it means.
///
/// Conditions are state. Rules over the events alone raise and clear them, with a margin between the two so that none
/// flaps; when one begins and when it is over is one line of the journal and one mark over the charts each.
package struct HealthCondition: Equatable, Codable, Sendable {
  /// The worst first.
  package enum Kind: String, CaseIterable, Codable, Sendable {
    /// A control that is not obeyed.
    case notObeyed = "not_obeyed"
    /// Losses or rewards are NaN or infinite, of all RMs or of one.
    case notFinite = "not_finite"
    /// No feedback any more, for any RM or for one while others are answered.
    case noFeedback = "no_feedback"
    /// Calls fail, of all RMs or of one.
    case failures
    /// The training reward rises while an evaluation gets worse.
    case divergence
    /// There are contexts, but no posterior.
    case noPosterior = "no_posterior"
    case zeroContexts = "zero_contexts"
    /// Feedback whose decision is not known.
    case orphans
    /// Ids that were there before.
    case repetitions
    /// Rewards that the normalisation refused or clipped.
    case refusedRewards = "refused_rewards"
    /// An RM whose score margin or reward is always the same, or whose answers are all ties.
    case constant
    /// One RM takes more than 95 % of the recent decisions that were free.
    case collapse
    /// An RM's rewards are not what its posterior said.
    case drift
    /// More than half of the recent feedbacks are ties.
    case ties
    /// A drift of an RM whose own raw rewards have not changed so: those that its rewards are held against have.
    case relativeDrift = "relative_drift"
  }

  package var kind: Kind
  /// Index of the RM that it is about; `nil` where it is about the run.
  package var arm: Int?
  /// Index of the metric that it is about.
  package var metric: Int?
  package var metricName: String?
  /// Ordinal of the control that it is about.
  var control: Int?
  /// RMs whose share and reward rose meanwhile.
  package var suspects: [Int] = []
  /// The routing step and the event at which it was raised.
  package var step: Int?
  package var event = 0
  /// How many it is about, as of the last event: of `window`, or the last so many in a row where that is `nil`.
  package var count = 0
  package var window: Int?
  /// The RM, metric or control that it is about; printable.
  package var subject = ""
  /// What is to be said beyond the numbers.
  var detail = Detail.none
  /// The sentence as it was when it was raised.
  var opening = ""
  /// Which way: `falls`, `rises`, `lower`, `higher`.
  var direction = ""

  enum Detail: Equatable, Codable, Sendable {
    case none
    /// Printable: the last error, or why there is no posterior.
    case text(String)
    case disobedience(chosen: String, step: Int?)
    case divergence(DivergenceWatch.Divergence, better: EvaluationNames.Better, risen: [String])
    case drift(InnovationWatch.Drift, hasSteps: Bool, isOwn: Bool)
    case constant(Constant)
  }

  /// What of an RM is always the same.
  enum Constant: Equatable, Codable, Sendable {
    case ties
    case margins
    case rewards
  }

  /// False where nothing is wrong with the RM that it is about: it is said once, and kept beside its figures, but
  /// neither counted nor marked.
  package var isAlarm: Bool { kind != .relativeDrift }

  /// Whether it is about this RM, or suspects it.
  package func concerns(_ arm: Int) -> Bool { self.arm == arm || suspects.contains(arm) }

  /// Whether it is about the same: of such there is only one.
  func isAbout(_ kind: Kind, arm: Int? = nil, metric: Int? = nil, control: Int? = nil) -> Bool {
    self.kind == kind && self.arm == arm && self.metric == metric && self.control == control
  }

  /// 0 is the worst. What fails of the whole run, and an evaluation that falls, go before the failing of one RM.
  package var rank: Int {
    guard arm != nil, kind.isAlsoOfTheRun else { return 2 * kind.severity }
    return 2 * Kind.noPosterior.severity + 1
  }
}

extension HealthCondition.Kind {
  var severity: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

  /// Whether the whole run can have it as well as one RM.
  var isAlsoOfTheRun: Bool { [.notFinite, .noFeedback, .failures].contains(self) }
}

extension Sequence<HealthCondition> {
  /// The worst first; of equals the oldest.
  package var worstFirst: [HealthCondition] {
    sorted { ($0.rank, $0.kind.severity, $0.event) < ($1.rank, $1.kind.severity, $1.event) }
  }
}
