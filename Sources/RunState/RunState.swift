import RouterEngine
import RunEvents

/// The state of a run: a fold over its events, the same live, replayed, sought or resumed, bit for bit.
///
/// A value: copying it is a checkpoint. Only `fold` changes it. Panes and commands read it.
public struct RunState: Sendable {
  /// The header in force; `nil` before the first `run` line and in a foreign log without one.
  public internal(set) var header: RunHeader?
  /// The router's settings in force (`run.router` and every `settings` since).
  public internal(set) var settings = RouterSettings()
  /// Length of a context, once known.
  public internal(set) var dimension: Int?
  /// In the order of the `run` line (later ones by `add`; in a foreign log by first appearance). Index = arm.
  public internal(set) var rewardModels: [RewardModelState] = []
  public internal(set) var counts = RunCounts()
  public internal(set) var faults = FaultList()
  public internal(set) var progress = RunProgress()
  /// Share of selections by RM, one point per value of the routing step (without steps: per `group` decisions).
  public internal(set) var shares = ShareHistory()
  /// Mean raw reward of each closed batch, over all RMs.
  public internal(set) var reward = Series()
  /// Metrics by name, in order of first appearance.
  public internal(set) var metrics: [MetricSeries] = []
  /// Categories in order of first appearance; at most 256, then `(other)`.
  public internal(set) var categories: [CategoryState] = []
  public internal(set) var markers: [Marker] = []
  /// The last 10,000 things worth a line in the events pane, oldest first.
  public internal(set) var journal: [JournalEntry] = []
  /// Every control of the log, by order of appearance, with what became of it.
  public internal(set) var controls: [ControlRecord] = []
  public internal(set) var allowed = AllowedSet(count: 0)
  public internal(set) var posterior: PosteriorAvailability = .unavailable("no run line yet")

  public init() {}

  /// Index of an RM by id, O(1).
  public func arm(_ id: String) -> Int? { nil }
}

/// Whether posteriors are shown, and if not, the sentence that says which setting or lack is the reason.
public enum PosteriorAvailability: Equatable, Sendable {
  case available
  case unavailable(String)
}

/// One reward model's row.
public struct RewardModelState: Sendable {
  public var info: RewardModelInfo
  /// False after `remove`.
  public var isPresent = true
  public var decisions = 0
  /// Of the last 256 decisions.
  public var recentDecisions = 0
  /// Finite raw rewards (−loss or reward) seen.
  public var rewardCount = 0
  public var rewardSum = 0.0
  public var ties = 0
  public var errors = 0
  public var latencyCount = 0
  public var latencySum = 0.0
  /// Mean raw reward of this RM in each closed batch in which it had one.
  public var reward = Series()
  /// The latest belief, taken at batch closes (the prior's before the first); `nil` where posteriors are unavailable.
  public var belief: Belief?
  /// The belief before any observation, for the prior's tick.
  public var priorBelief: Belief?
  /// Belief points over the run: mean and sd.
  public var beliefMean = Series()
  public var beliefDeviation = Series()

  public init(info: RewardModelInfo) { self.info = info }

  public var meanReward: Double? { rewardCount > 0 ? rewardSum / Double(rewardCount) : nil }
  public var meanLatency: Double? { latencyCount > 0 ? latencySum / Double(latencyCount) : nil }
}

/// What the router believes of one RM over the probe set.
public struct Belief: Equatable, Sendable {
  /// Mean of μ·x over the probes.
  public var mean: Double
  /// √(mean of xᵀΛ⁻¹x), without noise.
  public var standardDeviation: Double
  /// P(best) among all RMs present, banned ones too.
  public var bestProbability: Double
  /// Observations folded.
  public var observations: Int
  /// tr(Λ⁻¹)/d.
  public var averageVariance: Double
  /// ‖μ − sE‖.
  public var distanceFromPrior: Double
}

/// Counts over the whole input (`events`, `faults`) or over the last run in it (all others).
public struct RunCounts: Equatable, Sendable {
  public var events = 0
  public var pairs = 0
  public var decisions = 0
  /// Usable or not: all first feedbacks of known decisions.
  public var feedbacks = 0
  public var ties = 0
  public var errors = 0
  /// Losses, rewards, scores that were NaN or infinite.
  public var nonFinite = 0
  /// Feedback that came after its batch had closed.
  public var late = 0
  /// Feedback without a decision.
  public var orphans = 0
  public var repeatedPairs = 0
  public var repeatedDecisions = 0
  public var repeatedFeedbacks = 0
  /// Feedback whose step differs from its decision's.
  public var differingSteps = 0
  public var unknownTypes = 0
  /// Contexts dropped by the cap before their feedback came.
  public var droppedContexts = 0
  /// Usable rewards whose decision had no context, or whose context was dropped.
  public var rewardsWithoutContext = 0
  /// Normalised values that were not finite, and batches of one under the batch rule.
  public var refusedRewards = 0
  /// `applied` without a control, or a repeated `seq`.
  public var strayApplied = 0
  public var repeatedControls = 0
  /// Decisions whose logged scores differ from rmtop's fold by more than 1e-6.
  public var differingScores = 0
}

