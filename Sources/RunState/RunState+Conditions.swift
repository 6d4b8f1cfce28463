import Wording

extension RunState {
  /// Raises a condition, or brings the one that stands up to date. Its beginning is said once.
  mutating func hold(_ condition: HealthCondition) {
    let known = conditions.firstIndex {
      $0.isAbout(condition.kind, arm: condition.arm, metric: condition.metric, control: condition.control)
    }
    if let known {
      conditions[known].count = condition.count
      conditions[known].window = condition.window
      if !condition.detail.isEmpty { conditions[known].detail = condition.detail }
      return
    }
    var condition = condition
    condition.step = progress.routingStep
    condition.event = progress.events
    if condition.subject.isEmpty, let arm = condition.arm { condition.subject = name(arm) }
    condition.opening = condition.sentence
    conditions.append(condition)
    guard condition.isAlarm else { return say(.info, .note, "note: " + condition.opening) }
    let text = "alarm: " + condition.opening
    say(.warning, .alarm, text)
    mark(.alarm, text)
  }

  func stands(
    _ kind: HealthCondition.Kind, arm: Int? = nil, metric: Int? = nil, control: Int? = nil
  ) -> Bool {
    conditions.contains { $0.isAbout(kind, arm: arm, metric: metric, control: control) }
  }

  /// A condition is over, if it stood; that is said once.
  mutating func clear(
    _ kind: HealthCondition.Kind, arm: Int? = nil, metric: Int? = nil, control: Int? = nil
  ) {
    guard !conditions.isEmpty,
      let index = conditions.firstIndex(where: {
        $0.isAbout(kind, arm: arm, metric: metric, control: control)
      })
    else { return }
    sayOver(conditions.remove(at: index))
  }

  /// Whatever stands of an RM that has been removed is over.
  mutating func clear(arm: Int) {
    let over = conditions.filter { $0.arm == arm }
    conditions.removeAll { $0.arm == arm }
    for condition in over { sayOver(condition) }
    for index in conditions.indices { conditions[index].suspects.removeAll { $0 == arm } }
  }

  private mutating func sayOver(_ condition: HealthCondition) {
    // A row has its whole length now; a window was at its worst at the beginning or since, and is no more.
    var text = "over: " + (condition.window == nil ? condition.sentence : condition.opening)
    if let step = condition.step { text += " (since step \(step))" }
    guard condition.isAlarm else { return say(.info, .note, text) }
    say(.good, .alarm, text)
    mark(.allClear, text)
  }

  /// Judges a window: raises the condition with its figures, leaves it as it is, or clears it.
  mutating func judge(
    _ window: FlagWindow, by rule: WindowRule, _ kind: HealthCondition.Kind, arm: Int? = nil,
    detail: @autoclosure () -> String = ""
  ) {
    switch rule.verdict(window) {
    case .isOver: clear(kind, arm: arm)
    // A row that has been broken keeps its length until it is over.
    case .undecided where conditions.contains { $0.isAbout(kind, arm: arm) && $0.window != nil } == false:
      break
    case .stands, .undecided:
      let isRow = window.run >= rule.run
      hold(
        HealthCondition(
          kind: kind, arm: arm, count: isRow ? window.run : window.ones, window: isRow ? nil : window.seen,
          detail: detail()))
    }
  }

  /// An RM's id, safe to print.
  func name(_ arm: Int) -> String { printableName(rewardModels[arm].info.id, limit: 64) }

  /// A number for a sentence: four significant digits, no trailing zeros.
  static func brief(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1000, scale < 1e12 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    guard rounded.isFinite else { return "\(value)" }
    return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }

  /// Where something on the charts' axis stands, in words.
  func place(_ position: Double) -> String {
    (progress.hasSteps ? "step " : "decision ") + Self.brief(position.rounded())
  }
}
