import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import OfflineRouter

@Suite struct EvaluationReportTests {
  private static func report(_ seeds: Int) throws -> (
    EvaluationReport, [SplitRun], PairDataset, EvaluationSettings
  ) {
    let pairs = try SamplePairs(count: 150, rewardModels: 3, groups: 40).dataset()
    var settings = EvaluationSettings(policies: [.offline, .bestSingle, .random, .oracle])
    settings.seeds = seeds
    let runs = try (1...seeds).map { seed in
      try SplitRun(pairs, settings: settings, seed: UInt64(seed), head: nil) { false }
    }
    var asked = settings
    asked.policies.removeLast()
    // The last row of the runs is the baseline; here the best single RM again.
    asked.policies = [.offline, .bestSingle, .random]
    var with = settings
    with.policies = asked.policies + [.bestSingle]
    let based = try (1...seeds).map { seed in
      try SplitRun(pairs, settings: with, seed: UInt64(seed), head: nil) { false }
    }
    return (EvaluationReport(based, pairs: pairs, settings: asked), runs, pairs, asked)
  }

  @Test func numbersAreMeansOverSplits() throws {
    let (report, runs, pairs, _) = try Self.report(5)
    let right = runs.map { run in
      run.stream.indices.reduce(0.0) { $0 + run.hits[0][$1] } / Double(run.stream.count)
    }
    let mean = right.reduce(0, +) / 5
    let row = report.rows[0]
    #expect((row.accuracy.value - mean).magnitude < 1e-12)
    let solvable = runs.map { $0.solvable.reduce(0, +) }
    let shares = runs.indices.map { right[$0] * Double(runs[$0].stream.count) / solvable[$0] }
    #expect((row.solvableAccuracy - shares.reduce(0, +) / 5).magnitude < 1e-12)
    let regrets = runs.indices.map { solvable[$0] - right[$0] * Double(runs[$0].stream.count) }
    #expect((row.regret - regrets.reduce(0, +) / 5).magnitude < 1e-9)
    #expect(row.regretCurve.count == EvaluationReport.curvePoints)
    #expect(row.regretCurve[0] == 0)
    #expect((row.regretCurve[100] - row.regret).magnitude < 1e-9)
    #expect(zip(row.regretCurve, row.regretCurve.dropFirst()).allSatisfy { $0 <= $1 })
    #expect((row.difference.value - (mean - report.rows[1].accuracy.value)).magnitude < 1e-12)
    #expect(report.rows[1].difference == IntervalEstimate(value: 0, low: 0, high: 0))
    #expect(report.pairs == 150)
    #expect(report.seeds == 5)
    #expect(report.categories.map(\.name) == ["a", "b"])
    #expect(report.categories.reduce(0) { $0 + $1.pairs } == runs.reduce(0) { $0 + $1.stream.count })
    // The categories' accuracies make up the whole one, where all splits weigh the same.
    var whole = 0.0
    for (category, place) in [("a", 0), ("b", 1)] {
      var weight = 0.0
      for run in runs {
        let own = run.stream.filter { pairs.category($0) == category }.count
        weight += Double(own) / Double(run.stream.count) / 5
      }
      whole += weight * row.categoryAccuracy[place]
    }
    #expect((whole - mean).magnitude < 1e-12)
  }

  /// Gates as the fits of the splits left them; the regret in the middle of the stream is that after its first half.
  @Test func gatesAndCurvesAreThoseOfTheSplits() throws {
    let pairs = try SamplePairs(count: 150, rewardModels: 3, groups: 40, signal: 0.5).dataset()
    var settings = EvaluationSettings(policies: [.random, .offline, .bestSingle])
    settings.seeds = 12
    let runs = try (1...12).map { seed in
      try SplitRun(pairs, settings: settings, seed: UInt64(seed), head: nil) { false }
    }
    settings.policies.removeLast()
    let report = EvaluationReport(runs, pairs: pairs, settings: settings)
    let gates = try #require(report.gates)
    #expect(gates.open == runs.count { $0.gate?.isOpen == true } && gates.splits == 12)
    #expect(gates.open > 0 && gates.open < 12, "both kinds, for this test to say anything")
    #expect((gates.gain - runs.reduce(0) { $0 + ($1.gate?.gain ?? 0) } / 12).magnitude < 1e-12)
    for (point, part) in [(50, 0.5), (25, 0.25)] {
      let regrets = runs.map { run in
        (0..<Int(Double(run.stream.count) * part)).reduce(0.0) { $0 + run.solvable[$1] - run.hits[0][$1] }
      }
      #expect((report.rows[0].regretCurve[point] - regrets.reduce(0, +) / 12).magnitude < 1e-9)
    }
  }

