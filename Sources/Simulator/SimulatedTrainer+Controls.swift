import RunEvents

extension SimulatedTrainer {
  /// The control as it came (its own `t` too) and what became of it; nothing from a deaf trainer, or for a `seq`
  /// answered before.
  mutating func answer(_ given: GivenControl) -> [SimulatedLine] {
    guard settings.scenario != .deaf, let applied = router.answer(given.control) else { return [] }
    let copy = SimulatedLine.event(TimedEvent(time: given.time, .control(given.control)))
    return [copy, line(.applied(applied))]
  }

  /// The settings' own controls whose step has come. In the log of a deaf trainer they stand unanswered, as if
  /// somebody else had written them there.
  mutating func intervene(step: Int) -> [SimulatedLine] {
    var lines: [SimulatedLine] = []
    while interventionsDone < settings.interventions.count,
      settings.interventions[interventionsDone].step <= step
    {
      let control = settings.interventions[interventionsDone].control
      let given = GivenControl(control, time: now)
      lines += settings.scenario == .deaf ? [line(.control(control))] : answer(given)
      interventionsDone += 1
    }
    return lines
  }
}
