/// What goes wrong where in the scenario `messy`.
///
/// Every kind of mess comes again and again: one in each block of eight pairs, in turn, at a place of the block
/// that is drawn by key.
struct MessPlan: Sendable {
  /// Around a pair and its decision.
  enum PairMess: CaseIterable, Sendable {
    case notANumberInContext
    case contextOfAnotherLength
    case notANumberInScores
    case repeatedPair
    case repeatedDecision
    case pairOfASlowerRank
    case traceback
    case cutLine
    case twoLinesInOne
    case invalidText
    case notAnObject
    case missingField
    case illTypedField
    case stepBelowZero
    case unknownRewardModel
    case laterVersion
    case unknownType
  }

  /// In what comes back.
  enum FeedbackMess: CaseIterable, Sendable {
    case notANumberLoss
    case infiniteLoss
    case notANumberScore
    case late
    case repeated
    case orphan
    case differingStep
    case never
  }

  /// A trainer that died after `step` and begins again at `step − back`.
  struct Restart: Equatable, Sendable {
    var step: Int
    var back: Int
    /// Whether the new process writes the `run` line again.
    var writesHeader: Bool
  }

  /// How far a step may go back without being a restart, in this scenario.
  static let stepSlack = 2
  private static let block = 8

  let seed: UInt64
  let isOn: Bool
  let restarts: [Restart]

  init(_ settings: SimulationSettings) {
    seed = settings.seed
    isOn = settings.scenario == .messy
    let steps = settings.steps
    restarts =
      isOn && steps >= 20
      ? [
        Restart(step: steps * 2 / 5, back: 5, writesHeader: true),
        Restart(step: steps * 7 / 10, back: 5, writesHeader: false),
      ] : []
  }

  func pairMess(ordinal: Int) -> PairMess? {
    choose(from: PairMess.allCases, ordinal: ordinal, stream: 0)
  }

  func feedbackMess(ordinal: Int) -> FeedbackMess? {
    choose(from: FeedbackMess.allCases, ordinal: ordinal, stream: 1)
  }

  private func choose<Kind>(from kinds: [Kind], ordinal: Int, stream: Int) -> Kind? {
    guard isOn else { return nil }
    let block = ordinal / Self.block
    var random = SimulationRandom(seed: seed, .mess, stream, block)
    guard ordinal % Self.block == random.index(below: Self.block) else { return nil }
    return kinds[block % kinds.count]
  }
}
