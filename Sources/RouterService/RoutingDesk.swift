import Files
import JSON
package import Router
import RouterEngine
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

  package private(set) var state: RunState
  let log: ServiceLog
  private let priors: PriorLoader
  /// Of the prior file that the run line names, where it has a transform.
  private var contexts: ContextMaker?
  let syncing: Syncing
  /// Unix seconds.
  private let clock: @Sendable () -> Double
  private let decoder = EventDecoder()
  private let encoder = EventEncoder()
  let reader = JSONReader()
  /// Decisions of pairs that come next in the same burst.
  private var ahead: ArraySlice<DecisionEvent> = []
  private static let togetherLimit = 512
  /// Connections, as `status` says.
  package var clients = 0
  /// How long reward models took that the proxy called, until feedback comes.
  var heldLatencies = HeldLatencies()
  /// Why nothing can be written, since when, and how many lines were refused for it.
  private(set) var trouble: (reason: String, since: Double, refused: Int)?
  /// False while the state has folded what the log does not have.
  private var isStateOfLog = true

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

  /// Folds the file from its beginning; what stands behind the last line break is cut off.
  private func recover() throws(SystemFailure) {
    var fresh = RunState(priors: priors)
    var lines = LineDecoder()
    var batch: [LogLine] = []
    _ = try log.readAll { bytes in
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
    isStateOfLog = true
  }
}

extension RoutingDesk {
  /// What a line asks for beyond an answer.
  package enum Reply: Sendable {
    /// Nothing is said, unless the log cannot be written.
    case silence(RequestName)
    case answer(Answer)
    case hello(token: String?, Answer)
    /// The connection carries the log from this offset on.
    case subscribe(from: Int, Answer)
  }

  /// Who sent a line: what they may ask for hangs on it.
  package enum Speaker: Sendable {
    /// Has not said the token.
    case stranger
    case client
    /// Follows the log: its connection carries that and no answers.
    case follower
  }

  /// A line of a client, decoded.
  package struct Request: Sendable {
    var name: RequestName
    var bytes: [UInt8]
    var content: LineContent
    var remarks: [FieldRemark] = []
    /// Why it cannot be what it says.
    var refusal: RequestRefusal?
  }

  /// Reads a line; nothing happens yet.
  ///
  /// - Parameter number: of the line in its connection.
  package func read(_ bytes: UnsafeRawBufferPointer, number: Int) -> Request {
    var request = Request(name: RequestName(line: number), bytes: Array(bytes), content: .fault(Self.unread))
    request.content = decoder.decode(bytes, leftOut: &request.remarks)
    makeContext(&request)
    switch request.content {
    case .fault: request.name.type = typeName(of: bytes)
    case .event(let timed):
      request.name.type = printableText(timed.event.typeName, limit: 64)
      request.name.id = timed.event.requestID
    }
    return request
  }

  /// A pair with embeddings becomes one with a context, or is refused.
  private func makeContext(_ request: inout Request) {
    guard case .event(let timed) = request.content, case .pair(let pair) = timed.event,
      case .embeddings = pair.description.features
    else { return }
    do throws(RequestRefusal) {
      let made = TimedEvent(time: timed.time, .pair(try ContextMaker.pair(pair, by: contexts)))
      request.content = .event(made)
      request.bytes = Array(encoder.encode(made).utf8)
    } catch {
      request.refusal = error
    }
  }

  /// A line that was longer than any may be.
  package func read(tooLong length: Int, number: Int) -> Request {
    Request(name: RequestName(line: number), bytes: [], content: .fault(LineLimit.fault(length: length)))
  }

  private static let unread = FaultReason(.invalidJSON, "the line was not read")

  /// Takes the line at `index` of those that came together.
  ///
  /// - Parameter requests: what comes behind it is looked at, so that pairs are decided together.
  package func take(_ requests: [Request], at index: Int, from speaker: Speaker) -> Reply {
    do throws(RequestRefusal) {
      return try answer(requests, index, speaker)
    } catch {
      return .answer(Answer(error, to: requests[index].name))
    }
  }

