import TestSupport
import Testing

@testable import RunState

@Suite struct SeriesTests {
  private struct Sample {
    var position: Double
    var value: Double
    var startsSegment: Bool
  }

  private func samples(_ count: Int, seed: Int) -> [Sample] {
    var numbers = SeededGenerator(seed: seed)
    var position = 0.0
    return (0..<count).map { index in
      let restarts = numbers.below(200) == 0
      position = restarts ? position * 0.7 : position + Double(numbers.below(3))
      let value = numbers.below(25) == 0 ? .nan : numbers.number() * 10
      return Sample(position: position, value: value, startsSegment: restarts || index == 0)
    }
  }

  private func series(_ samples: [Sample]) -> Series {
    var series = Series()
    for sample in samples {
      series.append(position: sample.position, value: sample.value, startsSegment: sample.startsSegment)
    }
    return series
  }

  /// Every sample looked at for every column.
  private func naive(_ samples: [Sample], _ range: ClosedRange<Double>, _ count: Int) -> [Series.Column?] {
    (0..<count).map { column in
      let inside = samples.filter { sample in
        guard range.contains(sample.position) else { return false }
        let width = range.upperBound - range.lowerBound
        let place = width > 0 ? Int((sample.position - range.lowerBound) / width * Double(count)) : 0
        return min(place, count - 1) == column
      }
      guard !inside.isEmpty else { return nil }
      let finite = inside.map(\.value).filter(\.isFinite)
      return Series.Column(
        minimum: finite.min() ?? .nan, maximum: finite.max() ?? .nan, first: finite.first ?? .nan,
        last: finite.last ?? .nan, sum: finite.isEmpty ? .nan : finite.reduce(0, +), count: finite.count,
        nonFiniteCount: inside.count - finite.count, startsSegment: inside.contains(where: \.startsSegment))
    }
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 1000, 8192]) func columnsAreTheNaiveRaster(count: Int) {
    for seed in 0..<4 {
      let samples = samples(count, seed: seed)
      let series = series(samples)
      #expect(series.samplesPerBucket == 1)
      let end = (samples.map(\.position).max() ?? 0) + 1
      for range in [0...end, end * 0.25...end * 0.5, 3...3, -10...(-5), end...(end + 5)] {
        for width in [1, 2, 7, 160] {
          let drawn = series.columns(over: range, count: width)
          let expected = naive(samples, range, width)
          #expect(drawn.count == width)
          for (one, other) in zip(drawn, expected) { #expect(same(one, other)) }
        }
      }
    }
  }

  /// Where positions never go back they are searched for: with the same result as looking at all of them.
  @Test(arguments: [1, 2, 33, 900, 20_000]) func whatRisesIsSearched(count: Int) {
    for seed in 0..<6 {
      var numbers = SeededGenerator(seed: UInt64(seed))
      var position = -3.0
      var series = Series()
      for index in 0..<count {
        position += Double(numbers.integer(0...2)) * 0.3
        let value = numbers.integer(0...30) == 0 ? .nan : Double(numbers.integer(-50...50)) / 8
        series.append(position: position, value: value, startsSegment: index % 700 == 699)
      }
      #expect(series.isRising)
      var scanned = series
      scanned.isRising = false
      #expect(series.extent == scanned.extent)
      for _ in 0..<12 {
        let lower = Double(numbers.integer(-20...count)) * 0.35
        let range = lower...lower + Double(numbers.integer(0...count)) * 0.2
        let (one, other) = (series.neighbours(of: range), scanned.neighbours(of: range))
        #expect(one.before?.end == other.before?.end && one.after?.start == other.after?.start)
        let columns = zip(series.columns(over: range, count: 61), scanned.columns(over: range, count: 61))
        for (one, other) in columns { #expect(same(one, other)) }
      }
    }
  }

  /// A column found next to the last one is the one that the rule says.
  @Test func columnsFollowTheRule() {
    var numbers = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let lower = Double(numbers.integer(-1000...1000)) / 7
      let width = Double(numbers.integer(1...100_000)) / 13
      let count = numbers.integer(1...400)
      var ruler = ColumnRuler(range: lower...lower + width, count: count)
      for place in 0...300 {
        let position = min(lower + width, lower + width * Double(place) / 300)
        let upper = lower + width
        let expected = min(count - 1, Int((position - lower) / (upper - lower) * Double(count)))
        #expect(ruler.column(of: position) == expected)
      }
    }
  }

  private func same(_ one: Series.Column?, _ other: Series.Column?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    func bits(_ column: Series.Column) -> [Bool] {
      [column.minimum, column.maximum, column.first, column.last, column.sum].map(\.isNaN)
    }
    if one.count == 0 || other.count == 0 {
      return one.count == other.count && one.nonFiniteCount == other.nonFiniteCount
        && one.startsSegment == other.startsSegment && bits(one) == bits(other)
    }
    return one.minimum == other.minimum && one.maximum == other.maximum && one.first == other.first
      && one.last == other.last && (one.sum - other.sum).magnitude < 1e-9 && one.count == other.count
      && one.nonFiniteCount == other.nonFiniteCount && one.startsSegment == other.startsSegment
  }

  @Test(arguments: [8193, 20_000, 70_000]) func nothingIsLostByWiderBuckets(count: Int) {
    let samples = samples(count, seed: count)
    let series = series(samples)
    let finite = samples.map(\.value).filter(\.isFinite)
    #expect(series.buckets.count <= Series.capacity)
    #expect(series.buckets.count > Series.capacity / 4)
    #expect(series.sampleCount == count)
    #expect(series.buckets.reduce(0) { $0 + $1.count } == finite.count)
    #expect(series.nonFiniteCount == count - finite.count)
    #expect(series.buckets.filter { $0.count > 0 }.map(\.minimum).min() == finite.min())
    #expect(series.buckets.allSatisfy { $0.count + $0.nonFiniteCount <= series.samplesPerBucket })
    let starts = samples.filter(\.startsSegment).count
    #expect(series.buckets.filter(\.startsSegment).count == starts)
    // Every sample lies between the bounds of its column.
    let end = samples.map(\.position).max() ?? 1
    let columns = series.columns(over: 0...end, count: 100)
    for (drawn, exact) in zip(columns, naive(samples, 0...end, 100)) {
      guard let exact, exact.count > 0 else { continue }
      #expect((drawn?.minimum ?? .nan) <= exact.minimum && (drawn?.maximum ?? .nan) >= exact.maximum)
    }
  }

  @Test func moreSegmentsThanBuckets() {
    var series = Series()
    for index in 0..<40_000 { series.append(position: 1, value: Double(index), startsSegment: true) }
    #expect(series.buckets.count <= Series.capacity)
    #expect(series.buckets.reduce(0) { $0 + $1.count } == 40_000)
    #expect(series.buckets.last?.last == 39_999)
    #expect(series.bounds(over: 0...2) == 0...39_999)
  }

  @Test func aPositionThatGoesBackStartsASegment() {
    var series = Series()
    for position in [1.0, 2, 2, 1, 5] { series.append(position: position, value: position) }
    #expect(series.buckets.map(\.startsSegment) == [true, false, false, true, false])
    #expect(series.extent == 1...5)
    series.append(position: .nan, value: 1)
    #expect(series.sampleCount == 5)
  }

  @Test func linesEnterAndLeaveAStretch() {
    var series = Series()
    for position in [0.0, 10, 20, 30] { series.append(position: position, value: position) }
    series.append(position: 40, value: 40, startsSegment: true)
    let inside = series.neighbours(of: 8...22)
    #expect(inside.before?.first == 0 && inside.after?.first == 30)
    let between = series.neighbours(of: 12...18)
    #expect(between.before?.first == 10 && between.after?.first == 20)
    let atTheGap = series.neighbours(of: 25...35)
    #expect(atTheGap.before?.first == 20 && atTheGap.after == nil)
    let inTheGap = series.neighbours(of: 32...38)
    #expect(inTheGap.before == nil && inTheGap.after == nil)
  }

  @Test func extremeRangesDoNotTrap() {
    var series = Series()
    series.append(position: -1e308, value: 1)
    series.append(position: 1e308, value: 2)
    #expect(series.columns(over: -1e308...1e308, count: 4).compactMap(\.self).count == 1)
    #expect(series.columns(over: -.infinity ... .infinity, count: 4).compactMap(\.self).count == 1)
    #expect(series.columns(over: 0...1, count: 0).isEmpty)
  }
}
