import TestSupport
import Testing

@testable import RunState

@Suite struct TrendTests {
  /// Not the series itself, which a failed expectation would print.
  private func trend(_ values: some Sequence<Double>) -> Trend? { series(values).trend }

  private func series(_ values: some Sequence<Double>) -> Series {
    var series = Series()
    for (index, value) in values.enumerated() { series.append(position: Double(index), value: value) }
    return series
  }

  private func noise(_ count: Int, seed: Int) -> [Double] {
    var numbers = SeededGenerator(seed: seed)
    return numbers.vector(count)
  }

  /// The stated rate: at most one look in 250, whatever the length.
  @Test func thereIsNoneInNoise() {
    for count in [8, 12, 20, 40, 64, 80, 300, 1000] {
      let seen = (0..<500).count { trend(noise(count, seed: $0 + 7)) != nil }
      #expect(seen <= 2, "\(seen) of 500 of \(count) points")
    }
  }

  /// Noise that follows itself looks like a trend to a rule that does not know of it: here one look in 50 at most.
  @Test(arguments: [0.3, 0.5, 0.7]) func thereIsHardlyOneInNoiseThatFollowsItself(weight: Double) {
    let seen = (0..<300).count { seed in
      var level = 0.0
      let values = noise(150, seed: seed + 11).map { step -> Double in
        level = weight * level + step
        return level
      }
      return trend(values.suffix(96)) != nil
    }
    #expect(seen <= 6, "\(seen) of 300")
  }

  /// Somebody who looks at every point sees an arrow seldom, and never one that flickers.
  @Test func doesNotFlickerWhileNoiseComesIn() {
    var looks = 0
    var shown = 0
    for seed in 0..<20 {
      var series = Series()
      for (index, value) in noise(200, seed: seed).enumerated() {
        series.append(position: Double(index), value: value)
        looks += 1
        if series.trend != nil { shown += 1 }
      }
    }
    #expect(shown * 250 <= looks, "\(shown) of \(looks)")
  }

  /// A slope that brings 3.5 standard deviations of noise over the window is seen, and its arrow stays.
  @Test func aRealSlopeHasOne() throws {
    var changes = 0
    for seed in 0..<10 {
      let sign = seed % 2 == 0 ? 1.0 : -1.0
      let values = noise(200, seed: seed).enumerated().map { $1 + sign * 3.5 / 64 * Double($0) }
      var series = Series()
      var isShown = false
      for (index, value) in values.enumerated() {
        series.append(position: Double(index), value: value)
        guard index >= 120 else { continue }
        let trend = series.trend
        if let trend { #expect(trend.direction == (sign > 0 ? .rises : .falls)) }
        if index > 120, isShown != (trend != nil) { changes += 1 }
        isShown = trend != nil
      }
      let last = series.trend
      let trend = try #require(last, "seed \(seed)")
      #expect(abs(trend.change) > 2 && abs(trend.change) < 5 && trend.points == 64)
    }
    #expect(changes <= 2, "arrows came and went \(changes) times in 800 looks")
  }

  @Test func lastsWhileItIsLikely() {
    // Up, and then level: the arrow goes once, and does not come back.
    for seed in 0..<8 {
      var series = Series()
      var changes = 0
      var isShown = false
      for (index, value) in noise(280, seed: seed).enumerated() {
        series.append(position: Double(index), value: value + min(Double(index), 150) / 20)
        guard index >= 40 else { continue }
        let now = series.trend != nil
        if index > 40, now != isShown { changes += 1 }
        isShown = now
      }
      #expect(changes <= 3, "seed \(seed): \(changes)")
      #expect(!isShown)
    }
  }

  @Test func whatSaysNothingHasNone() {
    #expect(trend([]) == nil)
    #expect(trend((0..<7).map(Double.init)) == nil)
    #expect(trend((0..<8).map(Double.init))?.direction == .rises)
    #expect(trend(Array(repeating: 3.5, count: 500)) == nil)
    #expect(trend(Array(repeating: .nan, count: 100)) == nil)
    #expect(trend((0..<100).map { $0 % 2 == 0 ? .infinity : 1 }) == nil)
    // What rounding leaves is no change.
    #expect(trend((0..<64).map { 1 + Double($0) * 1e-13 }) == nil)
    // Two levels that alternate.
    #expect(trend((0..<100).map { Double($0 % 2) }) == nil)
  }

  @Test func notANumberIsNoPoint() throws {
    let values = (0..<120).map { $0 % 3 == 0 ? Double.nan : Double($0) }
    let found = try #require(trend(values))
    #expect(found.direction == .rises && found.points == 64)
    // Positions say how far points are apart: 64 of two in three.
    #expect(abs(found.change - 95) < 2)
  }

  @Test func oneWildPointSaysNothing() {
    for seed in 0..<60 {
      var values = noise(64, seed: seed)
      let before = trend(values) != nil
      values[63] = 1e9
      #expect((trend(values) != nil) == before, "seed \(seed)")
    }
  }

  /// Without noise every curve that goes one way has a trend, however it bends.
  @Test func aSmoothCurveHasOne() {
    for power in [0.25, 0.5, 1, 2, 4] {
      var value = 1.0
      let curve = (0..<64).map { _ in
        defer { value *= 1 - power / 32 }
        return value
      }
      #expect(trend(curve)?.direction == .falls, "\(power)")
    }
  }

  @Test func ofALongRunTheLastQuarter() throws {
    let values = (0..<6400).map { index in Double(max(0, index - 4800)) }
    let found = try #require(trend(values))
    #expect(found.points == 1600)
    #expect(trend(values.reversed()) == nil)
  }

  @Test func whatTheRunHasLeftIsNone() {
    var series = Series()
    for step in 0..<100 { series.append(position: Double(step), value: Double(step), segment: 1) }
    let before = series.trend
    #expect(before != nil)
    series.abandon(from: 20)
    for step in 20..<100 { series.append(position: Double(step), value: 20, segment: 2) }
    let after = series.trend
    #expect(after == nil)
  }

  @Test func theRecentMeanIsOfTheLastNumbers() {
    #expect(series([]).recentMean(of: 4) == nil)
    #expect(series([.nan]).recentMean(of: 4) == nil)
    #expect(series([1, 2]).recentMean(of: 4) == 1.5)
    #expect(series([9, 1, .nan, 2, 3, 6]).recentMean(of: 4) == 3)
  }
}
