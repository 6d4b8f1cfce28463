/// The features of a preference pair as the log gives them.
package enum PairFeatures: Equatable, Sendable {
  /// A context, used as given: finite, never normalised, zero is legal.
  case context([Double])
  /// The embeddings of both responses, where the router has an offline file to make a context from.
  case embeddings(a: [Double], b: [Double])
}

/// What describes a pair, in a `pair` line or in a `decision` that had none before it.
package struct PairDescription: Equatable, Sendable {
  package var features: PairFeatures?
  package var category: String?
  package var prompt: String?

  package init(features: PairFeatures? = nil, category: String? = nil, prompt: String? = nil) {
    self.features = features
    self.category = category
    self.prompt = prompt
  }

  /// The context, where the features are one.
  package var context: [Double]? {
    if case .context(let values) = features { values } else { nil }
  }
}

/// `pair`: a trainer's pair that wants an RM.
package struct PairEvent: Equatable, Sendable {
  package var id: String
  package var step: Int?
  package var description: PairDescription

  package init(id: String, step: Int? = nil, description: PairDescription = PairDescription()) {
    self.id = id
    self.step = step
    self.description = description
  }
}

/// `decision`: an RM was chosen for a pair.
package struct DecisionEvent: Equatable, Sendable {
  package var id: String
  package var rewardModel: String
  package var step: Int?
  /// Who decided: `thompson`, `cautious`, `linucb`, `offline`, `pin`, `fixed`, `random`, ….
  package var by: String?
  /// `p`: the probability with which this RM was chosen.
  package var propensity: Double?
  /// In the order of the line.
  package var scores: [LoggedScore]
  package var repeated: Bool
  /// The pair's own fields, when no `pair` came before.
  package var description: PairDescription

  package init(
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
package struct LoggedScore: Equatable, Sendable {
  package var rewardModel: String
  package var mean: Double?
  package var standardDeviation: Double?
  package var draw: Double?

  package init(
    rewardModel: String, mean: Double? = nil, standardDeviation: Double? = nil, draw: Double? = nil
  ) {
    self.rewardModel = rewardModel
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.draw = draw
  }
}

/// `feedback`: what came of a decision.
package struct FeedbackEvent: Equatable, Sendable {
  package enum Outcome: Equatable, Sendable {
    case loss(Double)
    case reward(Double)
    case tie
    case error(String)
  }

  package var id: String
  package var outcome: Outcome
  package var step: Int?
  package var scoreA: Double?
  package var scoreB: Double?
  package var latencyMilliseconds: Double?
  /// Whether each RM prefers the right response, where the truth is known; in the order of the line.
  package var labels: [RewardModelLabel]

  package init(
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
package struct RewardModelLabel: Equatable, Sendable {
  package var rewardModel: String
  package var isRight: Bool

  package init(rewardModel: String, isRight: Bool) {
    self.rewardModel = rewardModel
    self.isRight = isRight
  }
}

/// `metrics`: named numbers of one training step.
package struct MetricsEvent: Equatable, Sendable {
  package struct Value: Equatable, Codable, Sendable {
    package var name: String
    package var value: Double

    package init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  package var step: Int
  /// In the order of the line.
  package var values: [Value]

  package init(step: Int, values: [Value]) {
    self.step = step
    self.values = values
  }
}

/// `note`: anyone's sentence.
package struct NoteEvent: Equatable, Codable, Sendable {
  package enum Level: String, CaseIterable, Codable, Sendable {
    case info
    case warn
    case error
  }

  package var level: Level
  package var text: String

  package init(level: Level, text: String) {
    self.level = level
    self.text = text
  }
}

/// `end`: the trainer says that the run is over.
package struct EndEvent: Equatable, Codable, Sendable {
  package var reason: String?

  package init(reason: String? = nil) {
    self.reason = reason
  }
}
