import Foundation
import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct EvaluationStreamTests {
  private static func stream(noise: Double) throws -> EvaluationStream {
    EvaluationStream(try SamplePairs(count: 500, rewardModels: 4).dataset(), seed: 3, noise: noise)
  }

  private static let places = (0..<500).flatMap { pair in (0..<4).map { (pair, $0) } }

  /// 2,000 judgements: within four standard deviations of the rate.
  @Test(arguments: [0, 0.1, 0.3, 1]) func judgementsAreFlippedAtTheRate(noise: Double) throws {
    let stream = try Self.stream(noise: noise)
    let flipped = Self.places.count { stream.correctness($0, $1) != stream.truth($0, $1) }
    let deviation = (noise * (1 - noise) * 2000).squareRoot()
    #expect((Double(flipped) - noise * 2000).magnitude <= 4 * deviation)
    #expect(Self.places.allSatisfy { stream.correctness($0, $1) == stream.correctness($0, $1) })
    // Both ways, so that it is no bias.
    let judged = Set(Self.places.map { [stream.truth($0, $1), stream.correctness($0, $1)] })
    #expect(judged.count == (noise == 0 || noise == 1 ? 2 : 4))
  }

  /// ε out of ℓ = softplus(−(1.5(2r − 1) + 0.3 ε)) is standard normal, for the r that is fed back.
  @Test(arguments: [0, 0.25]) func theProxyLossIsThatOfTheFormula(noise: Double) throws {
    let stream = try Self.stream(noise: noise)
    let normals = Self.places.map { pair, arm in
      let margin = -log(expm1(stream.proxyLoss(pair, arm)))
      return (margin - 1.5 * (2 * stream.correctness(pair, arm) - 1)) / 0.3
    }
    let mean = normals.reduce(0, +) / 2000
    let variance = normals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2000
    #expect(mean.magnitude < 4 / 2000.0.squareRoot())
    #expect((variance - 1).magnitude < 4 * (2 / 2000.0).squareRoot())
    #expect(Set(normals).count == 2000)
  }
}
