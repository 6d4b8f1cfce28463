import Router
import RouterEngine
import RunEvents

/// The router of a simulated run: the one that a fold of its log drives (`Router`), with what a trainer knows besides,
/// ids and contexts that wait for feedback.
///
/// It is driven by the events the trainer writes, in their order, and by nothing else; so its scores are those
/// that a fold of the log computes.
struct SimulatedRouter: Sendable {
  /// A decision that waits for its feedback.
  struct Waiting: Sendable {
    var arm: Int
    /// `nil` where the log has no valid context: such a reward counts in the normalisation only.
    var context: [Double]?
  }

  /// Keyed by contexts.
  var router: Router<[Double]?>
  var steps = RoutingStep()
  var waiting: [String: Waiting] = [:]
  /// Those of the two segments before, the older first, whose ids this one has not used.
  var waitingBefore: [[String: Waiting]] = []
  /// Every `seq` answered.
  var answered: Set<String> = []

  init(
    rewardModels: [String], dimension: Int, settings: RouterSettings, prior: RouterPrior? = nil
  ) throws(SimulationError) {
    router = Router(
      priors: PriorLoader { _, _ in prior.map { .loaded($0) } ?? .refused("there is no prior file") })
    router.begin(settings, dimension: dimension)
    for id in rewardModels { router.append(id) }
    _ = router.prepare()
    if let refusal = router.startRefusal { throw SimulationError(refusal) }
    if case .unavailable(let sentence) = router.availability { throw .engine(sentence) }
    do throws(EngineError) {
      try router.chooseSettings()
      // By way of trial, to find what the policy refuses before the run begins.
      var trial = router
      _ = try trial.decide("", context: Array(repeating: 0, count: dimension), category: nil)
    } catch {
      throw .engine(error.description)
    }
  }
}

extension SimulationError {
  fileprivate init<Key>(_ refusal: Router<Key>.StartRefusal) {
    switch refusal {
    case .prior(let mismatch):
      self = .prior(words: " " + mismatch.description, isContradicted: mismatch.isAboutLengths)
    case .engine(let error, hasPrior: true) where error.isAboutThePrior:
      self = .prior(words: ": " + error.description, isContradicted: false)
    case .engine(let error, _): self = .engine(error.description)
    }
  }
}

extension RouterPriorMismatch {
  /// Lengths are taken from the file, so that only an intercept that it does not have, or has, makes them wrong.
  fileprivate var isAboutLengths: Bool {
    switch self {
    case .rowCount, .rowLength: true
    case .baselineLength, .baselineOutOfRange, .rewardRule: false
    }
  }
}

extension EngineError {
  /// What the numbers of a prior, or how many there are, can be blamed for.
  fileprivate var isAboutThePrior: Bool {
    switch self {
    case .dimensionOutOfRange, .tooManyArms, .priorLength, .priorOutOfRange, .priorMatrixSize,
      .priorMatrixInvalid, .priorMatrixCount, .memory:
      true
    case .settingOutOfRange, .unknownArm, .interceptNeeded, .nothingAllowed: false
    }
  }
}