  private func answer(
    _ requests: [Request], _ index: Int, _ speaker: Speaker
  ) throws(RequestRefusal) -> Reply {
    let request = requests[index]
    let timed: TimedEvent
    switch request.content {
    case .fault where speaker == .stranger: throw Self.unauthorised
    case .fault(let reason): throw RequestRefusal(reason)
    case .event(let event): timed = event
    }
    try check(timed.event, speaker)
    if let refusal = request.refusal { throw refusal }
    if case .unknown(let type) = timed.event {
      return try request.bytes.withUnsafeBufferPointer { (bytes) throws(RequestRefusal) in
        try takeRequest(type, UnsafeRawBufferPointer(bytes), request.name)
      }
    }
    if let refusal = timed.event.refusalOfClients { throw RequestRefusal(.badField, refusal) }
    if !isForeseen(timed.event), let reason = state.contradiction(of: timed.event) {
      throw RequestRefusal(reason)
    }
    let line = try ClientLine(request, timed, clock: clock)
    switch timed.event {
    case .pair(let pair): return .answer(try decide(pair, line, requests, index))
    case .control(let control): return .answer(try obey(control, line, request.name))
    case .feedback(let feedback):
      // Sent again after a lost connection: it changes nothing, and is not logged.
      if state.hasFeedback(feedback.id) { return .silence(request.name) }
      try checkWritable()
      record(line.with(latency: feedback.latencyMilliseconds == nil ? heldLatencies.take(feedback.id) : nil))
    default:
      try checkWritable()
      record(line)
    }
    return .silence(request.name)
  }

  private func check(_ event: RunEvent, _ speaker: Speaker) throws(RequestRefusal) {
    switch (speaker, event) {
    case (.stranger, .unknown("hello")), (.client, _), (.follower, .control), (.follower, .note): break
    case (.stranger, _):
      throw Self.unauthorised
    case (.follower, _):
      throw RequestRefusal(.badField, "a connection that follows the log takes controls and notes only")
    }
  }

  static let unauthorised = RequestRefusal(
    .notAuthorised, "the first line must be a hello with the router's token")

  private func typeName(of bytes: UnsafeRawBufferPointer) -> String? {
    guard bytes.count <= LineLimit.longest else { return nil }
    let name = try? reader.read(bytes, refused: RequestRefusal.init) { (root) throws(RequestRefusal) in
      root.field("type")?.string
    }
    return name.flatMap { $0 }.map { printableText($0, limit: 64) }
  }

  private func decide(
    _ pair: PairEvent, _ line: ClientLine, _ requests: [Request], _ index: Int
  ) throws(RequestRefusal) -> Answer {
    let request = requests[index].name
    switch ahead.first?.id == pair.id ? .new : state.standing(of: pair) {
    case .otherContext:
      throw RequestRefusal(
        .idReused,
        "pair \(quoted(pair.id, limit: 64)) was asked for before with another context: ids are used once")
    case .decided(let offset): return try recorded(offset, request)
    case .new:
      try checkWritable()
      record(line)
    case .undecided: try checkWritable()
    }
    let decision: DecisionEvent
    do throws(EngineError) {
      if let known = foreseen(pair) {
        decision = known
      } else {
        decision = try decideTogether(pair, with: requests[(index + 1)...])
      }
    } catch {
      throw RequestRefusal(
        error == .nothingAllowed ? .noRewardModelAllowed : .badField,
        printableText(error.description, limit: 512))
    }
    return Answer(
      record(TimedEvent(time: clock(), .decision(decision)), isOwn: true), to: request, isOfLog: true)
  }

  /// Whether it is the next of the pairs that were decided together: new, and of this run. Nothing but the pairs before
  /// it has been recorded since.
  private func isForeseen(_ event: RunEvent) -> Bool {
    guard case .pair(let pair) = event, let next = ahead.first else { return false }
    return next.id == pair.id
  }

  /// What was decided for this pair together with one before it, where nothing else has happened since.
  private func foreseen(_ pair: PairEvent) -> DecisionEvent? {
    guard let next = ahead.popFirst() else { return nil }
    if next.id == pair.id { return next }
    ahead = []
    return nil
  }

  /// Decides a pair, and with it the pairs that stand behind it and close no batch: many are solved for in half the
  /// time of one by one, with the same bits.
  private func decideTogether(
    _ pair: PairEvent, with rest: ArraySlice<Request>
  ) throws(EngineError) -> DecisionEvent {
    var together = [pair]
    if pair.description.context != nil {
      var ids: Set = [pair.id]
      for request in rest {
        guard case .event(let timed) = request.content, case .pair(let next) = timed.event,
          together.count < Self.togetherLimit, request.refusal == nil, state.joins(next),
          ids.insert(next.id).inserted
        else { break }
        together.append(next)
      }
    }
    guard together.count > 1 else { return try state.decide(pair) }
    ahead = try state.decide(batch: together)[...]
    return ahead.removeFirst()
  }

  /// The decision that the log has, byte for byte, with the word that it is repeated.
  private func recorded(_ offset: Int, _ request: RequestName) throws(RequestRefusal) -> Answer {
    guard var bytes = log.line(at: offset), let brace = bytes.lastIndex(of: UInt8(ascii: "}")) else {
      throw RequestRefusal(.logUnwritable, "the decision that the log has for this pair cannot be read")
    }
    bytes.insert(contentsOf: ",\"repeated\":true".utf8, at: brace)
    return Answer(String(decoding: bytes, as: UTF8.self), to: request, isOfLog: true)
  }

