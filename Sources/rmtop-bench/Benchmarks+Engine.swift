import LinearAlgebra
import RouterEngine

/// What the online half costs.
extension Benchmarks {
  static let sizes = [(384, 4), (576, 4), (1024, 4), (576, 32)]

  static var engine: [Benchmark] {
    var rows: [Benchmark] = []
    for (dimension, count) in sizes {
      rows.append(Benchmark(name: "decide/\(dimension)/\(count)") { try decide(dimension, count) })
      rows.append(Benchmark(name: "decide480/\(dimension)/\(count)") { try decide480(dimension, count) })
      rows.append(Benchmark(name: "step/\(dimension)/\(count)") { try step(dimension, count) })
      rows.append(Benchmark(name: "scored/\(dimension)/\(count)") { try scored(dimension, count) })
    }
    rows.append(Benchmark(name: "single/385/4") { try single(385, 4) })
    rows.append(Benchmark(name: "propensity/4") { propensity(4, aim: "≤ 20 µs") })
    rows.append(Benchmark(name: "propensity/32") { propensity(32, aim: "≤ 500 µs") })
    rows.append(Benchmark(name: "quantile/1e6") { quantile() })
    rows.append(Benchmark(name: "kernel-check") { kernelCheck() })
    for dimension in [384, 32] {
      rows.append(Benchmark(name: "fold/\(dimension)") { try fold(dimension, 4) })
    }
    return rows
  }

  private static func timeOfDecision(_ dimension: Int, _ count: Int) throws -> Double {
    var router = try SampleRouter(dimension: dimension, count: count)
    let requests = router.requests(64)
    var turn = 0
    return try Stopwatch.median {
      _ = try router.policy.decide(requests[turn % 64], posteriors: &router.bank)
      turn += 1
    }
  }

  private static func decide(_ dimension: Int, _ count: Int) throws -> BenchRow {
    let value = try timeOfDecision(dimension, count)
    let peer = Double(count) * Peers.eigendecomposition(dimension)
    return BenchRow(
      name: "decide/\(dimension)/\(count)", value: value, peer: "\(count) dsyevd per decision, as published",
      peerValue: peer, ratio: peer / value, aim: "≥ 500×; ≤ 1.5× of the bound",
      bound: "reading the triangles at measured bandwidth",
      boundValue: Peers.readTriangles(dimension, count: count))
  }

  private static func decide480(_ dimension: Int, _ count: Int) throws -> BenchRow {
    var router = try SampleRouter(dimension: dimension, count: count)
    let requests = router.requests(480)
    let value = try Stopwatch.median {
      _ = try router.policy.decide(batch: requests, posteriors: &router.bank)
    }
    let peer = try timeOfDecision(dimension, count)
    return BenchRow(
      name: "decide480/\(dimension)/\(count)", value: value / 480, peer: "decide/\(dimension)/\(count)",
      peerValue: peer, ratio: value / 480 / peer, aim: "≤ 0.5×")
  }

  /// As published: a batch's choices, and no more than them; then the batch is folded.
  private static func step(_ dimension: Int, _ count: Int) throws -> BenchRow {
    try step("step", dimension, count, aim: "≥ 200×") { router, requests in
      _ = try router.policy.choose(batch: requests, posteriors: &router.bank)
    }
  }

  /// The same with every reward model's score and the exact propensity of every choice, as a router logs them. At
  /// d = 576 and K = 32 the triangular solves alone are 480 · 32 · 576² = 5.1e9 multiplications and additions: 60 ms at
  /// the 85e9 a second that one core measured here can do.
  private static func scored(_ dimension: Int, _ count: Int) throws -> BenchRow {
    try step("scored", dimension, count, aim: "none") { router, requests in
      _ = try router.policy.decide(batch: requests, posteriors: &router.bank)
    }
  }

  private static func step(
    _ name: String, _ dimension: Int, _ count: Int, aim: String,
    decide: (inout SampleRouter, [RoutingRequest]) throws -> Void
  ) throws -> BenchRow {
    var router = try SampleRouter(dimension: dimension, count: count)
    let requests = router.requests(480)
    let observations = router.observations(128)
    // Closes of fewer than eight rows for a reward model are made up for by one factor in so many: time them all.
    let rows = 128 / count
    let cycle = rows < 8 ? 64 / rows : 1
    let value =
      try Stopwatch.median {
        for _ in 0..<cycle {
          try decide(&router, requests)
          router.bank.closeBatch(observations)
        }
      } / Double(cycle)
    let peer =
      128 * Peers.eigendecomposition(dimension) + 480 * Double(count)
      * Peers.matrixVector(dimension, count: count)
    return BenchRow(
      name: "\(name)/\(dimension)/\(count)", value: value, peer: "480 draws and 128 dsyevd, as published",
      peerValue: peer, ratio: peer / value, aim: aim)
  }

