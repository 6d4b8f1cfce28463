import Router
import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

extension RewardModelTable.Row {
  /// One RM's numbers as text. The share comes later, since shares are rounded together.
  init(_ model: DashboardModel, arm: Int, isSelected: Bool, isWide: Bool) {
    let run = model.run
    let state = run.rewardModels[arm]
    self.init(
      arm: arm, id: printableID(state.info.id),
      // A name that only repeats the id says nothing.
      name: state.info.name == state.info.id ? "" : printableText(state.info.name ?? "", limit: 64))
    self.isSelected = isSelected
    isInRun = state.isInRun
    isBanned = run.allowed.isBanned(arm, category: nil)
    badgeForms = Self.badgeForms(model, arm: arm)
    let total = run.rewardModels.reduce(0) { $0 + $1.recentDecisions }
    shareValue = total > 0 ? Double(state.recentDecisions) / Double(total) : 0
    if let since = state.sinceBan {
      isSinceBan = true
      shareValue = since.decisions > 0 ? Double(since.own) / Double(since.decisions) : 0
      share = ScreenText.percent(since.own, of: since.decisions, decimals: isWide ? 1 : 0)
    }
    count = formatCount(state.decisions, width: 7)
    if let belief = run.beliefs[arm].current, case .available = run.posterior {
      mean = ScreenText.belief(mean: belief.mean, deviation: belief.standardDeviation, isWide: isWide)
      best = ScreenText.probability(belief.bestProbability, isWide: isWide)
      interval = RewardModelTable.Interval(
        mean: belief.mean, deviation: belief.standardDeviation, prior: run.beliefs[arm].prior?.mean)
    }
    if let value = state.meanReward { reward = ScreenText.signed(value, cells: 5) }
    trend = model.trends.trend(ofArm: arm)?.direction
    let answers = state.answers
    ties = ScreenText.percent(state.ties, of: answers)
    errors = state.errors == 0 ? "0" : ScreenText.percent(state.errors, of: answers)
    if let value = state.meanLatency { latency = ScreenText.latency(value) }
    let tieShare = state.share(of: state.ties) ?? 0
    errorRole = Header.errorRole(state.errors, of: answers)
    let hasSignal = run.conditions.contains { $0.isAlarm && $0.concerns(arm) }
    attention = hasSignal ? Self.signal : state.errors > 0 ? "E" : tieShare > 0.2 ? "T" : ""
    hasManyTies = tieShare > 0.2
  }

  /// Which of the forms says since when and no more.
  static let sinceForm = 2

  /// What is in force for the RM, and with a question mark what this dashboard has asked for:
  /// `BAN since step 89 by ana (12 left)`, `BAN since 89 (12 left)`, `BAN since 89`, `BAN`.
  private static func badgeForms(_ model: DashboardModel, arm: Int) -> [[StyledText]] {
    let run = model.run
    let badges = run.allowed.badges(arm).map { BadgeWords($0, run) }
    let id = run.rewardModels[arm].info.id
    let asked = model.ownControls.filter { $0.control.rewardModel == id && $0.isPending }.map {
      StyledText($0.control.action.word + "?", .warning)
    }
    let gone = run.rewardModels[arm].isInRun ? [] : [StyledText("GONE", .faint)]
    return [\BadgeWords.whole, \.sinceAndLeft, \.sinceStep, \.short].map { form in
      gone + badges.map { StyledText($0[keyPath: form], $0.role) } + asked
    }
  }
}
