import Router
import RouterEngine
import RunEvents
import Wording

extension RunState {
  /// `run`: the same one continues as a new segment, any other starts everything afresh (rule 3).
  mutating func begin(_ new: RunHeader) {
    closeBatch()
    takeShares()
    progress.end = nil
    let step = progress.routingStep ?? memory.stepBeforeRun
    if let header, new.continues(header) {
      self.header = new
      memory.writers.forget()
      takeWatchTag(new)
      startSegment(step: nil, because: "the run was started again")
      memory.stepBeforeRun = step
      return
    }
    let difference = header.flatMap { new.difference(from: $0) }
    startAfresh()
    if let difference {
      memory.stepBeforeRun = step
      say(
        .warning, .run,
        "the run line differs from the one before (\(difference)): everything starts afresh")
    }
    header = new
    takeWatchTag(new)
    var settings = new.router
    settings.apply(memory.overrides)
    router.begin(settings, dimension: new.dimension)
    progress.runs += 1
    progress.segments = 1
    progress.drawnSegments = 1
    memory.probes = ProbeSet(capacity: FoldMemory.probeCapacity, seed: settings.seed)
    for info in new.rewardModels.prefix(FoldMemory.rewardModelLimit) { appendRewardModel(info) }
    sayBegin(of: new)
    follow(router.prepare())
  }

  /// The first event of a log that has no `run` line.
  mutating func beginForeignLog() {
    progress.runs = 1
    progress.segments = 1
    progress.drawnSegments = 1
    say(.info, .run, "the log begins without a run line: reward models are shown as they appear")
  }

  /// The state of a new run in the same input: what counts over the whole input stays, and so does the journal.
  private mutating func startAfresh() {
    var next = RunState(priors: router.priors, takesBeliefs: memory.takesBeliefs)
    next.faults = faults
    next.remarks = remarks
    next.journal = journal
    next.journalTotal = journalTotal
    next.counts.events = counts.events
    next.progress.line = progress.line
    next.progress.offset = progress.offset
    next.progress.endOffset = progress.endOffset
    next.progress.nextLine = progress.nextLine
    next.progress.events = progress.events
    next.progress.runs = progress.runs
    next.memory.time = memory.time
    next.memory.overrides = memory.overrides
    next.memory.capsSaid = memory.capsSaid
    self = next
  }

  /// Adds an RM; an id that is there already keeps its first row.
  mutating func appendRewardModel(_ info: RewardModelInfo) {
    router.append(info.id)
    appendRow(info)
  }

  /// The row of an RM that the router has.
  mutating func appendRow(_ info: RewardModelInfo) {
    let arm = rewardModels.count
    if memory.armByID[info.id] == nil { memory.armByID[info.id] = arm }
    rewardModels.append(RewardModelState(info: info))
    shares.byArm.append(Series())
    shares.openDecisions.append(0)
    memory.isVarianceStale.append(true)
    for index in categories.indices { categories[index].appendArm() }
  }

  private mutating func sayBegin(of header: RunHeader) {
    let count = header.rewardModels.count
    var text = "run \(quoted(header.name)): \(formatCount(count, of: "reward model"))"
    if let dimension = header.dimension { text += ", contexts of \(dimension) numbers" }
    say(.info, .run, text)
    if count > FoldMemory.rewardModelLimit {
      sayOnce(
        .rewardModels,
        "only the first \(FoldMemory.rewardModelLimit) reward models of the run are followed; "
          + "lines about the others count as faults")
    }
  }

  /// Rule 3: charts break, ids and the routing step start afresh; posterior and allowed set stay.
  ///
  /// - Parameter isDrawn: false where it is one of two writers that goes on: charts do not break.
  mutating func startSegment(step: Int?, because reason: String, isDrawn: Bool = true) {
    closeBatch()
    takeShares()
    progress.segments += 1
    if isDrawn {
      progress.drawnSegments += 1
      memory.holdsPosition = false
    }
    progress.steps.startSegment()
    memory.contexts.removeAll(before: oldestKnownSegment)
    memory.epoch &+= 1
    endRepetitions()
    if isDrawn { restartAnswers() }
    if let step {
      setRoutingStep(step)
      leaveBranch(at: step)
    }
    guard isDrawn else { return }
    say(.info, .run, "segment \(progress.segments): \(reason)")
    mark(.segment, reason)
  }
}
