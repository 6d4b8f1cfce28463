import Foundation
import TestSupport
import Testing

@testable import RunState

/// Standard normal numbers for tests.
struct NormalNumbers {
  private var numbers: SeededGenerator

  init(_ seed: Int) { numbers = SeededGenerator(seed: seed) }

  mutating func next() -> Double {
    let radius = (-2 * log((numbers.number() + 1) / 2 + 0x1p-54)).squareRoot()
    return radius * cos(Double.pi * numbers.number())
  }
}

@Suite struct InnovationWatchTests {
  /// Position = ordinal of the innovation.
  private func drifts(
    _ innovations: some Sequence<Double>, untilFirst: Bool = false
  ) -> [(at: Int, InnovationWatch.Drift)] {
    var watch = InnovationWatch()
    var found: [(at: Int, InnovationWatch.Drift)] = []
    for (index, innovation) in innovations.enumerated() {
      if case .drift(let drift)? = watch.append(innovation, position: Double(index)) {
        found.append((index, drift))
        if untilFirst { break }
      }
    }
    return found
  }

  private func normals(_ count: Int, seed: Int, mean: Double = 0) -> [Double] {
    var numbers = NormalNumbers(seed)
    return (0..<count).map { _ in mean + numbers.next() }
  }

  @Test(arguments: [1, 2, 3, 255, 256, 257, 1000]) func figuresAreThoseOfTheLast256(count: Int) throws {
    for seed in 0..<4 {
      let all = normals(count, seed: seed, mean: 0.3)
      var watch = InnovationWatch()
      for (index, value) in all.enumerated() { _ = watch.append(value, position: Double(index)) }
      let last = Array(all.suffix(256))
      let mean = last.reduce(0, +) / Double(last.count)
      let figures = try #require(watch.figures)
      #expect(watch.count == count)
      #expect(figures.count == last.count)
      #expect(abs(figures.mean - mean) < 1e-13)
      if count == 1 {
        #expect(figures.standardDeviation == nil)
      } else {
        let variance = last.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(last.count - 1)
        #expect(abs(try #require(figures.standardDeviation) - variance.squareRoot()) < 1e-12)
      }
      #expect(figures.coverage == Double(last.count { abs($0) <= 1.959963984540054 }) / Double(last.count))
    }
  }

