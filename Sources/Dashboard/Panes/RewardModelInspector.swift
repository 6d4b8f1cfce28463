import Router
import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

/// The selected reward model in numbers, below the rows where pane 1 has the whole screen: what is believed of it, and
/// whether its rewards come as its posterior says.
struct RewardModelInspector: Equatable {
  /// One of the two sums of the CUSUM.
  struct Gauge: Equatable {
    var name: String
    /// Of the limit, in [0, 1].
    var fraction: Double
    var value: String
  }

  enum Line: Equatable {
    case text([StyledText])
    case gauges([Gauge])
  }

  /// Lines that it takes of a pane, its title included: 8, and on a low screen what four rows leave, but no less than
  /// what is believed of the RM and what it did.
  ///
  /// - Returns: 0 where there is no room for as much.
  static func height(inPane height: Int, rewardModels count: Int) -> Int {
    let left = height - 2
    let lines = min(8, max(left - min(count, 4), min(4, left - 1)))
    return lines < 3 ? 0 : lines
  }

  var title: String
  var lines: [Line]

  /// `nil` without a reward model.
  init?(_ model: DashboardModel) {
    guard let arm = model.selectedArm, model.run.rewardModels.indices.contains(arm) else { return nil }
    let run = model.run
    let state = run.rewardModels[arm]
    title = Self.title(state)
    lines = [.text(Self.belief(run.beliefs[arm], run)), .text(Self.record(state, run))]
    lines += Self.innovations(run.conditions.innovations[arm])
    lines += run.conditions.worstFirst.filter { $0.concerns(arm) }.map(Self.line)
    lines += Self.errors(state)
  }

  /// `skywork-qwen3-0.6b · Model 1 · cost 1.2 · http://…`
  private static func title(_ state: RewardModelState) -> String {
    var parts = [printableID(state.info.id)]
    if let name = state.info.name, name != state.info.id { parts.append(printableText(name, limit: 64)) }
    if let cost = state.info.cost, cost.isFinite { parts.append("cost \(formatCompact(cost))") }
    if let endpoint = state.info.endpoint { parts.append(printableText(endpoint, limit: 100)) }
    return parts.joined(separator: " · ")
  }

  private static func belief(_ beliefs: Beliefs.Row, _ run: RunState) -> [StyledText] {
    guard let belief = beliefs.current, case .available = run.posterior else {
      return [StyledText("posterior –", .faint)]
    }
    func words(_ belief: Belief) -> String {
      ScreenText.belief(mean: belief.mean, deviation: belief.standardDeviation, isWide: true)
    }
    var text =
      "posterior \(words(belief)) · P(best) \(ScreenText.probability(belief.bestProbability, isWide: true))"
    text += " · \(formatCount(belief.observations)) rewards folded"
    if let prior = beliefs.prior { text += " · prior \(words(prior))" }
    return [StyledText(text)]
  }

  private static func record(_ state: RewardModelState, _ run: RunState) -> [StyledText] {
    let answers = state.answers
    var text =
      "calls \(formatCount(state.decisions)) (\(ScreenText.percent(state.decisions, of: run.counts.decisions)))"
    if let reward = state.meanReward { text += " · reward \(ScreenText.signed(reward, cells: 5))" }
    text +=
      " · ties \(ScreenText.percent(state.ties, of: answers)) · errors \(ScreenText.percent(state.errors, of: answers))"
    if let latency = state.meanLatency { text += " · latency \(ScreenText.latency(latency))" }
    return [StyledText(text)]
  }

  /// What stands about it.
  private static func line(_ condition: HealthCondition) -> Line {
    let since = condition.step.map { " (since step \($0))" } ?? ""
    let sentence = printableText(condition.sentence, limit: 400) + since
    return .text([condition.isAlarm ? StyledText("▲ " + sentence, .warning) : StyledText(sentence)])
  }

  /// How often it failed, and its last error.
  private static func errors(_ state: RewardModelState) -> [Line] {
    guard state.errors > 0, let text = state.lastError else { return [] }
    return [
      .text([
        StyledText("\(formatCount(state.errors, of: "error")), the last: \(printableText(text, limit: 400))")
      ])
    ]
  }

  private static func innovations(_ watch: InnovationWatch) -> [Line] {
    guard let figures = watch.figures else {
      return [
        .text([
          StyledText(
            watch.unscored > 0
              ? "innovations: no scores are logged with its decisions, so nothing can be said"
              : "innovations: no reward has been folded yet", .faint)
        ])
      ]
    }
    var text = "innovations, last \(formatCount(figures.count)) of \(formatCount(watch.count)):"
    text += " mean \(ScreenText.signed(figures.mean, cells: 5))"
    if let deviation = figures.standardDeviation {
      text += " · sd \(ScreenText.unsigned(deviation, cells: 4))"
    }
    text += " · \(formatShare(figures.coverage, decimals: 1))% in the 95% interval"
    guard watch.drift == nil else {
      let waits = "CUSUM waits until \(InnovationWatch.capacity) rewards have come as the posterior says"
      return [.text([StyledText(text)]), .text([StyledText(waits)])]
    }
    return [
      .text([StyledText(text)]),
      .gauges([gauge("higher", figures.higherSum), gauge("lower", figures.lowerSum)]),
    ]
  }

  private static func gauge(_ name: String, _ sum: Double) -> Gauge {
    Gauge(
      name: name, fraction: min(1, max(0, sum / InnovationWatch.limit)),
      value: "\(formatFixed(sum, decimals: 1)) of \(formatFixed(InnovationWatch.limit, decimals: 0))")
  }
}
