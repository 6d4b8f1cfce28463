import Testing

@testable import RunState

@Suite struct WriterWatchTests {
  /// What a row of routing steps comes to, as the fold tells the watch.
  private func findings(_ steps: [Int], slack: Int = 8) -> [WriterWatch.Finding] {
    var watch = WriterWatch()
    var findings: [WriterWatch.Finding] = []
    for (from, step) in zip(steps, steps.dropFirst()) {
      if step > from {
        if let finding = watch.goForward(from: from, to: step, slack: slack) { findings.append(finding) }
      } else if from - step > slack {
        watch.goBack(from: from, to: step, slack: slack, segments: 1, events: 1)
      }
    }
    return findings
  }

  /// Two writers, one so many steps behind; each writes so many steps at a turn.
  private static func interleaved(turns: Int, behind: Int, each: Int = 1) -> [Int] {
    (0..<turns).flatMap { turn in
      (0..<each).map { behind + turn * each + $0 } + (0..<each).map { turn * each + $0 }
    }
  }

  @Test(arguments: [9, 12, 50, 4000]) func threeTurnsAreTwoWriters(behind: Int) {
    let steps = Array(0..<behind) + Self.interleaved(turns: 6, behind: behind)
    #expect(findings(steps) == [.found(distance: behind)])
    // After two turns nothing is certain.
    let early = Array(0..<behind) + Self.interleaved(turns: 3, behind: behind).dropLast()
    #expect(findings(early) == [])
  }

  @Test func aTurnMayBeSeveralSteps() {
    let steps = Array(0..<30) + Self.interleaved(turns: 6, behind: 30, each: 3)
    #expect(findings(steps).last == .found(distance: 32))
  }

  @Test func noSlackIsNoObstacle() {
    #expect(findings([0, 1, 2, 3, 4, 3, 5, 4, 6, 5, 7, 6, 8], slack: 0) == [.found(distance: 1)])
  }

  @Test func furtherApartIsSaidAgainOnce() {
    let near = Self.interleaved(turns: 5, behind: 12)
    let far = Self.interleaved(turns: 5, behind: 40).map { $0 + 5 }
    #expect(findings(Array(0..<12) + near + far) == [.found(distance: 12), .further(distance: 40)])
  }

  @Test func aTrainerStartedAgainIsOneWriter() {
    #expect(findings(Array(0...21) + Array(10...40)) == [.redone(from: 10, to: 21)])
    // Three times the same stretch, by steps of one and of ten.
    let again = Array(0...30) + Array(10...30) + Array(10...30) + Array(10...30)
    #expect(findings(again) == Array(repeating: .redone(from: 10, to: 30), count: 3))
    let wide = [0, 10, 20, 30, 20, 30, 40, 30, 40, 50, 40, 50, 60]
    #expect(
      findings(wide) == [.redone(from: 20, to: 30), .redone(from: 30, to: 40), .redone(from: 40, to: 50)])
  }

  /// Once two writers are known, a step below both is a trainer started again.
  @Test func belowTheLowerRangeEndsIt() {
    var watch = WriterWatch()
    var step = 0
    for next in Array(100..<130) + Self.interleaved(turns: 5, behind: 30).map({ $0 + 100 }) {
      if next > step { _ = watch.goForward(from: step, to: next, slack: 8) }
      if step - next > 8 { watch.goBack(from: step, to: next, slack: 8, segments: 1, events: 1) }
      step = next
    }
    #expect(watch.isCertain)
    _ = watch.goForward(from: step, to: 135, slack: 8)
    watch.goBack(from: 135, to: 105, slack: 8, segments: 1, events: 1)
    #expect(watch.isCertain)
    _ = watch.goForward(from: 105, to: 136, slack: 8)
    watch.goBack(from: 136, to: 20, slack: 8, segments: 1, events: 1)
    #expect(!watch.isCertain)
  }
}
