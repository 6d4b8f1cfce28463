import RunEvents
import TestSupport
import Testing

@testable import RunState

/// Random logs of several writers, restarts and stray steps.
@Suite struct RunStateRestartsPropertyTests {
  /// Lines, and whether each is a stray one, that a log could as well be without.
  private static func log(seed: Int) -> (lines: [LogLine], isStray: [Bool]) {
    var numbers = SeededGenerator(seed: seed)
    var log = LogBuilder()
    var strays: Set<Int> = []
    log.run()
    let lag = [0, 5, 12, 40][seed % 4]
    var step = 0
    var waiting: [String] = []
    while log.lines.count < 700 {
      step += 1
      if step > 60, numbers.below(60) == 0 { step -= 30 }
      for writer in 0..<(lag > 0 ? 2 : 1) where writer == 0 || step >= lag {
        let id = "\(writer)-\(step)-\(log.lines.count)"
        log.decide(id, ["a", "b", "c"][numbers.below(3)], step: step - writer * lag, x: numbers.vector(2))
        waiting.append(id)
      }
      while waiting.count > 2 { log.loss(waiting.remove(at: numbers.below(waiting.count)), numbers.number()) }
      log.metrics(step, ("loss", numbers.number()))
      guard step > 3, numbers.below(9) == 0 else { continue }
      strays.insert(log.lines.count)
      let far = 1_000_000 + numbers.below(1 << 40)
      switch numbers.below(3) {
      case 0: log.metrics(far, ("loss", 1))
      case 1: log.pair("s\(far)", step: far, x: [9, 9])
      default: log.decide("s\(far)", "a", step: far)
      }
    }
    log.add(.end(EndEvent()))
    return (log.lines, log.lines.indices.map { strays.contains($0) })
  }

  @Test func strayLinesMoveNoPosterior() {
    for seed in 0..<12 {
      let (lines, isStray) = Self.log(seed: seed)
      // Posteriors are the same bit for bit without a belief at every close, which costs most.
      var whole = fold(lines, into: RunState(takesBeliefs: false))
      var without = fold(
        zip(lines, isStray).filter { !$0.1 }.map(\.0), into: RunState(takesBeliefs: false))
      #expect(whole.counts.strays == isStray.count { $0 }, "seed \(seed)")
      let report = whole.posteriorReport()
      let other = without.posteriorReport()
      #expect(report == other, "seed \(seed)")
      #expect(whole.progress.segments == without.progress.segments)
      #expect(whole.reward.buckets == without.reward.buckets)
      #expect(whole.counts.orphans == without.counts.orphans)
    }
  }

  @Test func chunksComeToTheSameState() {
    for seed in 0..<12 {
      let (lines, _) = Self.log(seed: seed)
      // Beliefs for each kind of log once.
      let start = RunState(takesBeliefs: seed < 4)
      let whole = fold(lines, into: start)
      var numbers = SeededGenerator(seed: seed + 500)
      var state = start
      var next = 0
      while next < lines.count {
        let end = min(lines.count, next + 1 + numbers.below(90))
        let checkpoint = state
        state = fold(lines[next..<end], into: state)
        // A seek back to the last checkpoint, and on again.
        #expect(fold(lines[next..<end], into: checkpoint).digest == state.digest)
        next = end
      }
      #expect(state.digest == whole.digest && state.journal == whole.journal, "seed \(seed)")
      #expect(state.markers == whole.markers)
    }
  }
}
