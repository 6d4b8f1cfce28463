import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct RememberedDecisionTests {
  /// Against the log itself: where the first line of each kind for an id stands.
  @Test(arguments: 0..<8) func saysWhereTheLinesOfEachDecisionBegin(seed: Int) throws {
    let lines = MessyLog.lines(count: 400, seed: seed)
    var state = RunState()
    var shown: [(line: LogLine, event: DecisionEvent)] = []
    for line in lines {
      let before = state.counts.decisions
      state.fold(line)
      if state.counts.decisions > before, case .event(let timed) = line.content,
        case .decision(let event) = timed.event
      {
        shown.append((line, event))
      }
    }
    // A new `run` line begins to count afresh.
    shown = Array(shown.suffix(state.counts.decisions))
    #expect(state.rememberedDecisions == shown.count)
    let byOffset = Dictionary(uniqueKeysWithValues: lines.map { ($0.offset, $0) })
    for (index, told) in shown.enumerated() {
      let decision = try #require(state.rememberedDecision(index + 1))
      #expect(decision.ordinal == index + 1)
      #expect(decision.offset == told.line.offset)
      #expect(state.rewardModels[decision.arm].info.id == told.event.rewardModel)
      #expect(decision.isOf(told.event.id, segments: state.progress.segments))
      #expect(!decision.isOf(told.event.id + "x", segments: state.progress.segments))
      if let offset = decision.pairOffset {
        guard case .event(let timed)? = byOffset[offset]?.content, case .pair(let pair) = timed.event else {
          Issue.record("no pair stands at \(offset)")
          continue
        }
        #expect(pair.id == told.event.id)
        #expect(offset < decision.offset)
      }
      if let offset = decision.feedbackOffset {
        guard case .event(let timed)? = byOffset[offset]?.content, case .feedback(let feedback) = timed.event
        else {
          Issue.record("no feedback stands at \(offset)")
          continue
        }
        #expect(feedback.id == told.event.id)
        #expect(offset > decision.offset)
      }
    }
    #expect(shown.indices.contains { state.rememberedDecision($0 + 1)?.pairOffset != nil } || shown.isEmpty)
    #expect(state.rememberedDecision(0) == nil)
    #expect(state.rememberedDecision(shown.count + 1) == nil)
  }

  @Test func theOldestAreForgotten() throws {
    var log = LogBuilder()
    log.run(dim: nil)
    let count = IdentifierMemory.capacity + 3
    for index in 0..<count { log.decide("p\(index)", ["a", "b", "c"][index % 3]) }
    let state = fold(log.lines)
    #expect(state.rememberedDecisions == IdentifierMemory.capacity)
    #expect(state.rememberedDecision(3) == nil)
    #expect(try #require(state.rememberedDecision(4)).isOf("p3", segments: 1))
    #expect(try #require(state.rememberedDecision(count)).isOf("p\(count - 1)", segments: 1))
  }
}
