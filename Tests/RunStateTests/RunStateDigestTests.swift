import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateDigestTests {
  static let sizes = [0, 1, 2, 31, 32, 33, 1000]

  @Test(arguments: sizes) func wholeOrOneAtATimeOrFromACheckpoint(size: Int) {
    for seed in 0..<(size == 1000 ? 3 : 8) {
      let lines = MessyLog.lines(count: size, seed: seed)
      let whole = fold(lines)
      var numbers = SeededNumbers(seed + 99)
      let cut = lines.isEmpty ? 0 : numbers.below(lines.count)
      let checkpoint = fold(lines[..<cut])
      // Two futures of one checkpoint: the first must not touch the second.
      let first = fold(lines[cut...], into: checkpoint)
      let second = fold(lines[cut...], into: checkpoint)
      #expect(first.digest == whole.digest)
      #expect(second.digest == whole.digest)
      #expect(first.summary == whole.summary)
      #expect(first.journal == whole.journal)
      #expect(first.markers == whole.markers)
      #expect(first.counts == whole.counts)
    }
  }

  @Test func lookingChangesNothing() {
    for seed in 0..<4 {
      let lines = MessyLog.lines(count: 300, seed: seed)
      var state = RunState()
      for (index, line) in lines.enumerated() {
        state.fold(line)
        if index % 7 == 0 {
          _ = state.posteriorReport()
          _ = state.summary
        }
      }
      #expect(state.digest == fold(lines).digest)
    }
  }

  @Test func digestsOfDifferentLogsDiffer() {
    var seen: [UInt64: Int] = [:]
    for seed in 0..<20 {
      let other = seen.updateValue(seed, forKey: fold(MessyLog.lines(count: 60, seed: seed)).digest)
      #expect(other == nil, "as of seed \(seed)")
    }
  }

  @Test func everyLineButRemarksOnTheInputMovesIt() {
    let lines = MessyLog.lines(count: 200, seed: 1)
    var state = RunState()
    for line in lines {
      let before = state.digest
      state.fold(line)
      if case .fault = line.content { #expect(state.digest == before) }
      if case .event(let timed) = line.content, case .decision(let decision) = timed.event {
        #expect((state.digest == before) == (decision.rewardModel == "nobody"))
      }
    }
  }

  @Test func textHasSixteenDigits() {
    for seed in 0..<40 {
      let text = fold(MessyLog.lines(count: 5, seed: seed)).digestText
      #expect(text.count == 16)
      #expect(UInt64(text, radix: 16) == fold(MessyLog.lines(count: 5, seed: seed)).digest)
    }
  }
}