  private static func single(_ dimension: Int, _ count: Int) throws -> BenchRow {
    var router = try SampleRouter(dimension: dimension, count: count)
    // Every reward model's factor is made afresh after 64 rewards: 512 decisions hold their share of that.
    let requests = router.requests(512)
    let value =
      try Stopwatch.median(budget: 5e6) {
        for request in requests {
          let arm = try router.policy.choose(batch: [request], posteriors: &router.bank)[0]
          router.bank.closeBatch([Observation(arm: arm, context: request.context, reward: 0.5)])
        }
      } / Double(requests.count)
    let peer = Peers.shermanMorrison(dimension, count: count)
    return BenchRow(
      name: "single/\(dimension)/\(count)", value: value, peer: "Sherman–Morrison, dsymv and dsyr",
      peerValue: peer, ratio: value / peer, aim: "≤ 0.8×")
  }

  private static func propensity(_ count: Int, aim: String) -> BenchRow {
    var numbers = SampleNumbers(seed: 17)
    let scores = (0..<count).map {
      ScoreDistribution(mean: 0.3 * numbers.next(), standardDeviation: 1 + Double($0 % 3) / 2)
    }
    let value = Stopwatch.median { _ = bestProbabilities(scores) }
    let peer = Peers.monteCarlo(scores)
    let error = zip(bestProbabilities(scores), Peers.fineProbabilities(scores)).reduce(0) {
      max($0, abs($1.0 - $1.1))
    }
    return BenchRow(
      name: "propensity/\(count)", value: value, peer: "100000 Monte Carlo draws", peerValue: peer,
      ratio: value / peer, aim: aim + "; error ≤ 1e-9",
      bound: "greatest error (a number, no time) against a trapezoid of 20000 nodes", boundValue: error)
  }

  /// Per reward, at the full length of a history.
  private static func timeOfReward(history: Int) -> Double {
    var normaliser = RewardNormaliser(
      rule: .quantile(low: 0.2, high: 0.8, minimumHistory: 20, history: history))
    var numbers = SampleNumbers(seed: 23)
    let losses = (0..<4096).map { _ in RewardSample(arm: 0, loss: numbers.next()) }
    for _ in 0..<history { _ = normaliser.normalise([RewardSample(arm: 0, loss: numbers.next())]) }
    return Stopwatch.median { for loss in losses { _ = normaliser.normalise([loss]) } } / 4096
  }

  private static func quantile() -> BenchRow {
    let value = timeOfReward(history: 1_000_000)
    let peer = timeOfReward(history: 10_000)
    var numbers = SampleNumbers(seed: 29)
    let history = (0..<1_000_000).map { _ in numbers.next() }
    let sort = Stopwatch.median { _ = history.sorted() }
    return BenchRow(
      name: "quantile/1e6", value: value, peer: "its own cost at 1e4", peerValue: peer, ratio: value / peer,
      aim: "≤ 3×", bound: "a sort of the history", boundValue: sort)
  }

  /// What every command that makes posteriors pays at its start.
  private static func kernelCheck() -> BenchRow {
    let check = KernelCheck(.openBLAS)
    let value = Stopwatch.median { _ = check.fault() }
    let peer = Peers.product(103)
    return BenchRow(
      name: "kernel-check", value: value, peer: "dgemm of two squares of 103 alone", peerValue: peer,
      ratio: value / peer, aim: "≤ 1000 µs")
  }

  private static func fold(_ dimension: Int, _ count: Int) throws -> BenchRow {
    var router = try SampleRouter(dimension: dimension, count: count)
    let observations = router.observations(128)
    let value = Stopwatch.median { router.bank.closeBatch(observations) }
    let peer = Peers.rankUpdates(dimension, count: count, rows: 128 / count)
    return BenchRow(
      name: "fold/\(dimension)", value: value, peer: "dsyrk alone", peerValue: peer, ratio: peer / value,
      aim: "≥ 0.7")
  }
}
