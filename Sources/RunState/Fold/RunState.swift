package import Router
package import RouterEngine
package import RunEvents

/// The state of a run: a fold over its events, the same live, replayed, sought or resumed, bit for bit.
///
/// A value: copying it is a checkpoint. Only `fold` changes it. Panes and commands read it.
///
/// It is made of parts. Each takes what concerns it of an event and answers with facts; no part reaches into another's
/// storage. The fold (this folder) is who asks them, in order, and hands the facts on: to other parts as arguments, to
/// people through the journal.
package struct RunState: Codable, Sendable {
  /// The header in force; `nil` before the first `run` line and in a foreign log without one.
  package internal(set) var header: RunHeader?
  package internal(set) var counts = RunCounts()
  package internal(set) var faults = FaultList()
  /// Fields that could not be read and are absent from events that were folded.
  package internal(set) var remarks = RemarkList()
  package internal(set) var progress = RunProgress()
  /// The last decision folded; a repetition is none.
  package internal(set) var latestDecision: RoutedDecision?

  package internal(set) var rewardModels = Roster()
  var pairs = PairLedger()
  var restarts = RestartWatch()
  /// The router whose decisions the log tells: it folds, and never decides.
  var router: Router<IdentifierHash>
  package internal(set) var beliefs: Beliefs
  package internal(set) var controls = ControlLedger()
  package internal(set) var conditions = Conditions()
  package internal(set) var charts = Charts()
  package internal(set) var journal = Journal()

  /// The decision being folded is one of `decide`: its scores are the router's own.
  var isOwnDecision = false
  /// Settings that hold whatever the log says: a what-if.
  var overrides = RouterSettingsChange()
  /// Rewards of the batches that the last line closed, in order of arrival.
  var closedRewards: [ClosedReward] = []

  /// - Parameters:
  ///   - priors: finds the prior file that `run.router.prior` names.
  ///   - takesBeliefs: false for callers that show no beliefs (`check`, `posterior`): integrals over many RMs and
  ///     inverses of long contexts are then left out. Everything else is the same, bit for bit, but no belief and no
  ///     belief series is there, and the digest is another.
  package init(priors: PriorLoader = .none, takesBeliefs: Bool = true) {
    router = Router(priors: priors)
    beliefs = Beliefs(isWanted: takesBeliefs)
  }

  /// Index of an RM by id, O(1).
  package func arm(_ id: String) -> Int? { rewardModels.arm(id) }
}

extension RunState {
  /// The router's settings in force (`run.router` and every `settings` since). One that is `auto` stays so until the
  /// first choice (`RouterSettings.number` is then the default).
  package var settings: RouterSettings { router.settings }
  /// The settings that the router chooses by itself: `auto` in the header, or in a `settings` event since.
  package var automaticSettings: Set<TunableSetting> { router.automaticSettings }
  /// Feedback has come that no close has folded yet.
  package var hasOpenBatch: Bool { router.batch.isOpen }
  /// Length of a context, once known.
  package var dimension: Int? { router.dimension }
  package var allowed: AllowedSet { router.allowed }
  package var posterior: PosteriorAvailability { router.availability }
  /// What finds the prior file that the log names.
  package var priors: PriorLoader { router.priors }

  /// Categories in order of first appearance; at most 256, then `otherCategory`.
  package var categories: [CategoryState] { pairs.categories }
  /// The last 256 rewards of all pairs.
  package var recentRewards: RecentRewards { pairs.recentRewards }
  /// The name under which categories beyond the 256th are counted together.
  package static let otherCategory = PairLedger.otherCategory
  package var shares: ShareHistory { charts.shares }
  /// Mean raw reward of each closed batch, over all RMs.
  package var reward: Series { charts.reward }
  /// Metrics by name, in order of first appearance.
  package var metrics: [MetricSeries] { charts.metrics }
  package var markers: [Marker] { charts.markers }
}
