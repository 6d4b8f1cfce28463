import RouterEngine
import RunEvents
import RunLog
import RunState
import Wording

extension RoutingDesk {
  /// Asks the state without a copy of it, which every question across modules would make: a property of an object is
  /// copied before it is asked, and an `inout` is not.
  func look<Answer>(_ question: (inout RunState) -> Answer) -> Answer { question(&state) }

  func decide(
    _ pair: PairEvent, _ line: ClientLine, _ requests: [Request], _ index: Int
  ) throws(RequestRefusal) -> Answer {
    let request = requests[index].name
    switch ahead.first?.id == pair.id ? .new : look({ $0.standing(of: pair) }) {
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
  func isForeseen(_ event: RunEvent) -> Bool {
    guard case .pair(let pair) = event, let next = ahead.first else { return false }
    return next.id == pair.id
  }

  /// What was decided for this pair together with one before it, where nothing else has happened since.
  func foreseen(_ pair: PairEvent) -> DecisionEvent? {
    guard let next = ahead.popFirst() else { return nil }
    if next.id == pair.id { return next }
    ahead = []
    return nil
  }

  /// Decides a pair, and with it the pairs that stand behind it and close no batch: many are solved for in half the
  /// time of one by one, with the same bits.
  func decideTogether(
    _ pair: PairEvent, with rest: ArraySlice<Request>
  ) throws(EngineError) -> DecisionEvent {
    var together = [pair]
    if pair.description.context != nil {
      var ids: Set = [pair.id]
      for request in rest {
        guard case .event(let timed) = request.content, case .pair(let next) = timed.event,
          together.count < Self.togetherLimit, request.refusal == nil, look({ $0.joins(next) }),
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
  func recorded(_ offset: Int, _ request: RequestName) throws(RequestRefusal) -> Answer {
    guard var bytes = log.line(at: offset), let brace = bytes.lastIndex(of: UInt8(ascii: "}")) else {
      throw RequestRefusal(.logUnwritable, "the decision that the log has for this pair cannot be read")
    }
    bytes.insert(contentsOf: ",\"repeated\":true".utf8, at: brace)
    return Answer(String(decoding: bytes, as: UTF8.self), to: request, isOfLog: true)
  }

  func obey(
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
