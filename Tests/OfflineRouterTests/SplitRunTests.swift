import RunEvents
import Synchronization
import Testing

@testable import OfflineRouter

@Suite struct SplitRunTests {
  private static func settings(_ policies: [EvaluationPolicy], noise: Double = 0) -> EvaluationSettings {
    var settings = EvaluationSettings(policies: policies)
    settings.noise = noise
    return settings
  }

  /// The stream's labels turned around: the fit is the same, and what was right by it is wrong.
  @Test func theFitHasSeenNothingOfTheStream() throws {
    var judged = SamplePairs(count: 90, groups: 30).pairs()
    let settings = Self.settings([.offline])
    let run = try SplitRun(PairDataset(judged), settings: settings, seed: 3, head: nil) { false }
    for place in run.stream {
      for arm in judged[place].labels.indices { judged[place].labels[arm].isRight?.toggle() }
    }
    let turned = try SplitRun(PairDataset(judged), settings: settings, seed: 3, head: nil) { false }
    #expect(run.gate == turned.gate && run.gate?.gain != 0)
    #expect(turned.hits[0] == run.hits[0].map { 1 - $0 })
  }

  @Test func theHeadIsGivenTheOfflinePartToLearnFrom() throws {
    let pairs = try SamplePairs(count: 60, groups: 20).dataset()
    let split = try EvaluationSplit(pairs, fraction: 0.6, seed: 2)
    let asked = Mutex<[[Int]]>([])
    let trainer: HeadContexts.Trainer = { offline, stream, seed in
      asked.withLock { $0 += [offline, stream, [Int(seed)]] }
      return HeadContexts(
        width: 1, stream: stream.map { Double($0) / 60 }, vectors: Array(repeating: [0], count: 3))
    }
    _ = try SplitRun(pairs, settings: Self.settings([.online]), seed: 2, head: trainer) { false }
    #expect(asked.withLock { $0 } == [split.offline, split.stream, [2]])
  }

  /// What is fed back is flipped; what counts is not.
  @Test func noiseReachesTheFeedback() throws {
    let pairs = try SamplePairs(count: 200, groups: 60).dataset()
    let runs = try [0.0, 1].map { noise in
      try SplitRun(pairs, settings: Self.settings([.beta, .single("rm0")], noise: noise), seed: 1, head: nil)
      {
        false
      }
    }
    #expect(runs[0].hits[0] != runs[1].hits[0])
    #expect(runs[0].hits[1] == runs[1].hits[1])
  }
}
