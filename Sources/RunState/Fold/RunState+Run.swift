import Router
import RouterEngine
import RunEvents

extension RunState {
  /// `run`: the same one continues as a new segment, any other starts everything afresh (rule 3).
  mutating func begin(_ new: RunHeader) {
    closeBatch()
    charts.closeShares(at: chartMoment)
    progress.end = nil
    let step = progress.routingStep ?? restarts.stepBeforeRun
    if let header, new.continues(header) {
      self.header = new
      followWatchTag(of: new)
      restarts.forgetWriters()
      startSegment(step: nil, because: .runLine)
      restarts.noteRun(after: step)
      return
    }
    let difference = header.flatMap { new.difference(from: $0) }
    var settings = new.router
    settings.apply(overrides)
    startAfresh(seed: settings.seed)
    if let difference {
      restarts.noteRun(after: step)
      tell(.beganAfresh(difference: difference))
    }
    header = new
    followWatchTag(of: new)
    router.begin(settings, dimension: new.dimension)
    beginRun()
    for info in new.rewardModels.prefix(Roster.limit) { append(info) }
    tell(.began(new))
    if new.rewardModels.count > Roster.limit { meet(.rewardModels) }
    follow(router.prepare())
  }

  /// The first event of a log that has no `run` line.
  mutating func beginWithoutHeader() {
    beginRun()
    tell(.beganWithoutHeader)
  }

  private mutating func beginRun() {
    progress.runs += 1
    progress.segments = 1
    progress.drawnSegments = 1
  }

  /// The state of a new run in the same input: what counts over the whole input stays, and so does the journal.
  private mutating func startAfresh(seed: UInt64) {
    var next = RunState(priors: router.priors, takesBeliefs: beliefs.isWanted)
    next.beliefs = Beliefs(isWanted: beliefs.isWanted, seed: seed)
    next.faults = faults
    next.remarks = remarks
    next.journal = journal
    next.counts.events = counts.events
    next.progress = progress.ofInput
    next.overrides = overrides
    if charts.shares.isWeighed { next.charts.beginWeighing() }
    self = next
  }

  private mutating func followWatchTag(of header: RunHeader) {
    for metric in charts.follow(header) { conditions.forgetEvaluations(of: metric) }
    tellConditions()
  }

  /// Adds an RM to the router and to all parts.
  mutating func append(_ info: RewardModelInfo) {
    router.append(info.id)
    appendRow(info)
  }

  /// The row of an RM that the router has.
  mutating func appendRow(_ info: RewardModelInfo) {
    rewardModels.append(info)
    charts.appendArm()
    beliefs.appendArm()
    conditions.appendArm(name: info.id)
    pairs.appendArm()
  }
}
