package import RouterEngine
package import RunEvents
package import StateCoding

/// The online router of one run: settings, prior, posteriors, reward rule, allowed set, the open batch, and who
/// chooses.
///
/// One and the same folds a recorded log (`RunState`), decides for a simulated trainer (`Simulator`), and is what a
/// service owns. It is told what happens, in order, and answers with facts; it knows no ids but those of reward models,
/// and makes no sentence but that of why there are no posteriors. `Key` stands for the decision of a feedback.
///
/// Properties: equal calls give equal bits, whoever makes them; nothing is split by when somebody looks.
///
/// Tested by `RouterTests`, by every suite of the fold, and by `FoldAgreementTests`.
package struct Router<Key: Codable & Sendable>: Codable, Sendable {
  /// In force: a number that the router chose stands in place of its `auto`.
  package var settings = RouterSettings()
  /// The settings that the router chooses by itself: `auto` in the header, or in a `settings` event since.
  package var automaticSettings: Set<TunableSetting> = []
  /// Ids by arm, removed ones too.
  package internal(set) var rewardModels: [String] = []
  /// By arm; false once it has been removed.
  package internal(set) var isInRun: [Bool] = []
  package var allowed = AllowedSet(count: 0)
  /// Length of a context, once known.
  package internal(set) var dimension: Int?
  package internal(set) var availability: PosteriorAvailability = .unavailable(
    "the log has no run line yet, and only that says how posteriors are set up")
  /// Why the engine or the prior refused to start, where that is why there are no posteriors.
  package internal(set) var startRefusal: StartRefusal?
  package var batch = OpenBatch<Key>()
  /// Finds the prior file that the settings name.
  @NotSaved package var priors: PriorLoader

  /// `nil` where posteriors are unavailable. Looking makes factors.
  package var bank: PosteriorBank?
  /// What is folded in place of rewards comes from it, where a prior file brings one.
  package var baseline: SharedBaseline?
  package var normaliser: RewardNormaliser?

  var hasBegun = false
  /// The prior file that the settings name, as far as it could be had.
  var priorFile: PriorFile?
  /// Reward models added, with their priors: for when there is a bank.
  var addedPriors: [AddedPrior] = []
  /// A batch with usable rewards closed while the settings ruled posteriors out: they can never be complete again.
  var hasMissedRewards = false

  /// Made when somebody asks for a decision, from `policySettings`.
  @NotSaved var policy: (any RoutingPolicy)?
  @NotSaved var policySettings: PolicySettings?
  /// The last choice of a policy, not of a pin: whose turn is next hangs on it.
  private(set) var lastChoice: Int?
  /// Where the router chooses settings by itself; a fold of what another router chose has none.
  @NotSaved var chooser: SettingsChooser?
  /// What the chooser said at the last close.
  @NotSaved var verdict: SettingsVerdict?

  package init(priors: PriorLoader = .none) { self.priors = priors }

  package enum StartRefusal: Error, Equatable, Codable, Sendable {
    case prior(RouterPriorMismatch)
    case engine(EngineError, hasPrior: Bool)
  }

  /// The prior file that the settings name, as far as it could be had.
  struct PriorFile: Codable, Sendable {
    var source: PriorSource
    var isUsable: Bool
    @NotSaved var outcome: PriorLoader.Outcome?

    init(source: PriorSource, outcome: PriorLoader.Outcome) {
      self.source = source
      self.outcome = outcome
      isUsable = if case .loaded = outcome { true } else { false }
    }
  }

  /// The prior of an added reward model: the one given, else the mean of those of the ones that were in the run.
  struct AddedPrior: Codable, Sendable {
    var given: [Double]?
    var inRun: [Int]
  }
}

/// Whether posteriors are shown, and if not, the sentence that says which setting or lack is the reason.
package enum PosteriorAvailability: Equatable, Codable, Sendable {
  case available
  case unavailable(String)
}

/// What a call has done to the posteriors.
package struct RouterChange: Equatable, Sendable {
  /// They are there, and were not.
  package var started = false
  /// They are not there.
  package var dropped = false
  /// Their scales are others: everything made from them is out of date.
  package var rescaled = false
  /// A reward model has its place among them.
  package var added = false
  /// Arms that the prior file does not know: the mean of its rows is taken.
  package var unnamed: [Int] = []
}

extension Router {
  /// Arms that have not been removed.
  package var inRun: [Int] { rewardModels.indices.filter { isInRun[$0] } }

  /// A `run` line: settings in force from the first event on. Reward models are appended next, and then `prepare`.
  ///
  /// - Parameter dimension: `nil` where the line does not say: the first context does (`know`).
  package mutating func begin(_ settings: RouterSettings, dimension: Int?) {
    hasBegun = true
    self.settings = settings
    automaticSettings = Set(TunableSetting.allCases.filter { settings[$0] == .auto })
    self.dimension = dimension
  }

  /// A reward model of the `run` line, or one that a log without it shows.
  package mutating func append(_ id: String) {
    rewardModels.append(id)
    isInRun.append(true)
    allowed.add()
  }

  /// The first context says how long contexts are.
  package mutating func know(dimension: Int) -> RouterChange {
    self.dimension = dimension
    return prepare()
  }

  /// A choice of the log that no pin made.
  package mutating func note(choice arm: Int) { lastChoice = arm }

  /// `add`: a new arm at the end, whose prior mean is that of those in the run where none is given.
  package mutating func add(_ id: String, prior: [Double]?) -> RouterChange {
    let added = AddedPrior(given: prior, inRun: inRun)
    append(id)
    addedPriors.append(added)
    guard bank != nil else { return RouterChange() }
    do throws(EngineError) {
      try bank?.addArm(priorMean: added.given, present: added.inRun)
      return RouterChange(added: true)
    } catch {
      hasMissedRewards = true
      return drop(because: error.description)
    }
  }

  /// `remove`: never allowed again, and nothing of it is kept.
  ///
  /// - Throws: as `PosteriorBank.forget`; it is removed then all the same.
  package mutating func remove(_ arm: Int) throws(EngineError) {
    allowed.remove(arm)
    isInRun[arm] = false
    try forget(arm: arm, keep: 0)
  }

  /// `forget` and `reset`: multiplies the statistics of one arm, or of all.
  ///
  /// - Returns: whether there were any.
  @discardableResult
  package mutating func forget(arm: Int?, keep: Double) throws(EngineError) -> Bool {
    guard bank != nil else { return false }
    try bank?.forget(arm: arm, keep: keep)
    return true
  }
}