  private func obey(
    _ control: ControlEvent, _ line: ClientLine, _ request: RequestName
  ) throws(RequestRefusal) -> Answer {
    if state.knows(control: control.sequence), let applied = state.answer(to: control.sequence) {
      return Answer(encoder.encode(TimedEvent(.applied(applied))), to: request, isOfLog: true)
    }
    try checkWritable()
    let error = state.refusal(of: control).map { printableText($0, limit: 512) }
    if !state.knows(control: control.sequence) { record(line) }
    let applied = AppliedEvent(
      sequence: control.sequence, ok: error == nil, step: state.progress.routingStep, error: error)
    return Answer(record(TimedEvent(time: clock(), .applied(applied))), to: request, isOfLog: true)
  }
}

extension RoutingDesk {
  /// Gathers a line of the router's own and folds it.
  @discardableResult
  private func record(_ event: TimedEvent, isOwn: Bool = false) -> String {
    let isRun = if case .run = event.event { true } else { false }
    let text = encoder.encode(event, full: isRun)
    let line = gather(text, event)
    if isOwn { state.fold(own: line) } else { state.fold(line) }
    return text
  }

  private func gather(_ text: String, _ event: TimedEvent) -> LogLine {
    let line = LogLine(
      number: log.nextLine, offset: log.nextOffset, length: text.utf8.count + 1, content: .event(event))
    log.append(text.utf8)
    return line
  }

  private func record(_ line: ClientLine) {
    if case .pair = line.event.event {} else { ahead = [] }
    let folded = LogLine(
      number: log.nextLine, offset: log.nextOffset, length: line.bytes.count + 1, content: .event(line.event),
      remarks: line.remarks)
    log.append(line.bytes)
    state.fold(folded)
  }

  private func checkWritable() throws(RequestRefusal) {
    guard trouble != nil else { return }
    countRefused()
    throw Self.unwritable(trouble?.reason ?? "")
  }

  /// Counts a line of a client that is refused because the log cannot be written.
  func countRefused() { trouble?.refused += 1 }

  private static func unwritable(_ reason: String) -> RequestRefusal {
    RequestRefusal(.logUnwritable, "the log cannot be written: \(reason); it is tried again every second")
  }

  /// Writes what was gathered since the last time; answers may go out then.
  ///
  /// - Returns: what the answers that speak of the log are to be replaced with, where it could not be written.
  package func commit() -> RequestRefusal? {
    ahead = []
    guard log.hasPending else { return nil }
    do throws(LogFailure) {
      try log.commit(syncs: syncing == .always)
      return nil
    } catch {
      trouble = (error.reason, clock(), 0)
      undo()
      return Self.unwritable(error.reason)
    }
  }

  private func undo() {
    do throws(SystemFailure) {
      try recover()
    } catch {
      isStateOfLog = false
    }
  }

  /// Tries to write again after trouble: a note that says how long there was any.
  ///
  /// - Returns: the note's text, once it is in the log.
  package func retry() -> String? {
    guard let trouble else { return nil }
    if !isStateOfLog { undo() }
    guard isStateOfLog else { return nil }
    let seconds = Int(max(0, clock() - trouble.since).rounded())
    let text =
      "the log could not be written for \(formatCount(seconds, of: "second")): \(trouble.reason); "
      + "\(formatCount(trouble.refused, of: "line")) of clients refused in that time"
    // Folded when it is written: a long log is not to be folded anew every second for a disk that stays full.
    let note = TimedEvent(time: clock(), .note(NoteEvent(level: .warn, text: text)))
    let line = gather(encoder.encode(note), note)
    do throws(LogFailure) {
      try log.commit(syncs: syncing != .never)
    } catch {
      self.trouble?.reason = error.reason
      isStateOfLog = !error.logIsOther
      return nil
    }
    self.trouble = nil
    state.fold(line)
    return text
  }

  /// Bytes of the log that are written, whole lines.
  package var end: Int { log.end }

  /// Bytes of the log from an offset on; `nil` where they cannot be read.
  package func log(at offset: Int, count: Int) -> [UInt8]? { try? log.bytes(at: offset, count: count) }

  /// A descriptor of the log to sync and close on another thread; `nil` where nothing is to be done.
  func descriptorToSync() -> Int32? { log.isDirty ? log.descriptorToSync() : nil }

  /// The last sync, whatever the setting but `never`.
  func syncAtEnd() {
    if syncing != .never { try? log.sync() }
  }
}
