import RunEvents
import Synchronization
import Testing

@testable import OfflineRouter

@Suite struct EvaluationTests {
  private static func settings(_ pairs: PairDataset, seeds: Int = 4) -> EvaluationSettings {
    var settings = EvaluationSettings(
      policies: EvaluationPolicy.all(rewardModels: pairs.rewardModels).filter { !$0.needsHead })
    settings.seeds = seeds
    return settings
  }

  @Test func theReportIsAFunctionOfThePairsAndSettings() throws {
    let pairs = try SamplePairs(count: 160, groups: 40).dataset()
    let settings = Self.settings(pairs)
    let counts = Mutex<[Int]>([])
    let one = try Evaluation.run(pairs, settings: settings, head: nil) { done in
      counts.withLock { $0.append(done) }
    }
    let again = try Evaluation.run(pairs, settings: settings, head: nil)
    #expect(one == again)
    #expect(counts.withLock { $0 } == [1, 2, 3, 4])
    #expect(one?.rows.map(\.policy) == settings.policies)
    // The same splits one after the other.
    let runs = try (1...4).map { seed in
      var all = settings
      all.policies.append(.bestSingle)
      return try SplitRun(pairs, settings: all, seed: UInt64(seed), head: nil) { false }
    }
    #expect(one == EvaluationReport(runs, pairs: pairs, settings: settings))
  }

  @Test func cancellingGivesNothing() throws {
    let pairs = try SamplePairs(count: 60, groups: 20).dataset()
    let report = try Evaluation.run(
      pairs, settings: Self.settings(pairs), head: nil, isCancelled: { true })
    #expect(report == nil)
  }

  @Test func settingsOutOfTheirDomainAreRefused() throws {
    let pairs = try SamplePairs(count: 60, groups: 20).dataset()
    func refusal(_ change: (inout EvaluationSettings) -> Void) -> String? {
      var settings = Self.settings(pairs)
      change(&settings)
      do {
        _ = try Evaluation.run(pairs, settings: settings, head: nil)
        return nil
      } catch { return "\(error)" }
    }
    #expect(refusal { $0.offlineFraction = 1 } == "offline fraction 1.0 is out of range (between 0 and 1)")
    #expect(refusal { $0.offlineFraction = .nan } == "offline fraction nan is out of range (between 0 and 1)")
    #expect(refusal { $0.seeds = 0 } == "0 seeds are out of range (1 to 10000)")
    #expect(refusal { $0.noise = -0.1 } == "noise -0.1 is out of range (0 to 1)")
    #expect(refusal { $0.policies = [] } == "no policy is named")
    #expect(refusal { $0.policies = [.laser] } == "laser needs the published head")
  }

  @Test func thePublishedHeadIsTrainedOnTheOfflinePartOnly() throws {
    let judged = SamplePairs(count: 80, groups: 30).pairs()
    let pairs = try PairDataset(judged)
    var settings = EvaluationSettings(policies: [.hybridPublished, .laser])
    settings.seeds = 1
    let split = try EvaluationSplit(pairs, fraction: settings.offlineFraction, seed: 1)
    let trainer = HeadContexts.trainer(try HeadData(judged, rewardModels: pairs.rewardModels))
    var spoiled = judged
    for place in split.stream {
      for label in spoiled[place].labels.indices { spoiled[place].labels[label].isRight = nil }
    }
    let blind = HeadContexts.trainer(try HeadData(spoiled, rewardModels: pairs.rewardModels))
    let one = try trainer(split.offline, split.stream, 1)
    let other = try blind(split.offline, split.stream, 1)
    #expect(one.stream == other.stream)
    #expect(one.vectors == other.vectors)
    #expect(one.stream.count == one.width * split.stream.count)
    let report = try #require(try Evaluation.run(pairs, settings: settings, head: trainer))
    #expect(report.gates == nil)
    #expect(report.rows.count == 2)
  }

  @Test func theLimitsThemselvesAreTaken() {
    func isTaken(_ change: (inout EvaluationSettings) -> Void) -> Bool {
      var settings = EvaluationSettings(policies: [.random])
      change(&settings)
      return (try? settings.checkNumbers()) != nil
    }
    #expect(isTaken { $0.noise = 1 } && isTaken { $0.noise = 0 } && !isTaken { $0.noise = 1.01 })
    #expect(isTaken { $0.seeds = 10_000 } && !isTaken { $0.seeds = 10_001 })
    #expect(!isTaken { $0.offlineFraction = 0 } && !isTaken { $0.offlineFraction = 1 })
  }

  @Test func policiesAreNamedInTheOrderOfTheReport() throws {
    let models = ["a", "b"]
    #expect(
      EvaluationPolicy.all(rewardModels: models).map(\.name) == [
        "hybrid", "hybrid-published", "hybrid-thompson", "online", "offline", "best-single",
        "best-per-category", "single:a", "single:b", "majority", "random", "round-robin", "laser",
        "laser-tuned", "linucb", "beta", "oracle",
      ])
    #expect(
      try EvaluationPolicy.named(["oracle", "single:b", "hybrid"], rewardModels: models)
        == [.hybrid, .single("b"), .oracle])
    #expect(try EvaluationPolicy.named(["beta"], rewardModels: models) == [.beta])
    #expect(throws: ContrastError.setting("there is no policy “hybird” (did you mean “hybrid”?)")) {
      try EvaluationPolicy.named(["hybird"], rewardModels: models)
    }
  }
}