/// Where the fold stands.
public struct RunProgress: Equatable, Sendable {
  /// Number, offset and end offset of the last line folded.
  public var line = 0
  public var offset = 0
  public var endOffset = 0
  /// Events folded since the beginning of the input (faults are not events).
  public var events = 0
  public var firstStep: Int?
  /// Greatest step of `pair`/`decision` in the segment.
  public var routingStep: Int?
  /// The greatest step seen in the run.
  public var lastStep: Int?
  /// `t` of the last event that had a finite one, and of the first.
  public var firstTime: Double?
  public var lastTime: Double?
  /// Runs in the input and segments in this run, from 1.
  public var runs = 0
  public var segments = 0
  public var closes = 0
  /// Usable rewards of the open batch, not yet folded.
  public var pending = 0
  public var end: EndEvent?
  /// Whether the segment has had a step at all.
  public var hasSteps = false
  /// The position that charts use for the present: the routing step, or the ordinal of the decision without steps.
  public var position = 0.0
}

/// Shares of selections over the run.
public struct ShareHistory: Sendable {
  /// By arm: share in [0, 1] of that point's decisions.
  public var byArm: [Series] = []

  public init() {}
}

/// One metric over the run; breaks where its own step goes back.
public struct MetricSeries: Sendable {
  public var name: String
  public var series = Series()
  public var last: Double

  public init(name: String, last: Double) {
    self.name = name
    self.last = last
  }
}

/// One category's row of the heat map.
public struct CategoryState: Sendable {
  public var name: String
  public var decisions = 0
  /// By arm.
  public var decisionsByArm: [Int] = []
  public var rewardSumByArm: [Double] = []
  public var rewardCountByArm: [Int] = []
  /// P(best) over the category's own probes, by arm; empty where posteriors are unavailable.
  public var bestProbabilityByArm: [Double] = []

  public init(name: String) { self.name = name }
}

/// A vertical mark over all charts.
public struct Marker: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case control
    case alarm
    case segment
    case source
    case settings
    case note
    case end
  }

  public var kind: Kind
  /// On the charts' X axis.
  public var position: Double
  /// Event number (1-based `RunProgress.events`) at which it stands, for `{` and `}`.
  public var event: Int
  public var text: String
}

/// A line of the events pane.
public struct JournalEntry: Equatable, Sendable {
  public enum Severity: String, CaseIterable, Sendable {
    case info
    case good
    case warning
    case error
  }

  public enum Subject: String, CaseIterable, Sendable {
    case run
    case control
    case alarm
    case note
    case fault
    case source
    case cap
    case settings
  }

  public var step: Int?
  public var time: Double?
  public var event: Int
  public var severity: Severity
  public var subject: Subject
  /// Printable.
  public var text: String
}

/// Counts of faults by kind, and the first 1,000 of them.
public struct FaultList: Equatable, Sendable {
  public struct Entry: Equatable, Sendable {
    public var line: Int
    public var offset: Int
    public var reason: FaultReason
  }

  public static let listedLimit = 1000

  public internal(set) var total = 0
  /// In the order of `FaultReason.Kind.allCases`, kinds that occurred only.
  public internal(set) var byKind: [KindCount] = []
  public internal(set) var listed: [Entry] = []
  public internal(set) var last: Entry?

  public struct KindCount: Equatable, Sendable {
    public var kind: FaultReason.Kind
    public var count: Int
  }

  public init() {}
}

/// A control of the log and what became of it.
public struct ControlRecord: Equatable, Sendable {
  public var control: ControlEvent
  public var event: Int
  public var step: Int?
  public var applied: AppliedEvent?
  public var watch: ControlWatch
  /// Set when an expiry (`steps`) has run out.
  public var expired = false

  public var status: ControlStatus { watch.status }
}

/// What is known of a control that was given.
public enum ControlStatus: Equatable, Sendable {
  /// Not acknowledged, and nothing has shown that it is obeyed or not. (In the view: not yet in the run log.)
  case pending
  /// `applied ok`, or a decision with `by: "pin"` on the pinned RM.
  case obeyed
  case refused(String)
  /// 20 later decisions in scope agree, without `applied`.
  case unconfirmed
  /// A decision in scope disagrees: RM chosen, at that step.
  case notObeyed(chosen: String, step: Int?)
}
