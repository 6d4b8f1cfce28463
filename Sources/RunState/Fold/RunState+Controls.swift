import Router
import RouterEngine
import RunEvents

extension RunState {
  /// `control`: what a person asked for. Nothing changes until it is acknowledged.
  mutating func fold(_ control: ControlEvent) {
    guard !controls.knows(control.sequence) else {
      counts.repeatedControls += 1
      return
    }
    appendForeign(control)
    let (kept, drops) = controls.ask(control, at: progress.moment)
    if drops { meet(.controls) }
    let fact = RunFact.control(.askedFor(kept))
    tell(fact, marks: false)
    controls.noteAsked(journalCount: journal.count)
    mark(fact)
  }

  /// `applied`: the allowed set changes at `ok:true` and at nothing else.
  mutating func fold(_ applied: AppliedEvent) {
    guard let record = controls.acknowledge(applied) else {
      counts.strayApplied += 1
      return
    }
    let control = record.control
    if case .refused(let error) = record.status {
      controls.settle(control, isRefused: true)
      answer(control, .refused(control, error: error))
      return
    }
    let steps = delay(record, applied)
    let fact: ControlFact
    do throws(ControlRefusal) {
      try obey(control, from: applied.step ?? progress.routingStep)
      fact = .obeyed(control, afterSteps: steps)
    } catch {
      let reason = error.sentence { rewardModels.indices.contains($0) ? rewardModels[$0].info.id : "it" }
      fact = .obeyedInVain(control, afterSteps: steps, because: reason)
    }
    answer(control, fact, marks: record.step != progress.routingStep)
    controls.settle(control, isRefused: false)
  }

  /// A pin or ban whose steps are over.
  mutating func expire(_ sequence: String) {
    guard let control = controls.expire(sequence) else { return }
    followBans(after: control)
    tell(.control(.expired(control)))
  }

  /// Holds a decision against the controls that are watched.
  mutating func watchControls(_ decision: RoutedDecision) {
    for finding in controls.observe(decision, roster: rewardModels, allowed: allowed) {
      switch finding.status {
      case .pending, .refused: break
      case .obeyed: tell(.control(.seenObeyed(finding.control)))
      case .unconfirmed: tell(.control(.unconfirmed(finding.control)))
      case .notObeyed(let chosen, let step):
        conditions.hold(
          HealthCondition(
            kind: .notObeyed, arm: finding.arm, control: finding.ordinal, count: 1,
            subject: finding.control.sentence, detail: .disobedience(chosen: chosen, step: step)),
          at: progress.moment)
        tellConditions()
      }
    }
  }

  private mutating func obey(_ control: ControlEvent, from step: Int?) throws(ControlRefusal) {
    let arm = control.rewardModel.flatMap { self.arm($0) }
    guard let verb = control.verb else {
      change(control, arm: arm)
      return
    }
    try router.allowed.apply(
      ControlRequest(
        sequence: control.sequence, verb: verb, arm: arm, category: control.category, steps: control.steps,
        undoes: control.undoes),
      categories: categories.map(\.name), step: step)
    followBans(after: control)
  }

  /// `add`, `remove`, `forget` and `reset`, as they are acknowledged.
  private mutating func change(_ control: ControlEvent, arm: Int?) {
    switch control.action {
    case .pin, .unpin, .ban, .unban: break
    case .add(let name, let cost, _):
      guard let id = control.rewardModel else { return }
      add(
        RewardModelInfo(id: id, name: name, cost: cost), prior: controls.pendingPrior(control.sequence))
    case .remove:
      guard let arm else { return }
      rewardModels.remove(arm)
      beliefs.remove(arm)
      changeStatistics(of: arm) { router throws(EngineError) in try router.remove(arm) }
      conditions.clear(arm: arm)
      tellConditions()
    case .forget(let keep): forget(arm: arm, keep: keep)
    case .reset: forget(arm: arm, keep: 0)
    }
  }

  /// A new row at the end; an id that was removed comes back as a new row, without its past.
  private mutating func add(_ info: RewardModelInfo, prior: [Double]?) {
    if let arm = arm(info.id), rewardModels[arm].isInRun { return }
    guard !rewardModels.isFull else {
      meet(.addedRewardModels)
      return
    }
    let change = router.add(info.id, prior: prior)
    appendRow(info)
    follow(change)
  }

  private mutating func forget(arm: Int?, keep: Double) {
    changeStatistics(of: arm) { router throws(EngineError) in try router.forget(arm: arm, keep: keep) }
  }

  /// Changes the statistics of an arm, or of all.
  private mutating func changeStatistics(
    of arm: Int?, by body: (inout Router<IdentifierHash>) throws(EngineError) -> Void
  ) {
    do throws(EngineError) {
      try body(&router)
      if router.bank != nil { beliefs.noteStatistics() }
    } catch {
      tell(.cannotForget(error))
    }
  }

  /// After a control that was obeyed: tallies begin with the ban of an RM from all categories, and go with it.
  ///
  /// - Complexity: O(pins + bans) for a ban of all categories, O(1) for one of a category; an undo looks at all RMs.
  private mutating func followBans(after control: ControlEvent) {
    var arms: [Int] = []
    if control.undoes != nil {
      arms = Array(rewardModels.indices)
    } else if control.category == nil, control.verb == .ban || control.verb == .unban {
      arms = control.rewardModel.flatMap { arm($0) }.map { [$0] } ?? []
    }
    for arm in arms { rewardModels.followBan(of: arm, isBanned: allowed.isBanned(arm, category: nil)) }
  }

  /// After how many steps it was obeyed, where it took one or more.
  private func delay(_ record: ControlRecord, _ applied: AppliedEvent) -> Int? {
    guard let given = record.step, let step = applied.step ?? progress.routingStep, step > given else {
      return nil
    }
    let (steps, overflows) = step.subtractingReportingOverflow(given)
    return overflows ? nil : steps
  }

  /// Says what became of a control, in the place of the line that said it was asked for when that is the last one.
  private mutating func answer(_ control: ControlEvent, _ fact: ControlFact, marks: Bool = false) {
    if controls.wasJustAsked(control.sequence, journalCount: journal.count) { journal.retractLast() }
    tell(.control(fact), marks: marks)
  }

  /// A log without a `run` line: a control that names an RM shows it.
  private mutating func appendForeign(_ control: ControlEvent) {
    guard header == nil, let id = control.rewardModel, arm(id) == nil, !rewardModels.isFull else { return }
    if case .add = control.action { return }
    append(RewardModelInfo(id: id))
  }
}
