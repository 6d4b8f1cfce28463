import Testing

@testable import RunEvents

@Suite struct StrayStepWatchTests {
  private func verdicts(
    _ steps: [Int], known: ClosedRange<Int>?, isOwn: Bool = true
  ) -> [StrayStepWatch.Verdict] {
    var watch = StrayStepWatch()
    return steps.map { watch.judge($0, known: known, isOwn: isOwn) }
  }

  @Test func farIsBeyondAHundredSpans() {
    #expect(!StrayStepWatch.isFar(1010, from: 10...20))
    #expect(StrayStepWatch.isFar(1011, from: 10...20))
    #expect(!StrayStepWatch.isFar(-980, from: 10...20))
    #expect(StrayStepWatch.isFar(-981, from: 10...20))
    // One step alone has no span.
    #expect(!StrayStepWatch.isFar(10_007, from: 7...7))
    #expect(StrayStepWatch.isFar(10_008, from: 7...7))
    #expect(StrayStepWatch.isFar(.max, from: -10...0) && StrayStepWatch.isFar(.min, from: -10...0))
    #expect(!StrayStepWatch.isFar(.max, from: .min ... .max))
  }

  @Test func withNothingKnownNothingIsFar() {
    #expect(verdicts([1 << 53, 0], known: nil) == [.ordinary, .ordinary])
  }

  @Test func aStepThatComesAgainIsStillAlone() {
    #expect(verdicts([90_000, 90_000, 90_000], known: 0...20) == [.stray, .stray, .stray])
  }

  @Test func aSecondFarStepNearbyConfirmsTheFirst() {
    #expect(
      verdicts([90_000, 90_000, 90_001, 90_002], known: 0...20)[..<3]
        == [.stray, .stray, .confirmed(since: 90_000, lines: 2)])
    // An ordinary step between, and both stand alone.
    #expect(verdicts([90_000, 5, 90_001], known: 0...20) == [.stray, .ordinary, .stray])
  }

  @Test func farStepsWideApartAreStraysUntilTheEighth() {
    let steps = (1...8).map { $0 * 1_000_000 }
    #expect(
      verdicts(steps, known: 0...20)
        == Array(repeating: .stray, count: 7) + [.confirmed(since: 1_000_000, lines: 7)])
    #expect(
      verdicts(Array(steps.prefix(2)), known: 0...20, isOwn: false)
        == [.stray, .confirmed(since: 1_000_000, lines: 1)])
  }
}
