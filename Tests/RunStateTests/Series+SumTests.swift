import TestSupport
import Testing

@testable import RunState

@Suite struct SeriesSumTests {
  /// Two series that are sampled together, and the sums of their samples.
  private struct Pair {
    var mean = Series()
    var deviation = Series()
    var upper = Series()
    var lower = Series()

    init(seed: UInt64, count: Int) {
      var random = SeededGenerator(seed: seed)
      var position = 0.0
      for index in 0..<count {
        let startsSegment = random.integer(0...20) == 0
        position = startsSegment ? Double(random.integer(0...5)) : position + Double(random.integer(0...2))
        var (m, s) = (Double(random.integer(-64...64)) / 64, Double(random.integer(0...32)) / 64)
        if index % 17 == 3 { m = [.nan, .infinity][index % 2] }
        if index % 19 == 5 { s = .nan }
        mean.append(position: position, value: m, startsSegment: startsSegment)
        deviation.append(position: position, value: s, startsSegment: startsSegment)
        upper.append(position: position, value: m + s, startsSegment: startsSegment)
        lower.append(position: position, value: m - s, startsSegment: startsSegment)
      }
    }
  }

  /// As long as buckets hold one sample each, the sum of two series is the series of the sums.
  @Test(arguments: 0..<20 as Range<UInt64>) func isTheSeriesOfTheSums(seed: UInt64) {
    let pair = Pair(seed: seed, count: 400)
    for (sum, expected) in [
      (pair.mean.adding(pair.deviation, times: 1), pair.upper),
      (pair.mean.adding(pair.deviation, times: -1), pair.lower),
    ] {
      #expect(sum.buckets.map(\.startsSegment) == expected.buckets.map(\.startsSegment))
      let columns = zip(sum.columns(over: 0...500, count: 77), expected.columns(over: 0...500, count: 77))
      for (one, other) in columns {
        #expect(one?.count == other?.count && one?.nonFiniteCount == other?.nonFiniteCount)
        guard let one, let other, one.count > 0 else { continue }
        #expect(one.minimum == other.minimum && one.maximum == other.maximum)
        #expect(one.first == other.first && one.last == other.last && one.mean == other.mean)
      }
    }
  }

  /// Of wider buckets it has at least the range that its samples had.
  @Test func coarseEdgesLieOutside() {
    let pair = Pair(seed: 7, count: 3 * Series.capacity)
    #expect(pair.mean.samplesPerBucket > 1)
    let upper = pair.mean.adding(pair.deviation, times: 1)
    let lower = pair.mean.adding(pair.deviation, times: -1)
    let known = upper.buckets.indices.filter { pair.upper.buckets[$0].count > 0 }
    #expect(known.allSatisfy { upper.buckets[$0].maximum >= pair.upper.buckets[$0].maximum })
    #expect(known.allSatisfy { lower.buckets[$0].minimum <= pair.lower.buckets[$0].minimum })
  }

  @Test func whatIsTooLargeIsNotFinite() {
    var (mean, deviation) = (Series(), Series())
    mean.append(position: 0, value: 1.7e308)
    deviation.append(position: 0, value: 1.7e308)
    let sum = mean.adding(deviation, times: 1)
    #expect(sum.buckets[0].count == 0 && sum.buckets[0].nonFiniteCount == 1)
    #expect(mean.adding(Series(), times: 1).buckets.isEmpty)
  }
}
