import RunEvents

extension SimulatedTrainer {
  /// The lines of the next small unit: the header, one pair with its decision, a step's feedback and metrics, or
  /// the end; `nil` after it.
  ///
  /// - Parameters:
  ///   - controls: what people have asked since the last unit. Each is answered before the unit: the control
  ///     unchanged and `applied` after it; a repeated `seq` is not done again and not answered again. The lines of
  ///     one call are to be written in one write.
  ///   - time: what the lines have as `t`; `nil` is the simulated clock, which starts at `epoch` and goes
  ///     `secondsUntilNext` from unit to unit.
  /// - Complexity: a decision is O(K·d²); the first after a step's feedback O(K·d³).
  package mutating func next(controls: [GivenControl] = [], time: Double? = nil) -> [SimulatedLine]? {
    guard phase != .done else { return nil }
    now = (time ?? (now + secondsUntilNext)).rounded(toOneIn: 1e3)
    // The header is the first line of a log whatever came before it.
    if phase == .header {
      phase = .pair(step: 0, index: 0)
      return headerUnit() + controls.flatMap { answer($0) }
    }
    return controls.flatMap { answer($0) } + unit()
  }

  /// How long to wait before `next` in real time: a step every one to two seconds, its pairs in the first part.
  package var secondsUntilNext: Double {
    let step = 1.5
    switch phase {
    case .header, .done: return 0
    case .end: return 0.1
    case .feedback(let number):
      var random = SimulationRandom(seed: settings.seed, .pace, number)
      return step * (0.3 + 0.2 * random.uniform())
    case .pair(let number, let index):
      var random = SimulationRandom(seed: settings.seed, .pace, number, index)
      return step * 0.6 * (0.5 + random.uniform()) / Double(settings.pairsPerStep)
    }
  }

  private mutating func unit() -> [SimulatedLine] {
    switch phase {
    case .pair(let step, let index):
      let last = index + 1 >= settings.pairsPerStep
      phase = last ? .feedback(step: step) : .pair(step: step, index: index + 1)
      return (index == 0 ? intervene(step: step) : []) + pairUnit(step: step, index: index)
    case .feedback(let step):
      let lines = feedbackUnit(step: step)
      if let restart = dueRestart(after: step) { return lines + begin(restart) }
      phase = step + 1 < settings.steps ? .pair(step: step + 1, index: 0) : .end
      return lines
    case .end:
      phase = .done
      router.closeBatch()
      return [line(.end(EndEvent(reason: "all \(settings.steps) steps done")))]
    case .header, .done:
      return []
    }
  }

  private func headerUnit() -> [SimulatedLine] {
    let text = "simulated trainer: \(settings.scenario.summary)"
    return [line(.run(header)), line(.note(NoteEvent(level: .info, text: text)))]
  }

  func line(_ event: RunEvent) -> SimulatedLine { .event(TimedEvent(time: now, event)) }
}
