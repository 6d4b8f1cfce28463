import RunEvents
import Testing

@testable import RunState

@Suite struct WatchTagTests {
  @Test func namesAndSigns() {
    let tag = WatchTag("+my score, -latency/p99,!eval/win_rate,+acc,none,-,nothing")
    #expect(tag.better("my score") == .more)
    #expect(tag.better("latency/p99") == .less)
    #expect(tag.better("eval/win_rate") == nil)
    #expect(tag.better("acc,none") == .more)
    #expect(tag.better("eval/accuracy") == .more)
    #expect(tag.better("nothing") == nil)
    #expect(WatchTag("") == WatchTag())
    #expect(WatchTag("eval/win_rate") == WatchTag())
  }

  /// The metric falls, or rises, while the reward rises.
  private func diverges(_ name: String, rises: Bool, watch: String?) -> RunState {
    folded { log in
      log.add(
        .run(
          RunHeader(
            name: "t", rewardModels: [RewardModelInfo(id: "a"), RewardModelInfo(id: "b")],
            tags: watch.map { [RunHeader.Tag(key: "watch", value: $0)] } ?? [])))
      for step in 0..<100 {
        log.decide("\(step)", ["a", "b"][step % 2], step: step)
        log.loss("\(step)", Double(100 - step))
        if step % 5 == 4 { log.metrics(step, (name, Double(rises ? step : -step))) }
      }
    }
  }

  @Test func whatTheTagNamesIsWatched() {
    func texts(_ state: RunState) -> [String] { state.conditions.map(\.short) }
    #expect(texts(diverges("gold", rises: false, watch: nil)).isEmpty)
    #expect(texts(diverges("gold", rises: false, watch: "+gold")) == ["gold falls as reward rises"])
    #expect(texts(diverges("gold", rises: true, watch: "+gold")).isEmpty)
    #expect(texts(diverges("gold", rises: true, watch: "-gold")) == ["gold rises as reward rises"])
    #expect(texts(diverges("eval/win_rate", rises: false, watch: nil)).count == 1)
    #expect(texts(diverges("eval/win_rate", rises: false, watch: "!eval/win_rate")).isEmpty)
    #expect(
      texts(diverges("eval/toxicity", rises: true, watch: nil)) == ["eval/toxicity rises as reward rises"])
    #expect(texts(diverges("eval/toxicity", rises: false, watch: nil)).isEmpty)
    let state = diverges("gold", rises: false, watch: "+gold")
    #expect(state.journal.contains { $0.text == "watched against the reward: gold (more is better)" })
    #expect(state.summary.watched == [RunSummary.Watched(metric: "gold", better: .more)])
  }
}
