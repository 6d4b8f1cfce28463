import Router
import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

/// The selected reward model over all that the rows leave of the screen, where pane 1 has the whole of it: what is in
/// force and what stands, what is believed, whether its rewards come as predicted, its curves, its categories, its last
/// decisions.
struct RewardModelInspector: Equatable {
  /// One of the two sums of the CUSUM.
  struct Gauge: Equatable {
    var name: String
    /// Of the limit, in [0, 1].
    var fraction: Double
    var value: String
  }

  /// How many rewards lay within an interval.
  struct Level: Equatable {
    /// `50%`.
    var name: String
    var share: Double
    var value: String
    /// The share is not what it should be, beyond chance.
    var isOff: Bool
    /// It is less.
    var isTooSure: Bool
  }

  enum Line: Equatable {
    case text([StyledText])
    case gauges([Gauge])
    case levels([Level])

    /// Rows of at most so many cells: between the parts of a line where each of them fits, else between words.
    static func wrapped(_ pieces: [StyledText], to width: Int) -> [String] {
      let text = pieces.map(\.text).joined()
      let width = max(1, width)
      let parts = text.split(separator: " · ").map(String.init)
      guard parts.allSatisfy({ displayWidth($0) <= width }) else { return wrap(text, to: width) }
      var rows: [String] = []
      for part in parts {
        if let last = rows.last, displayWidth(last) + 3 + displayWidth(part) <= width {
          rows[rows.count - 1] += " · " + part
        } else {
          rows.append(part)
        }
      }
      return rows.isEmpty ? [""] : rows
    }

    /// In a column of so many cells.
    func rows(_ width: Int) -> Int {
      switch self {
      case .text(let pieces): Self.wrapped(pieces, to: width - 2).count
      case .gauges, .levels: 1
      }
    }
  }

  /// A row of the table of categories.
  struct CategoryRow: Equatable {
    var name: String
    var count: String
    /// Of the category's decisions.
    var shareValue: Double
    var share: String
    var reward: String
    var best: String
  }

  struct DecisionRow: Equatable {
    var step: String
    var outcome: String
    var role: ThemeRole
    var category: String
    var by: String
    var id: String
  }

  /// Lines that it takes of a pane, its title included: what the rows leave, and of many rows all but a third; on a low
  /// screen what four rows leave, but no less than what is believed of the RM and what it did.
  ///
  /// - Returns: 0 where there is no room for as much.
  static func height(inPane height: Int, rewardModels count: Int) -> Int {
    let left = height - 2
    let rows = min(count, max(4, height / 3))
    let lines = max(left - rows, min(4, left - 1))
    return lines < 3 ? 0 : lines
  }

  var arm: Int
  var title: String
  var facts: [Line]
  var calibrationTitle: String
  var calibration: [Line]
  /// By its decisions, the most first.
  var categories: [CategoryRow]
  /// The newest first.
  var decisions: [DecisionRow]
  var hasPosterior: Bool

  /// `nil` without a reward model.
  init?(_ model: DashboardModel) {
    guard let arm = model.selectedArm, model.run.rewardModels.indices.contains(arm) else { return nil }
    let run = model.run
    let state = run.rewardModels[arm]
    self.arm = arm
    title = Self.title(state)
    facts = run.allowed.badges(arm).map { badge in
      let words = BadgeWords(badge, run)
      return .text([StyledText(words.spoken, words.role)])
    }
    facts += run.conditions.worstFirst.filter { $0.concerns(arm) }.map(Self.line)
    facts += [.text(Self.belief(run.beliefs[arm], run)), .text(Self.record(state, model, arm: arm))]
    facts += Self.errors(state, model)
    (calibrationTitle, calibration) = Self.calibration(run, arm: arm)
    categories = Self.categories(run, arm: arm)
    decisions = state.lastDecisions.reversed().map { DecisionRow($0, run) }
    hasPosterior = !run.beliefs[arm].mean.buckets.isEmpty
  }

  /// What there is to place.
  var content: InspectorLayout.Content {
    InspectorLayout.Content(
      facts: { width in facts.reduce(0) { $0 + $1.rows(width) } },
      calibration: { width in calibration.reduce(0) { $0 + $1.rows(width) } },
      categories: categories.count, decisions: decisions.count, hasPosterior: hasPosterior)
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
      "\(words(belief)) · P(best) \(ScreenText.probability(belief.bestProbability, isWide: true))"
    text += " · \(formatCount(belief.observations)) folded"
    if let prior = beliefs.prior { text += " · prior \(words(prior))" }
    return [StyledText("posterior ", .faint), StyledText(text)]
  }

  private static func record(_ state: RewardModelState, _ model: DashboardModel, arm: Int) -> [StyledText] {
    let answers = state.answers
    var pieces = [
      StyledText("calls ", .faint),
      StyledText(
        "\(formatCount(state.decisions)) (\(ScreenText.percent(state.decisions, of: model.run.counts.decisions)))"
      ),
    ]
    if let reward = state.meanReward {
      pieces.append(StyledText(" · reward \(ScreenText.signed(reward, cells: 5))"))
      if let trend = model.trends.trend(ofArm: arm) {
        pieces.append(StyledText(" \(trend.words)", .key))
      }
    }
    pieces.append(
      StyledText(
        " · ties \(ScreenText.percent(state.ties, of: answers)) · errors \(ScreenText.percent(state.errors, of: answers))"
      ))
    if let latency = state.meanLatency {
      pieces.append(StyledText(" · latency \(ScreenText.latency(latency))"))
    }
    return pieces
  }

  /// What stands about it.
  private static func line(_ condition: HealthCondition) -> Line {
    let since = condition.step.map { " (since step \($0))" } ?? ""
    let sentence = printableText(condition.sentence, limit: 400) + since
    return .text([condition.isAlarm ? StyledText("▲ " + sentence, .warning) : StyledText(sentence)])
  }

  /// How often it failed, and its last error with when.
  private static func errors(_ state: RewardModelState, _ model: DashboardModel) -> [Line] {
    guard state.errors > 0, let text = state.lastError else { return [] }
    let clock = state.lastErrorTime.flatMap { ScreenText.clock($0, utcOffset: model.clock.utcOffset) }
    let when = [state.lastErrorStep.map { "at step \($0)" }, clock.map { "\($0)" }].compactMap { $0 }
      .joined(separator: ", ")
    return [
      .text([
        StyledText(
          "\(formatCount(state.errors, of: "error")), the last\(when.isEmpty ? "" : " \(when)"): "
            + printableText(text, limit: 400))
      ])
    ]
  }
}

extension Trend {
  /// `falls by 0.12 in its last 64 closes`.
  var words: String {
    "\(direction.word) by \(ScreenText.glance(change.magnitude)) in its last \(formatCount(points)) closes"
  }
}
