import Foundation
import Testing

@testable import RouterEngine

/// Keys that differ by as little as can be must give unrelated numbers.
///
/// The seeds are fixed, so a correct generator passes always; each bound is one that true randomness passes with a
/// probability above 1 − 1e-6 (KS: 2·exp(−2·2.7²) = 9e-7; normal statistics: 4.9 standard errors).
@Suite struct KeyedRandomStatisticsTests {
  static let count = 20_000

  enum Neighbours: String, CaseIterable, Sendable {
    case decisions, rewardModels, seeds

    func random(_ index: Int) -> KeyedRandom {
      switch self {
      case .decisions: KeyedRandom(seed: 3, decision: "\(index)", rewardModel: "a")
      case .rewardModels: KeyedRandom(seed: 3, decision: "d", rewardModel: "\(index)")
      case .seeds: KeyedRandom(seed: UInt64(index), decision: "d", rewardModel: "a")
      }
    }
  }

  /// √n times the greatest distance of the empirical distribution function from the diagonal.
  private func kolmogorovSmirnov(_ values: [Double]) -> Double {
    let count = Double(values.count)
    var distance = 0.0
    for (index, value) in values.sorted().enumerated() {
      distance = max(distance, value - Double(index) / count, Double(index + 1) / count - value)
    }
    return distance * count.squareRoot()
  }

  private func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  @Test(arguments: Neighbours.allCases)
  func distributionsAreTheirs(neighbours: Neighbours) {
    let randoms = (0..<Self.count).map(neighbours.random)
    #expect(kolmogorovSmirnov(randoms.map(\.uniform)) < 2.7)
    #expect(kolmogorovSmirnov(randoms.map { cumulative($0.standardNormal) }) < 2.7)
  }

  @Test(arguments: Neighbours.allCases)
  func momentsAreTheirs(neighbours: Neighbours) {
    let normals = (0..<Self.count).map { neighbours.random($0).standardNormal }
    let count = Double(Self.count)
    // E z^p and the variance of z^p, p = 1…4.
    for (power, mean, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
      let average = normals.reduce(0) { $0 + pow($1, Double(power)) } / count
      #expect(abs(average - mean) < 4.9 * (variance / count).squareRoot())
    }
  }

  /// Correlations of values and of squares over neighbours 1, 2, 8 and 256 apart, and a 16 × 16 table of pairs.
  @Test(arguments: Neighbours.allCases)
  func neighboursAreIndependent(neighbours: Neighbours) {
    let randoms = (0..<Self.count).map(neighbours.random)
    let normals = randoms.map(\.standardNormal)
    for lag in [1, 2, 8, 256] {
      let pairs = Array(zip(normals, normals.dropFirst(lag)))
      let root = Double(pairs.count).squareRoot()
      #expect(abs(pairs.reduce(0) { $0 + $1.0 * $1.1 }) / root < 4.9)
      let squares = pairs.reduce(0) { $0 + ($1.0 * $1.0 - 1) * ($1.1 * $1.1 - 1) / 2 }
      #expect(abs(squares) / root < 4.9)
    }
    let uniforms = randoms.map(\.uniform)
    var table = Array(repeating: 0.0, count: 256)
    for pair in stride(from: 0, to: Self.count - 1, by: 2) {
      table[Int(uniforms[pair] * 16) * 16 + Int(uniforms[pair + 1] * 16)] += 1
    }
    let expected = Double(Self.count / 2) / 256
    let square = table.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    // χ² of 255 degrees of freedom: mean 255, sd 22.6; 376 has probability 1e-6 to be passed.
    #expect(square < 376)
  }

  /// The score, the choice and their blocks do not follow each other either.
  @Test func purposesAreIndependent() {
    let scores = (0..<Self.count).map { KeyedRandom(seed: 3, decision: "\($0)", rewardModel: "").uniform }
    let choices = (0..<Self.count).map { KeyedRandom(seed: 3, decision: "\($0)").uniform }
    let product = zip(scores, choices).reduce(0) { $0 + 12 * ($1.0 - 0.5) * ($1.1 - 0.5) }
    #expect(abs(product) / Double(Self.count).squareRoot() < 4.9)
    #expect(kolmogorovSmirnov(choices) < 2.7)
  }
}
