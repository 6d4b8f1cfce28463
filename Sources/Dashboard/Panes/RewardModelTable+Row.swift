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
    flagForms = Self.flagForms(model, arm: arm, namesCounts: !isWide)
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
    hasManyTies = tieShare > Self.manyTies
  }

  /// What there is to be said of the RM, from all of it to the bare word: what is in force, with a question mark what
  /// this dashboard has asked for, the worst alarm about it, and where no column has them its errors and ties.
  ///
  /// `BAN since step 89 by ana (12 left)`, `BAN since 89 (12 left)`, `BAN since 89`, `BAN`; `BAN since 11 unobeyed`;
  /// `▲ below belief`, `▲`; `errors 3`.
  private static func flagForms(_ model: DashboardModel, arm: Int, namesCounts: Bool) -> [[StyledText]] {
    let words = badgeForms(model, arm: arm)
    let standing = model.run.conditions.worstFirst.filter {
      $0.isAlarm && $0.concerns(arm) && $0.kind != .notObeyed
    }
    let role: ThemeRole = standing.first?.isGrave == true ? .error : .warning
    let alarm = standing.prefix(1).map { StyledText(Self.signal + " " + $0.note, role) }
    let sign = alarm.isEmpty ? [] : [StyledText(Self.signal, role)]
    let counts = namesCounts ? Self.counts(model.run.rewardModels[arm]) : []
    let dated = words.dropLast()
    return dated.flatMap { [$0 + alarm + counts, $0 + alarm] } + dated.map { $0 + sign }
      + words.suffix(1).flatMap { [$0 + alarm, $0 + sign] }
  }

  /// Its errors, and ties where they are many.
  private static func counts(_ state: RewardModelState) -> [StyledText] {
    let answers = state.answers
    let role = Header.errorRole(state.errors, of: answers)
    let errors = state.errors == 0 ? [] : [StyledText("errors \(formatCompact(Double(state.errors)))", role)]
    let ties = (state.share(of: state.ties) ?? 0) > manyTies
    let share = ScreenText.percent(state.ties, of: answers, decimals: 0)
    return errors + (ties ? [StyledText("ties \(share)", .warning)] : [])
  }

  /// The share of ties that is worth a word.
  static let manyTies = 0.2

  private static func badgeForms(_ model: DashboardModel, arm: Int) -> [[StyledText]] {
    let run = model.run
    let badges = run.allowed.badges(arm).map { BadgeWords($0, run) }
    // What nobody has acknowledged is not in force, and stands all the same while it is not obeyed.
    let known = Set(run.allowed.badges(arm).map(\.sequence))
    let unobeyed = run.unobeyedControls
      .filter { $0.arm == arm && !known.contains($0.record.control.sequence) }
      .map { BadgeWords(unobeyed: $0.record) }
    let id = run.rewardModels[arm].info.id
    let asked = model.ownControls.filter { $0.control.rewardModel == id && $0.isPending }.map {
      StyledText($0.control.action.word + "?", .warning)
    }
    let gone = run.rewardModels[arm].isInRun ? [] : [StyledText("GONE", .faint)]
    return [\BadgeWords.whole, \.sinceAndLeft, \.sinceStep, \.short].map { form in
      gone + (badges + unobeyed).map { StyledText($0[keyPath: form], $0.role) } + asked
    }
  }
}
