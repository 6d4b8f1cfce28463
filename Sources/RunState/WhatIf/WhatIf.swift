import Router
import RouterEngine
import RunEvents

/// A recorded run under other settings: a fold beside the run's own, over the same lines.
///
/// At every recorded decision it says with which probabilities the other settings would have chosen each RM, given a
/// posterior that is folded from the *recorded* decisions and rewards under the other settings. So π is a function
/// of the log up to the decision, as off-policy estimates need it, and what is estimated is the value of choosing
/// otherwise at each moment of the recorded run; not of another run that those choices would have led to.
///
/// *Eligible* for estimates are decisions that no pin made, whose propensity is logged (`p`, or for Thompson sampling
/// with exploration 1 the scores it follows from), whose reward a closed batch normalised, and for which π is known.
/// Rewards are those of the recorded run's own rule. All decisions with a known π count in the shares.
///
/// No I/O. Memory: eligible rounds with their contexts, up to `roundByteLimit`; beyond it every second (fourth, …)
/// batch is kept, which leaves estimates as they are on average, and the report says so.
package struct WhatIf: Sendable {
  package let question: WhatIfQuestion
  /// Step of the recorded run at which it began; `nil` from the beginning.
  package let startStep: Int?
  /// Bytes that kept rounds may take.
  package var roundByteLimit = 256 << 20

  /// The run under the other settings, fed with what was recorded.
  var other: RunState
  var target: (any RoutingPolicy)?
  /// What `target` was made from.
  var targetSettings: PolicySettings?
  var allowed: OverlaidControls
  package internal(set) var tally = WhatIfTally()
  /// Why the engine refused to answer, last.
  var lastObstacle: String?
  var pending = PendingRounds()
  var rounds: [LoggedRound] = []
  /// Rounds whose reward is whether the chosen RM was right.
  var correctness: [LoggedRound] = []
  /// Σ_a π(a) y_a of the rounds in `correctness`, by place; NaN where a label is missing.
  var correctnessOfTarget: [Double] = []
  /// Batches whose number is a multiple of this are kept.
  var stride = 1
  /// Runs, segments, decisions and feedbacks of the recorded run after the last line.
  var seen: Seen

  struct Seen: Equatable, Sendable {
    var runs: Int
    var segments: Int
    var decisions: Int
    var feedbacks: Int

    init(_ state: RunState) {
      runs = state.progress.runs
      segments = state.progress.segments
      decisions = state.counts.decisions
      feedbacks = state.counts.feedbacks
    }
  }

  /// - Parameter state: the recorded run at the moment from which the other settings are to hold.
  package init(_ question: WhatIfQuestion, from state: RunState = RunState()) {
    self.question = question
    startStep = state.progress.events > 0 ? state.progress.routingStep : nil
    other = state
    other.override(question.change)
    allowed = OverlaidControls(question, from: startStep)
    seen = Seen(state)
  }
}

/// What became of the recorded decisions.
package struct WhatIfTally: Equatable, Sendable {
  /// Decisions since the beginning of the question, and those of them for which π is known.
  package var decisions = 0
  package var answered = 0
  /// By arm, over the answered: Σ π, and how often it was chosen.
  package var whatIf: [Double] = []
  package var happened: [Int] = []
  /// π is not known: no context, or no posterior, or nothing allowed.
  package var withoutContext = 0
  package var withoutAnswer = 0
  /// Left out of estimates though π is known; each decision counts for the first reason only.
  package var pinned = 0
  package var withoutPropensity = 0
  package var withoutReward = 0
  /// Eligible, and kept or thinned out.
  package var eligible = 0
  /// Eligible by a propensity that was computed from logged scores.
  package var propensitiesFromScores = 0
  /// Decisions with labels of every RM that matters: how many, and how many of their choices were right.
  package var labelled = 0
  package var rightWhatIf = 0.0
  package var rightHappened = 0

  package init() {}
}
