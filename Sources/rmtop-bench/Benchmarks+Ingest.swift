import Foundation
import RunEvents
import RunLog
import RunState

/// What it costs to take a log in: bytes to lines to events to the state, on one core and without a screen.
///
/// Times are for a megabyte (10⁶ bytes), and for an event where lines are short.
extension Benchmarks {
  static var ingest: [Benchmark] {
    [
      Benchmark(name: "ingest/posteriors") { ingestWithPosteriors() },
      Benchmark(name: "ingest/x_f32") { ingestWithoutPosteriors() },
      Benchmark(name: "ingest/small") { ingestSmall() },
    ]
  }

  /// 10⁶ events and a gigabyte: what the fold looks at by itself is seldom then, as the belief law has it.
  private static func ingestWithPosteriors() -> BenchRow {
    var intake = Intake(WrittenRun(dimension: 384, hasHeader: true, hasScores: true))
    intake.take(steps: 20_400)
    let rows = 256.0
    let peer = Peers.rankUpdates(384, count: 4, rows: 64) / rows * Double(intake.feedbacks) / intake.megabytes
    let value = intake.time / intake.megabytes
    return BenchRow(
      name: "ingest/posteriors", value: value, peer: "dsyrk of its rows alone", peerValue: peer,
      ratio: value / peer,
      aim: "≤ 5,000 µs a MB (200 MB/s)")
  }

  private static func ingestWithoutPosteriors() -> BenchRow {
    let run = WrittenRun(dimension: 384, hasHeader: false, hasScores: false)
    let value = median(of: run, steps: 1000) { $0.time / $0.megabytes }
    let (peer, time) = Peers.parse(run, steps: 500)
    return BenchRow(
      name: "ingest/x_f32", value: value, peer: peer, peerValue: time, ratio: value / time,
      aim: "≤ 3,333 µs a MB (300 MB/s)")
  }

  private static func ingestSmall() -> BenchRow {
    let run = WrittenRun(dimension: 0, hasHeader: true, hasScores: false)
    var events = 1.0
    let value = median(of: run, steps: 5000) { intake in
      events = Double(intake.events) / intake.megabytes
      return intake.time / Double(intake.events)
    }
    let (peer, time) = Peers.parse(run, steps: 5000)
    return BenchRow(
      name: "ingest/small", value: value, peer: peer, peerValue: time / events,
      ratio: value / (time / events),
      aim: "≤ 1 µs (10⁶ events/s)")
  }

  private static func median(of run: WrittenRun, steps: Int, _ time: (Intake) -> Double) -> Double {
    let times = (0..<5).map { _ in
      var intake = Intake(run)
      intake.take(steps: steps)
      return time(intake)
    }
    return times.sorted()[times.count / 2]
  }
}

/// Takes in what a run writes, and is timed while it does.
struct Intake {
  private var run: WrittenRun
  private var decoder = LineDecoder()
  private var state = RunState()
  private(set) var time = 0.0
  private(set) var megabytes = 0.0

  init(_ run: WrittenRun) { self.run = run }

  var events: Int { state.counts.events }
  var feedbacks: Int { state.counts.feedbacks }

  mutating func take(steps: Int) {
    var left = steps
    while left > 0 {
      let bytes = run.bytes(steps: min(left, 16))
      left -= 16
      megabytes += Double(bytes.count) / 1e6
      let start = Stopwatch.now()
      bytes.withUnsafeBytes { bytes in
        var lines: [LogLine] = []
        decoder.append(bytes, to: &lines)
        for line in lines { state.fold(line) }
      }
      time += Stopwatch.now() - start
    }
    precondition(state.faults.total == 0 && feedbacks == steps * WrittenRun.pairs)
  }
}

/// The lines of a trainer with four reward models and 16 pairs a step.
struct WrittenRun {
  static let pairs = 16
  let dimension: Int
  let hasScores: Bool
  private var isBegun: Bool
  private var step = 0
  private var numbers = SampleNumbers(seed: 21)
  private let encoder = EventEncoder()
  private let rewardModels = (0..<4).map { "reward-model-\($0)" }

  /// - Parameter hasHeader: without a `run` line there are no posteriors.
  init(dimension: Int, hasHeader: Bool, hasScores: Bool) {
    self.dimension = dimension
    self.hasScores = hasScores
    isBegun = !hasHeader
  }

  mutating func bytes(steps: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    func add(_ event: RunEvent) {
      bytes += encoder.encode(TimedEvent(time: 1_767_225_600 + Double(step), event)).utf8
      bytes.append(UInt8(ascii: "\n"))
    }
    if !isBegun {
      isBegun = true
      add(
        .run(
          RunHeader(
            name: "bench", rewardModels: rewardModels.map { RewardModelInfo(id: $0) },
            dimension: dimension > 0 ? dimension : nil, router: RouterSettings())))
    }
    for _ in 0..<steps {
      let ids = (0..<Self.pairs).map { "p-\(step * Self.pairs + $0)" }
      for (place, id) in ids.enumerated() {
        if dimension > 0 {
          let context = numbers.context(dimension).map { Double(Float($0)) }
          add(
            .pair(
              PairEvent(
                id: id, step: step,
                description: PairDescription(features: .context(context), category: "category-\(place % 5)")))
          )
        }
        add(
          .decision(
            DecisionEvent(
              id: id, rewardModel: rewardModels[(step + place) % 4], step: step, by: "thompson",
              propensity: 0.25,
              scores: hasScores ? rewardModels.map { score($0) } : [])))
      }
      for id in ids {
        add(.feedback(FeedbackEvent(id: id, outcome: .loss(rounded(0.5 + 0.1 * numbers.next())), step: step)))
      }
      step += 1
    }
    return bytes
  }

  private mutating func score(_ id: String) -> LoggedScore {
    LoggedScore(
      rewardModel: id, mean: rounded(numbers.next()), standardDeviation: 0.25, draw: rounded(numbers.next()))
  }

  /// To six digits, as loggers write.
  private func rounded(_ number: Double) -> Double { (number * 1e6).rounded() / 1e6 }
}

extension Peers {
  /// `orjson` over the same lines, or Python's `json` where it is not installed: words, and microseconds a megabyte.
  static func parse(_ run: WrittenRun, steps: Int) -> (words: String, time: Double) {
    var run = run
    let path = NSTemporaryDirectory() + "rmtop-bench-\(getpid()).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = Data(run.bytes(steps: steps))
    guard (try? bytes.write(to: URL(fileURLWithPath: path))) != nil else { return ("no peer: no room", .nan) }
    for library in ["orjson", "json"] {
      let program = """
        import time, \(library)
        lines = open('\(path)', 'rb').read().splitlines()
        times = []
        for _ in range(5):
            start = time.process_time()
            for line in lines: \(library).loads(line)
            times.append(time.process_time() - start)
        print(sorted(times)[2] * 1e6)
        """
      guard let time = PythonPeer.time(program, []) else { continue }
      return ("\(library).loads of its lines alone", time / (Double(bytes.count) / 1e6))
    }
    return ("no peer: no python3", .nan)
  }
}