  /// Intervals of accuracies and of differences by resampling whole groups here, from the hits themselves: by a loop
  /// over pairs, with weights that make all splits count the same.
  @Test(arguments: [1, 4]) func intervalsAreOfABootstrapOverGroups(seeds: Int) throws {
    let (report, runs, pairs, _) = try Self.report(seeds)
    func bootstrap(_ value: (SplitRun, Int) -> Double) -> (low: Double, high: Double) {
      var means: [Double] = []
      for resample in 0..<GroupResamples.count {
        var stream = KeyedStream(seed: UInt64(resample), purpose: "bootstrap")
        var times: [Int: Double] = [:]
        for _ in 0..<pairs.groupCount { times[stream.index(below: pairs.groupCount), default: 0] += 1 }
        var (sum, weight) = (0.0, 0.0)
        for run in runs {
          for (place, pair) in run.stream.enumerated() {
            let own = (times[pairs.groups[pair]] ?? 0) / Double(run.stream.count)
            sum += own * value(run, place)
            weight += own
          }
        }
        means.append(sum / weight)
      }
      means.sort()
      return (GroupResamples.quantile(means, 0.025), GroupResamples.quantile(means, 0.975))
    }
    let accuracy = bootstrap { $0.hits[0][$1] }
    let difference = bootstrap { $0.hits[0][$1] - $0.hits[1][$1] }
    let row = report.rows[0]
    #expect(isNear([row.accuracy.low, row.accuracy.high], [accuracy.low, accuracy.high], 1e-12))
    #expect(isNear([row.difference.low, row.difference.high], [difference.low, difference.high], 1e-12))
    for row in report.rows {
      #expect(row.accuracy.low >= 0 && row.accuracy.high <= 1)
      #expect(row.accuracy.low <= row.accuracy.value && row.accuracy.value <= row.accuracy.high)
    }
  }

  /// Groups of one pair and a mean of n(0, 1): the interval is ±1.96/√n; over 40 draws of the sums it covers.
  @Test func theBootstrapIsAsWideAsTheTheorySays() {
    let count = 200
    let resamples = GroupResamples(groups: count)
    var covered = 0
    for seed in 0..<40 {
      var generator = SeededGenerator(seed: seed)
      let sums = generator.vector(count)
      let mean = sums.reduce(0, +) / Double(count)
      let interval = resamples.interval(
        mean: mean, sums: sums, weights: Array(repeating: 1, count: count))
      let half = (interval.high - interval.low) / 2
      #expect((half * Double(count).squareRoot() / 1.96 - 1).magnitude < 0.25)
      if interval.low < 0, interval.high > 0 { covered += 1 }
    }
    #expect(covered >= 33)
  }

  /// Pairs of one group hang together: ten copies of each make the interval √10 as wide as independent pairs would.
  @Test func groupsAreResampledWhole() {
    var generator = SeededGenerator(seed: 9)
    let values = generator.vector(50)
    let resamples = GroupResamples(groups: 50)
    let alone = resamples.interval(mean: 0, sums: values, weights: Array(repeating: 1, count: 50))
    let copies = resamples.interval(
      mean: 0, sums: values.map { 10 * $0 }, weights: Array(repeating: 10, count: 50))
    #expect(isNear([copies.low, copies.high], [alone.low, alone.high], 1e-12))
  }

  @Test func quantilesInterpolate() {
    #expect(GroupResamples.quantile([1, 2, 4], 0.25) == 1.5)
    #expect(GroupResamples.quantile([1, 2, 4], 1) == 4)
  }
}
