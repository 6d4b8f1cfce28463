extension Conditions {
  /// Raises a condition, or brings the one that stands up to date. Its beginning is told once.
  mutating func hold(_ condition: HealthCondition, at moment: Moment) {
    let known = standing.firstIndex {
      $0.isAbout(condition.kind, arm: condition.arm, metric: condition.metric, control: condition.control)
    }
    if let known {
      standing[known].count = condition.count
      standing[known].window = condition.window
      if condition.detail != .none { standing[known].detail = condition.detail }
      return
    }
    var condition = condition
    condition.step = moment.step
    condition.event = moment.event
    if condition.subject.isEmpty, let arm = condition.arm { condition.subject = name(arm) }
    condition.opening = condition.sentence
    standing.append(condition)
    note(.conditionBegan(condition))
  }

  func stands(
    _ kind: HealthCondition.Kind, arm: Int? = nil, metric: Int? = nil, control: Int? = nil
  ) -> Bool {
    standing.contains { $0.isAbout(kind, arm: arm, metric: metric, control: control) }
  }

  /// A condition is over, if it stood; that is told once.
  mutating func clear(
    _ kind: HealthCondition.Kind, arm: Int? = nil, metric: Int? = nil, control: Int? = nil
  ) {
    guard !standing.isEmpty,
      let index = standing.firstIndex(where: {
        $0.isAbout(kind, arm: arm, metric: metric, control: control)
      })
    else { return }
    note(.conditionOver(standing.remove(at: index)))
  }

  /// Whatever stands of an RM that has been removed is over.
  mutating func clear(arm: Int) {
    for condition in standing where condition.arm == arm { note(.conditionOver(condition)) }
    standing.removeAll { $0.arm == arm }
    for index in standing.indices { standing[index].suspects.removeAll { $0 == arm } }
  }

  /// That a control is not obeyed is over with the control, and when it is acknowledged late.
  mutating func clearControls(unless isDisobeyed: (Int) -> Bool) {
    for condition in standing {
      guard let ordinal = condition.control, !isDisobeyed(ordinal) else { continue }
      clear(condition.kind, arm: condition.arm, control: ordinal)
    }
  }

  /// Judges a window: raises the condition with its figures, leaves it as it is, or clears it.
  mutating func judge(
    _ window: FlagWindow, by rule: WindowRule, _ kind: HealthCondition.Kind, arm: Int? = nil,
    detail: HealthCondition.Detail = .none, at moment: Moment
  ) {
    switch rule.verdict(window) {
    case .isOver: clear(kind, arm: arm)
    // A row that has been broken keeps its length until it is over.
    case .undecided where standing.contains { $0.isAbout(kind, arm: arm) && $0.window != nil } == false:
      break
    case .stands, .undecided:
      let isRow = window.run >= rule.run
      hold(
        HealthCondition(
          kind: kind, arm: arm, count: isRow ? window.run : window.ones, window: isRow ? nil : window.seen,
          detail: detail),
        at: moment)
    }
  }
}