  @Test func nothingCanBeSaidOfNothing() { #expect(InnovationWatch().figures == nil) }

  /// The sums themselves against the recursion, written out.
  @Test func sumsFollowTheRecursion() throws {
    for seed in 0..<20 {
      var watch = InnovationWatch()
      var (above, below) = (0.0, 0.0)
      for (index, value) in normals(200, seed: seed).enumerated() {
        _ = watch.append(value * 3, position: Double(index))
        let cut = max(-6, min(6, value * 3))
        above = max(0, above + cut - 0.25)
        below = max(0, below - cut - 0.25)
        guard watch.drift == nil else { break }
        let figures = try #require(watch.figures)
        #expect(abs(figures.higherSum - above) < 1e-12)
        #expect(abs(figures.lowerSum - below) < 1e-12)
      }
    }
  }

  /// ARL₀ by Brook and Evans' Markov chain: N(0, 1) innovations, the sum in cells of h/(m + ½).
  @Test func meanNumberOfRewardsBetweenFalseSignals() {
    let cells = 240
    let width = 2 * InnovationWatch.limit / Double(2 * cells + 1)
    func below(_ value: Double) -> Double { erfc(-value / 2.0.squareRoot()) / 2 }
    var matrix: [[Double]] = (0...cells).map { from in
      (0...cells).map { to in
        let centre = Double(to - from) * width + InnovationWatch.allowance
        let share = below(centre + width / 2) - (to == 0 ? 0 : below(centre - width / 2))
        return (from == to ? 1 : 0) - share
      } + [1]
    }
    // Elimination without pivoting: the matrix is an M-matrix.
    for pivot in 0...cells {
      for row in (pivot + 1)..<(cells + 1) where matrix[row][pivot] != 0 {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot...(cells + 1) { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    var solution = [Double](repeating: 0, count: cells + 1)
    for row in (0...cells).reversed() {
      let known = ((row + 1)..<(cells + 1)).reduce(0) { $0 + matrix[row][$1] * solution[$1] }
      solution[row] = (matrix[row][cells + 1] - known) / matrix[row][row]
    }
    // Two sides fire twice as often as one.
    #expect(abs(solution[0] / 2 / 1.16e6 - 1) < 0.02)
  }

  @Test func silentWhileRewardsAreAsTheyWerePredicted() {
    for seed in 0..<4 { #expect(drifts(normals(20_000, seed: seed)).isEmpty) }
  }

  /// Found after 93 and 33 rewards on average, in the right direction, with the beginning about where it was.
  @Test(arguments: [(0.5, 93.0), (-0.5, 93), (1, 33), (-1, 33)]) func findsAShift(
    shift: Double, delay: Double
  ) {
    var rewards = 0
    let runs = 300
    for seed in 0..<runs {
      var numbers = NormalNumbers(1000 + seed)
      let shifted = sequence(first: shift + numbers.next()) { _ in shift + numbers.next() }
      guard let first = drifts(shifted.prefix(2000), untilFirst: true).first else {
        Issue.record("seed \(seed) finds nothing")
        continue
      }
      rewards += first.at + 1
      #expect(first.1.direction == (shift > 0 ? .higher : .lower))
      #expect(first.1.start == Double(first.at + 1 - first.1.rewards))
      #expect(first.1.sum > 24 && first.1.sum <= 24 + 5.75)
    }
    #expect(abs(Double(rewards) / Double(runs) / delay - 1) < 0.08)
  }

  @Test func oneOutlierAloneSaysNothing() {
    for wild in [1e6, -1e6] {
      var innovations = normals(2000, seed: 5)
      innovations[700] = wild
      #expect(drifts(innovations).isEmpty)
    }
  }

  @Test func saidOnceAnEpisode() {
    let shifted = normals(3000, seed: 7, mean: 0.8)
    #expect(drifts(shifted).count == 1)
    let calm = normals(1000, seed: 8)
    // Armed again once 256 have come as predicted.
    #expect(drifts(shifted + calm + shifted).count == 2)
    #expect(drifts(shifted + calm.prefix(100) + shifted).count == 1)
  }

  /// After a signal both sums are 0 until 256 innovations of mean 0 have come; the next then counts from 0 again.
  @Test(arguments: [1.0, -1]) func anEpisodeStartsAndEndsAtNought(sign: Double) throws {
    var watch = InnovationWatch()
    var position = 0.0
    func append(_ innovation: Double) -> InnovationWatch.Finding? {
      position += 1
      return watch.append(sign * innovation, position: position)
    }
    // 5.75 each: 4 are not over 24, 5 are.
    for _ in 0..<4 { #expect(append(9) == nil) }
    guard case .drift(let drift) = append(9) else {
      Issue.record("no drift")
      return
    }
    #expect(drift.direction == (sign > 0 ? .higher : .lower))
    #expect(drift.rewards == 5 && drift.start == 1 && drift.sum == 28.75)
    for index in 1...256 {
      let figures = try #require(watch.figures)
      #expect(figures.higherSum == 0 && figures.lowerSum == 0)
      #expect(append(0) == (index == 256 ? .settled : nil))
    }
    #expect(watch.drift == nil)
    #expect(append(6) == nil)
    let figures = try #require(watch.figures)
    #expect((sign > 0 ? figures.higherSum : figures.lowerSum) == 5.75)
    #expect((sign > 0 ? figures.lowerSum : figures.higherSum) == 0)
  }

  /// An episode lasts while the mean of the window is outside ±k.
  @Test func anEpisodeLastsWhileTheMeanIsOff() {
    var watch = InnovationWatch()
    for index in 0..<5 { _ = watch.append(9, position: Double(index)) }
    for index in 0..<600 { #expect(watch.append(0.26, position: Double(index)) == nil) }
    #expect(watch.drift != nil)
    // 0.26 becomes 0.25 when 10 of 256 have been 0; the sum is rounded.
    let findings = (0..<12).map { watch.append(0, position: Double($0)) }
    #expect(findings.count { $0 == .settled } == 1)
    #expect(findings[..<9].allSatisfy { $0 == nil })
  }
}
