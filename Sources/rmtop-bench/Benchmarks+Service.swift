import Files
import RouterEngine

/// What a router costs its clients: wall time, the client in this process and `rmtop serve` in another.
extension Benchmarks {
  static var service: [Benchmark] {
    [
      Benchmark(name: "serve/pair/576/4") { try roundTrip(576, 4) },
      Benchmark(name: "serve/480/576/4") { try pipelined(576, 4) },
      Benchmark(name: "serve/64") { try throughput(64, 4) },
    ]
  }

  /// One pair at a time: the median of the time from the first byte sent to the last of the answer.
  private static func roundTrip(_ dimension: Int, _ count: Int) throws -> BenchRow {
    let router = try ServedRouter(dimension: dimension, count: count)
    let step = count * 16
    let value = try medianTime(of: router.pairs(401, step: step)) { try router.exchange([$0]) }
    let python = ServicePeer.timeOfDecision(dimension: dimension, rewardModels: count)
    let peer = python ?? Double(count) * Peers.eigendecomposition(dimension)
    return BenchRow(
      name: "serve/pair/\(dimension)/\(count)", value: value,
      peer: python == nil
        ? "\(count) dsyevd alone (no numpy here)" : "as published: a Python process, dsyevd per decision",
      peerValue: peer, ratio: peer / value, aim: "≤ 400 µs (wall)")
  }

  /// A step's pairs written in one piece, per pair.
  private static func pipelined(_ dimension: Int, _ count: Int) throws -> BenchRow {
    let router = try ServedRouter(dimension: dimension, count: count)
    let batches = (0..<9).map { router.pairs(480, step: count * 16 + $0) }
    let value = try medianTime(of: batches) { try router.exchange($0) } / 480
    let peer = try timeOfBatchDecision(dimension, count)
    return BenchRow(
      name: "serve/480/\(dimension)/\(count)", value: value, peer: "the batch decision alone",
      peerValue: peer, ratio: value / peer, aim: "≤ 1.6× (wall)")
  }

  /// Short contexts: what the protocol costs.
  private static func throughput(_ dimension: Int, _ count: Int) throws -> BenchRow {
    let router = try ServedRouter(dimension: dimension, count: count)
    let batches = (0..<9).map { router.pairs(4000, step: count * 16 + $0) }
    let value = try medianTime(of: batches) { try router.exchange($0) } / 4000
    let peer = try timeOfBatchDecision(dimension, count)
    return BenchRow(
      name: "serve/\(dimension)", value: value, peer: "the batch decision alone", peerValue: peer,
      ratio: value / peer, aim: "≤ 50 µs, 20,000 decisions/s (wall)")
  }

  /// Per pair, of 480 that are decided together.
  private static func timeOfBatchDecision(_ dimension: Int, _ count: Int) throws -> Double {
    var sample = try SampleRouter(dimension: dimension, count: count)
    let requests = sample.requests(480)
    return try Stopwatch.median {
      _ = try sample.policy.decide(batch: requests, posteriors: &sample.bank)
    } / 480
  }

  private static func medianTime<Input>(
    of inputs: [Input], _ body: (Input) throws -> Void
  ) rethrows -> Double {
    var times: [Double] = []
    for input in inputs {
      let start = wallMicroseconds()
      try body(input)
      times.append(wallMicroseconds() - start)
    }
    times.sort()
    return times[times.count / 2]
  }

  private static func wallMicroseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}
