import RunEvents
import RunState
import TestSupport
import Testing

@testable import RouterService

/// How long the proxy's calls took, in the feedback of the client who knows what came of them.
struct HeldLatenciesTests {
  private func desk() throws -> TestDesk {
    let test = try TestDesk(rewardModels: ["a"], dimension: 0)
    for id in ["1", "2", "3", "4"] { _ = try test.decide(id, step: 0, context: []) }
    let desk = try test.desk
    for id in ["1", "1", "2", "3"] { desk.heldLatencies.hold(id == "2" ? 50 : 10, of: id) }
    desk.heldLatencies.hold(40, of: "1")
    return test
  }

  private func lastLine(_ test: TestDesk) throws -> String {
    String(try #require(try test.folder.text("run.jsonl").split(separator: "\n").last))
  }

  @Test func theMeanGoesIntoTheFeedback() throws {
    let test = try desk()
    try test.send(#"{"type":"feedback","id":"1","loss":0.5}"#)
    #expect(try lastLine(test) == #"{"latency_ms":20,"t":1000,"type":"feedback","id":"1","loss":0.5}"#)
    #expect(try test.desk.state.rewardModels.first?.meanLatency == 20)
    try test.send(#"{"type":"feedback","id":"4","loss":0.5}"#)
    #expect(try lastLine(test) == #"{"t":1000,"type":"feedback","id":"4","loss":0.5}"#)
    #expect(try test.digestOfLog() == test.desk.state.digestText)
  }

  @Test func aLatencyOfTheClientsOwnStays() throws {
    let test = try desk()
    try test.send(#"{"type":"feedback","id":"2","loss":0.5,"latency_ms":7}"#)
    #expect(try lastLine(test) == #"{"t":1000,"type":"feedback","id":"2","loss":0.5,"latency_ms":7}"#)
    #expect(try test.digestOfLog() == test.desk.state.digestText)
  }

  /// Of equal keys the first counts, in the log as in the live state.
  @Test(arguments: ["null", #""slow""#]) func whatCannotBeReadIsTheSameLiveAndInTheLog(value: String) throws {
    let test = try desk()
    try test.send(#"{"type":"feedback","id":"3","loss":0.5,"latency_ms":\#(value)}"#)
    #expect(try test.digestOfLog() == test.desk.state.digestText)
  }

  @Test func theMemoryIsBounded() {
    var held = HeldLatencies()
    for number in 0..<(3 * HeldLatencies.capacity) { held.hold(1, of: "\(number)") }
    #expect(held.take("0") == nil)
    #expect(held.take("\(3 * HeldLatencies.capacity - 1)") == 1)
    #expect(held.take("\(3 * HeldLatencies.capacity - 1)") == nil)
  }
}
