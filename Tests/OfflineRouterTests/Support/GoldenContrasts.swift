import Foundation
import RunEvents
import Testing

@testable import OfflineRouter

/// `Golden/contrasts.json`: the calibrated fit by an independent program (numpy; singular values for the components,
/// explicit training sets for every fold).
struct GoldenContrasts: Decodable {
  var name: String
  var a: [[Double]]
  var b: [[Double]]?
  var category: [String?]
  var group: [Int]
  var labels: [[Int?]]
  var folds: [Int]
  var foldCount: Int
  var categories: [String]
  var scale: Double
  var center: [Double]
  var basisAbsSum: Double
  var basisFirst: [Double]
  var contextMean: [Double]
  var firstContext: [Double]
  var lastContext: [Double]
  var rank: Int
  var weights: [[Double]]
  var shared: Bool
  var precisionRow: [[Double]]
  var precisionTrace: [Double]
  var precisionLast: [Double]
  var baseline: [Double]
  var baselineConstant: Double
  var penalty: Double
  var baselinePenalty: Double
  var gate: Bool
  var gain: Double
  var gainError: Double
  var contrastVariance: Double
  var noiseVariance: Double
  var kappa: Double

  static func all() throws -> [GoldenContrasts] {
    let url = try #require(
      Bundle.module.url(forResource: "contrasts", withExtension: "json", subdirectory: "Golden"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([GoldenContrasts].self, from: Data(contentsOf: url))
  }

  var rewardModels: [String] { (0..<labels[0].count).map { "rm\($0)" } }

  func dataset() throws -> PairDataset {
    let pairs = a.indices.map { row in
      JudgedPair(
        id: "p\(row)", group: "g\(group[row])", category: category[row],
        features: b.map { .embeddings(.double(a[row]), .double($0[row])) } ?? .context(.double(a[row])),
        labels: zip(rewardModels, labels[row]).map {
          JudgedPair.Label(rewardModel: $0, isRight: $1.map { $0 == 1 })
        })
    }
    return try PairDataset(pairs, rewardModels: rewardModels)
  }

  func fit() throws -> ContrastFit {
    try ContrastFit(dataset(), folds: Folds(places: folds, count: foldCount), seed: 0)
  }
}

/// Whether all numbers are within `tolerance`, relative to the greatest of the expected ones.
func isNear(_ one: [Double], _ other: [Double], _ tolerance: Double) -> Bool {
  guard one.count == other.count else { return false }
  let scale = max(1e-12, other.map(\.magnitude).max() ?? 0)
  return zip(one, other).allSatisfy { ($0 - $1).magnitude <= tolerance * scale }
}
