import JSON
import Router
import RouterService
import RunEvents
import RunLog
import RunState
import TestSupport
import Testing

/// A desk with a log in a folder of its own, which lines are handed to as a client would send them.
final class TestDesk {
  let folder: TemporaryFolder
  let clock = HandClock()
  private var open: RoutingDesk?
  private let header: RunHeader
  private let contexts: ContextMaker?
  private var number = 0
  /// Events from one checkpoint beside the log to the next; `nil` is as in earnest.
  var checkpointSpacing: Int? {
    didSet { open?.checkpointSpacing.events = checkpointSpacing ?? 20_000 }
  }
  private(set) var checkpointsWritten = 0
  private let decoder = EventDecoder()

  var logPath: String { folder.file("run.jsonl") }

  init(
    rewardModels: [String], dimension: Int? = nil, settings: RouterSettings = .ofService,
    contexts: ContextMaker? = nil
  ) throws {
    self.contexts = contexts
    header = RunHeader(
      name: "test", rewardModels: rewardModels.map { RewardModelInfo(id: $0) }, dimension: dimension,
      router: settings, tags: [RunHeader.serviceTag])
    folder = try TemporaryFolder()
    try restart()
  }

  /// As after `kill -9`: a new desk on what the file holds.
  func restart() throws {
    // The lock goes with the owner of the file.
    open = nil
    open = try RoutingDesk(
      log: logPath, header: header, priors: .none, syncing: .never,
      contexts: { [contexts] _ in contexts }, clock: clock.read, check: { _ in nil })
    if let checkpointSpacing { open?.checkpointSpacing.events = checkpointSpacing }
  }

  var desk: RoutingDesk {
    get throws { try #require(open) }
  }

  /// Hands over a line; what is answered, after it is in the log.
  @discardableResult
  func send(_ line: String, as speaker: RoutingDesk.Speaker = .client) throws -> String? {
    let desk = try desk
    number += 1
    var line = line
    let request = line.withUTF8 { desk.read(UnsafeRawBufferPointer($0), number: number) }
    let reply = desk.take([request], at: 0, from: speaker)
    let refusal = desk.commit()
    if let due = desk.dueCheckpoint() {
      try due.write()
      checkpointsWritten += 1
    }
    switch reply {
    case .silence: return nil
    case .answer(let answer), .hello(_, let answer), .subscribe(_, _, let answer):
      if let refusal, answer.isOfLog { return Answer(refusal, to: answer.request).text }
      return answer.text
    }
  }

  /// Hands over lines that come in one piece; what is answered to those that ask.
  func send(together lines: [String]) throws -> [String] {
    let desk = try desk
    let requests = lines.map { line in
      number += 1
      var line = line
      return line.withUTF8 { desk.read(UnsafeRawBufferPointer($0), number: number) }
    }
    let replies = requests.indices.map { desk.take(requests, at: $0, from: .client) }
    #expect(desk.commit() == nil)
    return replies.compactMap { if case .answer(let answer) = $0 { answer.text } else { nil } }
  }

  /// Has a pair decided: the reward model.
  func decide(_ id: String, step: Int?, context: [Double]) throws -> String {
    let line = EventEncoder().encode(
      TimedEvent(
        .pair(PairEvent(id: id, step: step, description: PairDescription(features: .context(context))))))
    let answer = try #require(try send(line))
    guard case .event(let event) = decoder.decode(answer), case .decision(let decision) = event.event else {
      throw UnexpectedAnswer(text: answer)
    }
    return decision.rewardModel
  }

  func feedback(_ id: String, loss: Double) throws {
    try send(#"{"type":"feedback","id":"\#(id)","loss":\#(loss)}"#)
  }

  /// The digest of a fold of the log, from nothing.
  func digestOfLog() throws -> String {
    var state = RunState()
    var lines = LineDecoder()
    var decoded: [LogLine] = []
    try Array(folder.text("run.jsonl").utf8).withUnsafeBytes { lines.append($0, to: &decoded) }
    for line in decoded { state.fold(line) }
    return state.digestText
  }
}

struct UnexpectedAnswer: Error {
  var text: String
}

extension SeededGenerator {
  /// A direction, each as likely as any other.
  mutating func unit(_ count: Int) -> [Double] {
    let vector = vector(count)
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
  }
}
