import RouterEngine
import RunEvents

/// What the fold remembers between events and nobody else reads.
struct FoldMemory: Sendable {
  static let rewardModelLimit = 64
  static let categoryLimit = 256
  static let metricLimit = 2048
  /// Bytes of a category's or a metric's name that is followed.
  static let nameLimit = 256

  // Indices by name; looked up, never iterated.
  var armByID: [String: Int] = [:]
  var categoryByName: [String: Int] = [:]
  var metricByName: [String: Int] = [:]

  var identifiers = IdentifierMemory()
  var contexts = ContextStore()
  /// Rewards of the batches that the last line closed, in order of arrival.
  var closed: [ClosedReward] = []
  /// Settings that hold whatever the log says: a what-if.
  var overrides = RouterSettingsChange()
  /// How often the routing step has moved or a segment begun.
  var epoch: UInt32 = 0
  var writers = WriterWatch()
  /// Charts do not go back with the step, as there are two writers.
  var holdsPosition = false
  /// The routing step when a `run` line came, until the first step after it.
  var stepBeforeRun: Int?
  /// The first step of a row of repetitions, and whether it has been said.
  var repeatedFrom: Int?
  var isRepetitionSaid = false
  /// What stands for the decision that the last feedback answered.
  var answered: IdentifierHash?

  /// False where nobody will look at a belief.
  var takesBeliefs = true
  var priorForms = PriorForms()
  var probes = ProbeSet(capacity: FoldMemory.probeCapacity, seed: 0)
  /// By index of `categories`.
  var categoryProbes: [ProbeSet] = []
  /// Category from which the next belief point goes on.
  var nextCategory = 0
  /// Statistics or settings have changed since the last belief was taken.
  var isBeliefStale = false
  /// Statistics or settings have changed since posteriors were looked at last: the next look makes factors.
  var hasStaleFactors = false
  /// By arm: tr(Λ⁻¹)/d is to be computed again.
  var isVarianceStale: [Bool] = []

  var controls = ControlMemory()
  var health = HealthMemory()
  var watchTag = WatchTag()
  var recent = RecentDecisions()
  var markerThinning = MarkerThinning()
  var capsSaid: Set<Cap> = []
  /// `t` of the event being folded.
  var time: Double?

  static let probeCapacity = 64
  static let categoryProbeCapacity = 8

  init() {}

  /// What grows no further; each is said once when it is met.
  enum Cap: Hashable {
    case rewardModels
    case categories
    case longCategory
    case metrics
    case longMetric
    case markers(Marker.Kind)
    case journal
    case controls
    case faults
    case remarks
    case contexts
    case identifiers
  }
}

/// The last 256 decisions, by arm.
struct RecentDecisions: Sendable {
  static let capacity = 256
  private var arms: [UInt8] = []
  private var oldest = 0

  var count: Int { arms.count }

  func hash(into digest: inout StateDigest) {
    digest.combine(arms.count)
    digest.combine(oldest)
    for arm in arms { digest.combine(Int(arm)) }
  }

  /// - Returns: the arm that is no longer among the recent ones.
  mutating func append(_ arm: Int) -> Int? {
    let byte = UInt8(truncatingIfNeeded: arm)
    if arms.count < Self.capacity {
      arms.append(byte)
      return nil
    }
    let gone = arms[oldest]
    arms[oldest] = byte
    oldest = (oldest + 1) % Self.capacity
    return Int(gone)
  }
}
