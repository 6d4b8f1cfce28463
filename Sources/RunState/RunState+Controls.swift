import RouterEngine
import RunEvents
import Wording

extension RunState {
  /// `control`: what a person asked for. Nothing changes until it is acknowledged.
  mutating func fold(_ control: ControlEvent) {
    if memory.controls.ordinalBySequence[control.sequence] != nil {
      counts.repeatedControls += 1
      return
    }
    if header == nil, let id = control.rewardModel { registerForeign(id, control.action) }
    dropOldControls()
    if case .add(_, _, let prior?) = control.action,
      memory.controls.pendingPriors.count < FoldMemory.rewardModelLimit
    {
      memory.controls.pendingPriors[control.sequence] = prior
    }
    let kept = control.trimmed
    let ordinal = memory.controls.firstOrdinal + controls.count
    memory.controls.ordinalBySequence[kept.sequence] = ordinal
    controls.append(
      ControlRecord(
        control: kept, event: progress.events, step: progress.routingStep,
        watch: ControlWatch(control: kept, givenStep: progress.routingStep)))
    stopWatches(supersededBy: kept, acknowledged: false)
    watch(ordinal)
    let text = kept.sentence
    say(.info, .control, text + " asked for" + kept.remark)
    memory.controls.lastLine = (ordinal, journal.count)
    mark(.control, text)
  }

  /// `applied`: the allowed set changes at `ok:true` and at nothing else.
  mutating func fold(_ applied: AppliedEvent) {
    guard let ordinal = memory.controls.ordinalBySequence[applied.sequence],
      controls[ordinal - memory.controls.firstOrdinal].applied == nil
    else {
      counts.strayApplied += 1
      return
    }
    let index = ordinal - memory.controls.firstOrdinal
    let record = controls[index]
    controls[index].applied = applied
    controls[index].watch.observe(applied)
    if case .refused(let error) = controls[index].status {
      stopWatching(ordinal)
      memory.controls.pendingPriors[applied.sequence] = nil
      answer(.warning, record.control.sentence + " refused: " + error, ordinal: ordinal)
      return
    }
    let obeyed = record.control.sentence + " obeyed" + delay(record, applied)
    do throws(ControlRefusal) {
      try obey(record.control, from: applied.step ?? progress.routingStep)
      answer(.good, obeyed + record.control.remark, ordinal: ordinal)
    } catch {
      answer(.warning, obeyed + ", which changes nothing here: \(sentence(error))", ordinal: ordinal)
    }
    memory.controls.pendingPriors[applied.sequence] = nil
    if record.step != progress.routingStep { mark(.control, obeyed) }
    stopWatches(supersededBy: record.control, acknowledged: true)
    if let undone = record.control.undoes, let other = memory.controls.ordinalBySequence[undone] {
      stopWatching(other)
    }
    if !record.control.isLasting { stopWatching(ordinal) }
  }

  /// A pin or ban whose steps are over.
  mutating func expire(_ sequence: String) {
    guard let ordinal = memory.controls.ordinalBySequence[sequence] else { return }
    let index = ordinal - memory.controls.firstOrdinal
    controls[index].expired = true
    followBans(after: controls[index].control)
    stopWatching(ordinal)
    let text = controls[index].control.sentence + " has expired"
    say(.info, .control, text)
    mark(.control, text)
  }

  private mutating func obey(_ control: ControlEvent, from step: Int?) throws(ControlRefusal) {
    let arm = control.rewardModel.flatMap { memory.armByID[$0] }
    guard let verb = control.verb else {
      obeyChange(control, arm: arm)
      return
    }
    try router.allowed.apply(
      ControlRequest(
        sequence: control.sequence, verb: verb, arm: arm, category: control.category, steps: control.steps,
        undoes: control.undoes),
      categories: categories.map(\.name), step: step)
    followBans(after: control)
  }

  private func sentence(_ refusal: ControlRefusal) -> String {
    printableText(
      refusal.sentence { rewardModels.indices.contains($0) ? rewardModels[$0].info.id : "it" },
      limit: Self.textLimit)
  }

  /// How long it took, where it took a step or more.
  private func delay(_ record: ControlRecord, _ applied: AppliedEvent) -> String {
    guard let given = record.step, let step = applied.step ?? progress.routingStep, step > given else {
      return ""
    }
    let (steps, overflows) = step.subtractingReportingOverflow(given)
    return overflows ? "" : " after \(formatCount(steps, of: "step"))"
  }

  /// Says what became of a control, in the place of the line that said it was asked for when that is the last one.
  private mutating func answer(_ severity: JournalEntry.Severity, _ text: String, ordinal: Int) {
    if let last = memory.controls.lastLine, last == (ordinal, journal.count) { journal.removeLast() }
    memory.controls.lastLine = nil
    say(severity, .control, text)
  }

  private mutating func registerForeign(_ id: String, _ action: ControlEvent.Action) {
    if case .add = action { return }
    guard memory.armByID[id] == nil, rewardModels.count < FoldMemory.rewardModelLimit else { return }
    appendRewardModel(RewardModelInfo(id: id))
  }

  private mutating func dropOldControls() {
    guard controls.count >= ControlMemory.limit else { return }
    let count = ControlMemory.limit / 10
    for record in controls.prefix(count) {
      memory.controls.ordinalBySequence[record.control.sequence] = nil
      memory.controls.pendingPriors[record.control.sequence] = nil
    }
    controls.removeFirst(count)
    memory.controls.firstOrdinal += count
    let first = memory.controls.firstOrdinal
    memory.controls.watched.removeAll { $0 < first }
    sayOnce(.controls, "more than \(ControlMemory.limit) controls: the oldest are no longer listed")
  }
}
