import Router
import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

/// The numbers of the screen at one moment, by the names that `rmtop summary --json` has for them.
struct StepRecord: Equatable {
  struct RewardModel: Equatable {
    var id: String
    var decisions: Int
    /// Of all decisions of the run, and of its last 256; 0 before the first.
    var share: Double
    var recentShare: Double
    /// Over the probe contexts; `nil` where posteriors are unavailable.
    var mean: Double?
    var standardDeviation: Double?
    var bestProbability: Double?
    /// Of all its finite rewards.
    var rewardMean: Double?
    var isPinned: Bool
    var isBanned: Bool
  }

  /// Something that stands.
  struct Condition: Equatable {
    var kind: String
    var rewardModel: String?
    var metric: String?
    var since: Int?
    var short: String
  }

  var run: String?
  /// `nil` in runs without steps.
  var step: Int?
  /// Unix seconds of the last event that had them.
  var time: Double?
  var decisions: Int
  /// Mean of the last 16 batch closes, as in the header.
  var reward: Double?
  /// Feedback of every kind, and what of it were ties and errors.
  var feedbacks: Int
  var ties: Int
  var errors: Int
  var nonFinite: Int
  /// Of the whole input.
  var faults: Int
  /// Those that are in the run, in the order of the `run` line.
  var rewardModels: [RewardModel]
  /// Alarms, the worst first.
  var conditions: [Condition]

  /// Batch closes whose mean reward is given as the reward now.
  private static let recentPoints = 16

  /// - Complexity: O(reward models · badges), and a look at the posteriors.
  init(_ state: inout RunState) {
    state.look()
    run = state.header?.name
    step = state.progress.routingStep
    time = state.progress.lastTime
    decisions = state.counts.decisions
    reward = state.reward.recentMean(of: Self.recentPoints)
    (feedbacks, ties, errors) = (state.counts.feedbacks, state.counts.ties, state.counts.errors)
    nonFinite = state.counts.nonFinite
    faults = state.faults.total
    let total = Double(max(state.counts.decisions, 1))
    let recent = Double(max(state.rewardModels.reduce(0) { $0 + $1.recentDecisions }, 1))
    let hasPosterior = if case .available = state.posterior { true } else { false }
    rewardModels = state.rewardModels.enumerated().filter(\.element.isInRun).map { arm, model in
      let belief = hasPosterior ? state.beliefs[arm].current : nil
      let badges = state.allowed.badges(arm)
      return RewardModel(
        id: model.info.id, decisions: model.decisions, share: Double(model.decisions) / total,
        recentShare: Double(model.recentDecisions) / recent, mean: belief?.mean,
        standardDeviation: belief?.standardDeviation, bestProbability: belief?.bestProbability,
        rewardMean: model.meanReward, isPinned: badges.contains(where: \.isPin),
        isBanned: badges.contains { !$0.isPin })
    }
    conditions = state.conditions.worstFirst.filter(\.isAlarm).map { condition in
      Condition(
        kind: condition.kind.rawValue, rewardModel: condition.arm.map { state.rewardModels[$0].info.id },
        metric: condition.metricName, since: condition.step, short: condition.short)
    }
  }
}
