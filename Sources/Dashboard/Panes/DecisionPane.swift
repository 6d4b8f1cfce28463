import RunEvents
import RunState
import TerminalCells
import Wording

/// Pane 8: one decision, as the log tells it: what the router thought of every reward model, what it chose, what came
/// of it, and the prompt.
///
/// It has its place on the screen while it has the focus, and shows the last decision until another is gone to.
struct DecisionPane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(pane: .decision, name: "decision", rank: 5) { request, _ in
    guard request.focus == .decision else { return nil }
    // Title, place, outcome, heads of columns; the rows; three lines of a prompt.
    let least = min(request.rewardModels, 8) + 7
    return PaneHeights(minimum: least, comfortable: least, large: min(request.rewardModels, 24) + 12)
  }

  /// One reward model.
  struct Row: Equatable {
    var arm: Int
    var id: String
    var isChosen: Bool
    var mean: Double?
    var deviation: Double?
    var draw: Double?
  }

  var detail = ""
  /// Where and by whom.
  var place: [StyledText] = []
  /// What came of it.
  var outcome: [StyledText] = []
  var rows: [Row] = []
  /// Of the scores, for intervals on one axis.
  var axis: ClosedRange<Double>?
  var hasDraws = false
  /// Printable.
  var prompt = ""
  /// In place of all else, or of the scores.
  var emptyText: String?

  init(_ model: DashboardModel) {
    guard let shown = model.inspectedDecision else {
      emptyText =
        model.run.hasMetricsOnly ? model.run.withoutDecisions : "No decision has been made yet."
      return
    }
    detail = "\(formatCount(shown.ordinal)) of \(formatCount(model.run.counts.decisions))"
    if model.view.decision == nil, shown.ordinal == model.run.counts.decisions { detail += ", the last" }
    let told = model.readBack
    guard told.decision != nil else {
      emptyText = "Reading the log …"
      return
    }
    // While the next one is on its way the one before stays.
    guard let choice = told.choice, let decision = told.decision else {
      emptyText = "The log no longer has this decision: its file was cut or replaced."
      return
    }
    place = Self.place(choice, decision, time: told.time, model)
    outcome = Self.outcome(told.feedback, arm: decision.arm, model)
    rows = Self.rows(choice, decision, model)
    hasDraws = rows.contains { $0.draw != nil }
    axis = Self.axis(rows)
    prompt = printableText(choice.description.prompt ?? told.pair?.description.prompt ?? "", limit: 16_384)
  }

  private static func place(
    _ choice: DecisionEvent, _ decision: RememberedDecision, time: Double?, _ model: DashboardModel
  ) -> [StyledText] {
    var parts: [StyledText] = [StyledText(printableText(choice.id, limit: 64), .runName)]
    if let step = decision.step { parts.append(StyledText("step \(formatCount(step))")) }
    let category = decision.category.flatMap { index in
      model.run.categories.indices.contains(index) ? model.run.categories[index].name : nil
    }
    if let name = choice.description.category ?? category {
      parts.append(StyledText("category \(printableName(name, limit: 40))"))
    }
    if let by = choice.by {
      parts.append(StyledText("by \(printableText(by, limit: 24))", by == "pin" ? .pin : .text))
    }
    if let propensity = choice.propensity, propensity.isFinite {
      parts.append(StyledText("p \(formatFixed(propensity, decimals: 3))"))
    }
    if let time, let clock = ScreenText.clock(time, utcOffset: model.clock.utcOffset) {
      parts.append(StyledText(clock, .faint))
    }
    return joined(parts)
  }

  private static func outcome(
    _ feedback: FeedbackEvent?, arm: Int, _ model: DashboardModel
  ) -> [StyledText] {
    guard let feedback else { return [StyledText("no feedback yet", .faint)] }
    var parts: [StyledText] = []
    switch feedback.outcome {
    case .loss(let loss): parts.append(StyledText("loss \(ScreenText.value(loss))"))
    case .reward(let reward): parts.append(StyledText("reward \(ScreenText.value(reward))"))
    case .tie: parts.append(StyledText("a tie: the reward model told no side from the other", .warning))
    case .error(let text): parts.append(StyledText("error: \(printableText(text, limit: 200))", .error))
    }
    if let a = feedback.scoreA, let b = feedback.scoreB {
      parts.append(StyledText("scores \(ScreenText.value(a)) and \(ScreenText.value(b))"))
    }
    if let latency = feedback.latencyMilliseconds, latency.isFinite {
      parts.append(StyledText("latency \(ScreenText.latency(latency))"))
    }
    if !feedback.labels.isEmpty, model.run.rewardModels.indices.contains(arm) {
      let id = model.run.rewardModels[arm].info.id
      if let label = feedback.labels.first(where: { $0.rewardModel == id }) {
        parts.append(
          label.isRight ? StyledText("right by the label", .good) : StyledText("wrong by the label", .warning)
        )
      }
    }
    return joined(parts)
  }

  private static func joined(_ parts: [StyledText]) -> [StyledText] {
    var line: [StyledText] = []
    for part in parts {
      if !line.isEmpty { line.append(StyledText(" · ", .faint)) }
      line.append(part)
    }
    return line
  }

  private static func rows(
    _ choice: DecisionEvent, _ decision: RememberedDecision, _ model: DashboardModel
  ) -> [Row] {
    var scores: [String: LoggedScore] = [:]
    for score in choice.scores { scores[score.rewardModel] = score }
    return model.rowOrder.compactMap { arm in
      let info = model.run.rewardModels[arm].info
      let score = scores[info.id]
      guard score != nil || arm == decision.arm || choice.scores.isEmpty else { return nil }
      return Row(
        arm: arm, id: printableID(info.id), isChosen: arm == decision.arm, mean: score?.mean.flatMap(finite),
        deviation: score?.standardDeviation.flatMap(finite), draw: score?.draw.flatMap(finite))
    }
  }

  private static func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }

  private static func axis(_ rows: [Row]) -> ClosedRange<Double>? {
    var ends: [Double] = []
    for row in rows {
      if let mean = row.mean {
        let deviation = row.deviation ?? 0
        ends += [mean - deviation, mean + deviation]
      }
      if let draw = row.draw { ends.append(draw) }
    }
    guard let least = ends.min(), let greatest = ends.max(), least.isFinite, greatest.isFinite else {
      return nil
    }
    let margin = max((greatest - least) * 0.05, least.magnitude * 1e-9, 1e-12)
    return (least - margin)...(greatest + margin)
  }

  static func moveRow(by count: Int, in model: inout DashboardModel) { model.moveDecision(by: count) }

  static var searchedList: SearchedList? { nil }

  /// Enter: the moment of the decision.
  static func open(in model: inout DashboardModel) -> [Effect] {
    guard let step = model.inspectedDecision?.step else {
      return model.stay("this decision has no step to go to")
    }
    return model.move(to: .step(step))
  }

  static func openHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    model.inspectedDecision?.step == nil ? nil : KeyHint("Enter", "go to its step", importance: 82)
  }
}

extension Pane {
  package static let decision = Pane(digit: 8)
}
