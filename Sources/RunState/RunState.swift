import Router
import RouterEngine
import RunEvents

/// The state of a run: a fold over its events, the same live, replayed, sought or resumed, bit for bit.
///
/// A value: copying it is a checkpoint. Only `fold` changes it. Panes and commands read it.
public struct RunState: Sendable {
  /// The header in force; `nil` before the first `run` line and in a foreign log without one.
  public internal(set) var header: RunHeader?
  /// The router whose decisions the log tells: it folds, and never decides.
  var router: Router<IdentifierHash>
  /// In the order of the `run` line (later ones by `add`; in a foreign log by first appearance). Index = arm.
  public internal(set) var rewardModels: [RewardModelState] = []
  public internal(set) var counts = RunCounts()
  public internal(set) var faults = FaultList()
  /// Fields that could not be read and are absent from events that were folded.
  public internal(set) var remarks = RemarkList()
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
  /// The last things worth a line in the events pane, oldest first: 10,000 at most, the last 9,000 at least.
  public internal(set) var journal: [JournalEntry] = []
  /// Lines of the journal so far, the dropped ones too.
  public internal(set) var journalTotal = 0
  /// What is wrong with the run as long as it stands, in the order in which it was raised (`worstFirst`).
  public internal(set) var conditions: [HealthCondition] = []
  /// Every control of the log, by order of appearance, with what became of it; the last 10,000 at most.
  public internal(set) var controls: [ControlRecord] = []
  /// The last decision folded; a repetition is none.
  public internal(set) var latestDecision: RoutedDecision?

  /// What only the fold itself reads.
  var memory = FoldMemory()

  /// - Parameters:
  ///   - priors: finds the prior file that `run.router.prior` names.
  ///   - takesBeliefs: false for who shows no belief (`check`, `posterior`): integrals over many RMs and inverses of long
  ///     contexts are then left out. Everything else is the same, bit for bit, but no belief and no belief series is
  ///     there, and the digest is another.
  public init(priors: PriorLoader = .none, takesBeliefs: Bool = true) {
    router = Router(priors: priors)
    memory.takesBeliefs = takesBeliefs
  }

  /// Index of an RM by id, O(1).
  public func arm(_ id: String) -> Int? { memory.armByID[id] }
}

extension RunState {
  /// The router's settings in force (`run.router` and every `settings` since). One that is `auto` stays so until the
  /// first choice (`RouterSettings.number` is then the default).
  public var settings: RouterSettings { router.settings }
  /// The settings that the router chooses by itself: `auto` in the header, or in a `settings` event since.
  public var automaticSettings: Set<TunableSetting> { router.automaticSettings }
  /// Length of a context, once known.
  public var dimension: Int? { router.dimension }
  public var allowed: AllowedSet { router.allowed }
  public var posterior: PosteriorAvailability { router.availability }
  /// What finds the prior file that the log names.
  public var priors: PriorLoader { router.priors }
}
