import COpenBLAS
import OfflineRouter
import RouterEngine
import RunEvents

/// The calibrated fit and the comparison of policies; wall time, because they use all cores.
extension Benchmarks {
  static var evaluation: [Benchmark] {
    [
      Benchmark(name: "fit/50k") { try fit(pairs: 50_000, length: 768, groups: 5000) },
      Benchmark(name: "evaluate/4346") { try evaluate(pairs: 4346, length: 768, groups: 483) },
    ]
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let time = try clock.measure(body).components
    return Double(time.seconds) + Double(time.attoseconds) * 1e-18
  }

  private static func fit(pairs: Int, length: Int, groups: Int) throws -> BenchRow {
    let judged = judgedPairs(pairs, length: length, groups: groups)
    let data = try PairDataset(judged)
    let value = try seconds { _ = try ContrastFit(data, seed: 1) } * 1e6
    let peer = covarianceTime(pairs: pairs, features: 2 * length)
    return BenchRow(
      name: "fit/50k", value: value, peer: "dsyrk of its covariance, one core", peerValue: peer,
      ratio: value / peer, aim: "≤ 20 s of wall time")
  }

  private static func evaluate(pairs: Int, length: Int, groups: Int) throws -> BenchRow {
    let judged = judgedPairs(pairs, length: length, groups: groups)
    let data = try PairDataset(judged)
    var settings = EvaluationSettings(policies: EvaluationPolicy.all(rewardModels: data.rewardModels))
    settings.seeds = 20
    let trainer = HeadContexts.trainer(try HeadData(judged, rewardModels: data.rewardModels))
    let value = try seconds { _ = try Evaluation.run(data, settings: settings, head: trainer) } * 1e6
    settings.policies = [.offline]
    let fits = try seconds { _ = try Evaluation.run(data, settings: settings, head: nil) } * 1e6
    return BenchRow(
      name: "evaluate/4346", value: value, peer: "its 20 calibrated fits alone", peerValue: fits,
      ratio: value / fits, aim: "≤ 60 s of wall time")
  }

  /// One block's `dsyrk`, times as many blocks as the pairs are.
  private static func covarianceTime(pairs: Int, features: Int) -> Double {
    let rows = 1024
    let block = Array(repeating: 0.01, count: rows * features)
    var result = Array(repeating: 0.0, count: features * features)
    let one = Stopwatch.median {
      cblas_dsyrk(
        CblasColMajor, CblasLower, CblasNoTrans, Int32(features), Int32(rows), 1, block, Int32(features), 1,
        &result, Int32(features))
    }
    return one * Double(pairs) / Double(rows)
  }

  /// Five RMs of unlike strength on pairs of 14 categories, labels with a signal.
  private static func judgedPairs(_ count: Int, length: Int, groups: Int) -> [JudgedPair] {
    var numbers = SampleNumbers(seed: 31)
    let prompts = (0..<groups).map { _ in numbers.context(length) }
    let skills = (0..<5).map { _ in numbers.context(8) }
    return (0..<count).map { place in
      let group = place % groups
      let noise = numbers.context(2 * length)
      let one = (0..<length).map { Float(prompts[group][$0] + noise[$0]) }
      let other = (0..<length).map { Float(prompts[group][$0] + noise[length + $0]) }
      let difficulty = numbers.next() + 0.6
      let labels = skills.enumerated().map { arm, skill in
        var merit = difficulty + 0.1 * Double(arm) + numbers.next()
        for index in skill.indices { merit += 20 * skill[index] * Double(one[index]) }
        return JudgedPair.Label(rewardModel: "rm-\(arm)", isRight: merit > 0)
      }
      return JudgedPair(
        id: "\(place)", group: "g\(group)", category: "c\(place % 14)",
        features: .embeddings(.single(one), .single(other)), labels: labels)
    }
  }
}
