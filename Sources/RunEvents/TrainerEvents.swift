/// The features of a preference pair as the log gives them.
public enum PairFeatures: Equatable, Sendable {
  /// A context, used as given: finite, never normalised, zero is legal.
  case context([Double])
  /// The embeddings of both responses, where the router has an offline file to make a context from.
  case embeddings(a: [Double], b: [Double])
}

/// What describes a pair, in a `pair` line or in a `decision` that had none before it.
public struct PairDescription: Equatable, Sendable {
  public var features: PairFeatures?
  public var category: String?
  public var prompt: String?

  public init(features: PairFeatures? = nil, category: String? = nil, prompt: String? = nil) {
    self.features = features
    self.category = category
    self.prompt = prompt
  }

  /// The context, where the features are one.
  public var context: [Double]? {
    if case .context(let values) = features { values } else { nil }
  }
}

/// `pair`: a trainer's pair that wants an RM.
public struct PairEvent: Equatable, Sendable {
  public var id: String
  public var step: Int?
  public var description: PairDescription

  public init(id: String, step: Int? = nil, description: PairDescription = PairDescription()) {
    self.id = id
    self.step = step
    self.description = description
  }
}

/// `decision`: an RM was chosen for a pair.
public struct DecisionEvent: Equatable, Sendable {
  public var id: String
  public var rewardModel: String
  public var step: Int?
  /// Who decided: `thompson`, `cautious`, `linucb`, `offline`, `pin`, `fixed`, `random`, ….
  public var by: String?
  /// `p`: the probability with which this RM was chosen.
  public var propensity: Double?
  /// In the order of the line.
  public var scores: [LoggedScore]
  public var repeated: Bool
  /// The pair's own fields, when no `pair` came before.
  public var description: PairDescription

  public init(
    id: String, rewardModel: String, step: Int? = nil, by: String? = nil, propensity: Double? = nil,
    scores: [LoggedScore] = [], repeated: Bool = false, description: PairDescription = PairDescription()
  ) {
    self.id = id
    self.rewardModel = rewardModel
    self.step = step
    self.by = by
    self.propensity = propensity
    self.scores = scores
    self.repeated = repeated
    self.description = description
  }
}

/// What the deciding router thought of one RM for one pair.
public struct LoggedScore: Equatable, Sendable {
  public var rewardModel: String
  public var mean: Double?
  public var standardDeviation: Double?
  public var draw: Double?

  public init(
    rewardModel: String, mean: Double? = nil, standardDeviation: Double? = nil, draw: Double? = nil
  ) {
    self.rewardModel = rewardModel
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.draw = draw
  }
}

/// `feedback`: what came of a decision.
public struct FeedbackEvent: Equatable, Sendable {
  public enum Outcome: Equatable, Sendable {
    case loss(Double)
    case reward(Double)
    case tie
    case error(String)
  }

  public var id: String
  public var outcome: Outcome
  public var step: Int?
  public var scoreA: Double?
  public var scoreB: Double?
  public var latencyMilliseconds: Double?
  /// Whether each RM prefers the right response, where the truth is known; in the order of the line.
  public var labels: [RewardModelLabel]

  public init(
    id: String, outcome: Outcome, step: Int? = nil, scoreA: Double? = nil, scoreB: Double? = nil,
    latencyMilliseconds: Double? = nil, labels: [RewardModelLabel] = []
  ) {
    self.id = id
    self.outcome = outcome
    self.step = step
    self.scoreA = scoreA
    self.scoreB = scoreB
    self.latencyMilliseconds = latencyMilliseconds
    self.labels = labels
  }
}

/// Whether one RM is right about one pair.
public struct RewardModelLabel: Equatable, Sendable {
  public var rewardModel: String
  public var isRight: Bool

  public init(rewardModel: String, isRight: Bool) {
    self.rewardModel = rewardModel
    self.isRight = isRight
  }
}

/// `metrics`: named numbers of one training step.
public struct MetricsEvent: Equatable, Sendable {
  public struct Value: Equatable, Sendable {
    public var name: String
    public var value: Double

    public init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  public var step: Int
  /// In the order of the line.
  public var values: [Value]

  public init(step: Int, values: [Value]) {
    self.step = step
    self.values = values
  }
}

/// `note`: anyone's sentence.
public struct NoteEvent: Equatable, Sendable {
  public enum Level: String, CaseIterable, Sendable {
    case info
    case warn
    case error
  }

  public var level: Level
  public var text: String

  public init(level: Level, text: String) {
    self.level = level
    self.text = text
  }
}

/// `end`: the trainer says that the run is over.
public struct EndEvent: Equatable, Sendable {
  public var reason: String?

  public init(reason: String? = nil) {
    self.reason = reason
  }
}
