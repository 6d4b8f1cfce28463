import RunEvents
import Testing

@testable import Dashboard

@Suite struct ScreenTextTests {
  @Test(arguments: [
    (0.31, 0.04, "+.31±.04", "+0.31 ±0.04"), (-0.34, 0.1, "-.34±.10", "-0.34 ±0.10"),
    (-0.001, 0.002, "+.00±.00", "+0.00 ±0.00"), (1.26, 1.41, "+1.3±1.4", "+1.26 ±1.41"),
    (-12.3, 10.6, "-12±11", "-12.3 ±10.6"), (123.4, 0.5, "+123±.50", "+123 ±0.50"),
    (12345, 1, "+12k±1.0", "+12k ±1.00"), (.nan, .infinity, "NaN±∞", "NaN ±∞"),
  ])
  func beliefs(mean: Double, deviation: Double, narrow: String, wide: String) {
    #expect(ScreenText.belief(mean: mean, deviation: deviation, isWide: false) == narrow)
    #expect(ScreenText.belief(mean: mean, deviation: deviation, isWide: true) == wide)
  }

  @Test(arguments: [
    (0.0, ".00", "0.00"), (0.78, ".78", "0.78"), (0.004, "<.01", "<0.01"), (0.996, ">.99", ">0.99"),
    (1.0, "1", "1"), (.nan, "–", "–"), (0.994, ".99", "0.99"),
  ])
  func probabilities(value: Double, narrow: String, wide: String) {
    #expect(ScreenText.probability(value, isWide: false) == narrow)
    #expect(ScreenText.probability(value, isWide: true) == wide)
  }

  @Test(arguments: [
    (0.53412, "0.5341"), (4.2, "4.200"), (61.237, "61.24"), (812.34, "812.3"), (12345, "12345"), (0, "0"),
    (-0.0, "0"), (0.0123456, "0.01235"), (1e-6, "1e-6"), (1.5e7, "15M"), (.nan, "NaN"), (-.infinity, "-∞"),
    (0.99996, "1.000"), (-4.2, "-4.200"),
  ])
  func values(value: Double, text: String) {
    #expect(ScreenText.value(value) == text)
    #expect(textWidth(ScreenText.value(value)) <= MetricsPane.valueWidth)
  }

  @Test(arguments: [
    (0.0, 0, "00:00:00"), (1_700_000_000, 3600, "23:13:20"), (-1, 0, "23:59:59"), (86_399.9, 1, "00:00:00"),
  ])
  func clocks(seconds: Double, offset: Int, text: String) {
    #expect(ScreenText.clock(seconds, utcOffset: offset) == text)
  }

  @Test func noClockForNoTime() {
    for seconds in [Double.nan, .infinity, 1e300] { #expect(ScreenText.clock(seconds, utcOffset: 0) == nil) }
  }

  @Test func durationsAndSpeeds() {
    #expect([48, 120, 7199, 7200].map { ScreenText.duration($0) } == ["48 s", "2 min", "119 min", "2 h"])
    #expect([0.25, 4, 1000, .infinity].map { ScreenText.speed($0) } == ["0.25×", "4×", "1k×", "max"])
    let latencies = [84, 1234, .nan, 0.0512, 1e-9, 0, 1].map { ScreenText.latency($0) }
    #expect(latencies == ["84ms", "1.2s", "–", "51µs", "<1µs", "0ms", "1ms"])
  }

  @Test func controls() {
    let control = ControlEvent(
      sequence: "a-1", action: .pin, rewardModel: "grm\u{1B}", category: "math", steps: 2000)
    #expect(ScreenText.control(control) == "PIN grm for category math, next 2,000 steps")
  }
}
