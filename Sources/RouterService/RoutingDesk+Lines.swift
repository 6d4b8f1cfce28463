import JSON
import RunEvents
import RunLog
import RunState
import Wording

extension RoutingDesk {
  /// What a line asks for beyond an answer.
  package enum Reply: Sendable {
    /// Nothing is said, unless the log cannot be written.
    case silence(RequestName)
    case answer(Answer)
    case hello(token: String?, Answer)
    /// The connection carries the log from this offset on; with `answers` also what the follower is to be told.
    case subscribe(from: Int, answers: Bool, Answer)
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
  func makeContext(_ request: inout Request) {
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

  static let unread = FaultReason(.invalidJSON, "the line was not read")

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

  func answer(
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
    lookAtLog()
    if !isForeseen(timed.event), let reason = look({ $0.contradiction(of: timed.event) }) {
      throw RequestRefusal(reason)
    }
    let line = try ClientLine(request, timed, clock: clock)
    switch timed.event {
    case .pair(let pair): return .answer(try decide(pair, line, requests, index))
    case .control(let control): return .answer(try obey(control, line, request.name))
    case .feedback(let feedback):
      // Sent again after a lost connection: it changes nothing, and is not logged.
      if look({ $0.hasFeedback(feedback.id) }) { return .silence(request.name) }
      try checkWritable()
      record(line.with(latency: feedback.latencyMilliseconds == nil ? heldLatencies.take(feedback.id) : nil))
    default:
      try checkWritable()
      record(line)
    }
    return .silence(request.name)
  }

  func check(_ event: RunEvent, _ speaker: Speaker) throws(RequestRefusal) {
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

  func typeName(of bytes: UnsafeRawBufferPointer) -> String? {
    guard bytes.count <= LineLimit.longest else { return nil }
    let name = try? reader.read(bytes, refused: RequestRefusal.init) { (root) throws(RequestRefusal) in
      root.field("type")?.string
    }
    return name.flatMap { $0 }.map { printableText($0, limit: 64) }
  }
}
