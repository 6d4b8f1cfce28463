import Checkpoints
import Files
import JSON
package import Router
package import RunEvents
import RunLog
package import RunState
import Wording

/// Decides, logs and folds, line by line: the service without its sockets.
///
/// It owns the authoritative fold of its log. What is asked is folded and gathered at once; `commit` writes what was
/// gathered, and only then may answers go out. Where it cannot be written, everything since the last commit is undone
/// (the state is folded anew from the file), and nothing is decided until a line can be written again.
///
/// Used on one thread.
package final class RoutingDesk {
  package enum Syncing: String, CaseIterable, Sendable {
    /// Before every answer.
    case always
    /// Once a second.
    case interval
    /// When the system does.
    case never
  }

  package internal(set) var state: RunState
  let log: ServiceLog
  private let priors: PriorLoader
  /// Of the prior file that the run line names, where it has a transform.
  var contexts: ContextMaker?
  let syncing: Syncing
  /// Unix seconds.
  let clock: @Sendable () -> Double
  let decoder = EventDecoder()
  let encoder = EventEncoder()
  let reader = JSONReader()
  /// Decisions of pairs that come next in the same burst.
  var ahead: ArraySlice<DecisionEvent> = []
  static let togetherLimit = 512
  /// The last digest that was asked for, and where the log ended then.
  var digested: (offset: Int, text: String)?
  /// Connections, as `status` says.
  package var clients = 0
  /// How long reward models took that the proxy called, until feedback comes.
  var heldLatencies = HeldLatencies()
  /// Why nothing can be written, since when, and how many lines were refused for it.
  var trouble: (reason: String, since: Double, refused: Int)?
  /// What the log is to say of other programs' lines in it; kept until it does.
  var owedNotes: [String] = []
  package var checkpointSpacing = CheckpointSpacing()
  var checkpointPlace = CheckpointPlace()
  /// The log was not folded from its beginning.
  package private(set) var startedFromCheckpoint = false
  /// False while the state has folded what the log does not have.
  var isStateOfLog = true

  /// Opens a log and folds it; an empty one begins with `header`.
  ///
  /// - Throws: where the log is not that of a router, or `check` refuses its run line.
  package init(
    log path: String, header: RunHeader, priors: PriorLoader, syncing: Syncing,
    contexts: (PriorSource) -> ContextMaker? = { _ in nil },
    clock: @escaping @Sendable () -> Double, check: (RunHeader) -> String?
  ) throws(ServiceError) {
    self.priors = priors
    self.syncing = syncing
    self.clock = clock
    log = try ServiceLog(path: path)
    state = RunState(priors: priors)
    do throws(SystemFailure) {
      try recover()
    } catch {
      throw .inputOutput("the log \(shownPath(path)) cannot be read: \(error.reason)")
    }
    if log.end == 0 {
      record(TimedEvent(time: clock(), .run(header)))
      do throws(LogFailure) {
        try log.commit(syncs: syncing != .never)
      } catch {
        throw .inputOutput("the log \(shownPath(path)) cannot be written: \(error.reason)")
      }
    } else {
      guard let known = state.header else {
        throw .unusableData(
          "the log \(shownPath(path)) has no run line: a router goes on with a log of its own, or begins a new one"
        )
      }
      if let difference = check(known) { throw .usage(difference) }
    }
    try checkSettings(path)
    self.contexts = contexts(state.settings.prior)
  }

  /// What a router that may be killed and started again cannot do.
  private func checkSettings(_ path: String) throws(ServiceError) {
    if case .linucb = state.settings.policy {
      throw .usage(
        "policy: expected thompson, cautious, offline, random, roundrobin or fixed:<id>, got linucb, whose statistics "
          + "are not in the log, so that it cannot be started again")
    }
    if let setting = TunableSetting.allCases.first(where: { state.automaticSettings.contains($0) }) {
      throw .usage(
        "\(setting.rawValue): expected a number, got auto: a router that serves does not choose its settings")
    }
    if case .unavailable(let sentence) = state.posterior, state.dimension != nil,
      [.thompson, .cautious, .offline].contains(state.settings.policy)
    {
      throw .unusableData("the policy \(state.settings.policy.word) needs posteriors: \(sentence)")
    }
  }

  /// Folds the file, from its checkpoint where it has one that holds, else from its beginning; what stands behind the
  /// last line break is cut off.
  func recover() throws(SystemFailure) {
    let checkpoint = log.checkpoint(priors: priors)
    startedFromCheckpoint = checkpoint != nil
    var fresh = checkpoint ?? RunState(priors: priors)
    checkpointPlace = CheckpointPlace(bytes: fresh.progress.endOffset, events: fresh.progress.events)
    var lines = LineDecoder(offset: fresh.progress.endOffset, line: fresh.progress.nextLine)
    var batch: [LogLine] = []
    _ = try log.readAll(from: fresh.progress.endOffset) { bytes in
      lines.append(bytes, to: &batch)
      for line in batch {
        // What this router wrote needs no audit of its scores, which costs more than all the rest.
        if fresh.header?.isOfService == true { fresh.fold(own: line) } else { fresh.fold(line) }
      }
      batch.removeAll(keepingCapacity: true)
    }
    let end = lines.endOfWholeLines
    try log.settle(end: end.offset, lines: end.line - 1)
    state = fresh
    digested = nil
    isStateOfLog = true
  }
}
