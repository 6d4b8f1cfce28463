import Foundation
import RouterService
import RunEvents
import RunState
import TestSupport
import Testing

/// Pairs whose feedback never comes, and clocks that jump.
struct UnansweredTests {
  private static let isLong = ProcessInfo.processInfo.environment["RMTOP_LONG_TESTS"] != nil

  /// With RMTOP_LONG_TESTS more than the 100,000 that are remembered.
  @Test func decisionsWithoutFeedbackAreRememberedUpToALimit() throws {
    var settings = RouterSettings.ofService
    settings.policy = .random
    let desk = try TestDesk(rewardModels: ["a", "b"], settings: settings)
    let count = Self.isLong ? 100_500 : 3_000
    var first: String?
    for start in stride(from: 0, to: count, by: 500) {
      let answers = try desk.send(
        together: (start..<(start + 500)).map { #"{"type":"pair","id":"p\#($0)","step":\#(start)}"# })
      first = first ?? answers.first
    }
    #expect(try desk.desk.state.counts.decisions == count)
    let last = try desk.send(#"{"type":"pair","id":"p\#(count - 1)"}"#)
    #expect(last?.contains(#""repeated":true"#) == true)
    let oldest = try desk.send(#"{"type":"pair","id":"p0"}"#)
    #expect(oldest?.contains("repeated") == !Self.isLong)
    try desk.restart()
    #expect(try desk.send(#"{"type":"pair","id":"p\#(count - 1)"}"#) == last)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }

  @Test func clocksThatJumpMoveNothingButTheTimes() throws {
    let steady = try TestDesk(rewardModels: ["a", "b"])
    let jumping = try TestDesk(rewardModels: ["a", "b"])
    var random = SeededGenerator(seed: 8)
    for index in 0..<40 {
      let context = random.vector(3)
      jumping.clock.advance(random.element([-1e6, -1, 0, 1e9, -1e9]))
      let wanted = try steady.decide("p\(index)", step: index / 5, context: context)
      #expect(try jumping.decide("p\(index)", step: index / 5, context: context) == wanted)
      let loss = random.uniform()
      try steady.feedback("p\(index)", loss: loss)
      try jumping.feedback("p\(index)", loss: loss)
      if index % 11 == 0 { try jumping.restart() }
    }
    #expect(try jumping.digestOfLog() == jumping.desk.state.digestText)
  }
}
