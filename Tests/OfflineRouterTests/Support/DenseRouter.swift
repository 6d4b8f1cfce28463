import Foundation
import RouterEngine

@testable import OfflineRouter

/// Bayesian linear regressions by elimination, one per reward model, and the choices they lead to: shares no code with
/// the engine but the keyed normals.
struct DenseRouter {
  enum Rule {
    /// The greatest draw: posterior mean + exploration · deviation · a normal.
    case draw(exploration: Double)
    /// The greatest mean + α · deviation.
    case bound(alpha: Double)
  }

  private let names: [String]
  private let noise: Double
  private let rule: Rule
  private var precisions: [[Double]]
  private var projections: [[Double]]
  private var inverses: [[[Double]]]

  init(names: [String], precision: [Double], means: [[Double]], noise: Double, rule: Rule) {
    self.names = names
    self.noise = noise
    self.rule = rule
    let order = means[0].count
    precisions = means.map { _ in precision }
    inverses = means.map { _ in Dense.inverse(precision, order) }
    projections = means.map { mean in
      (0..<order).map { row in (0..<order).reduce(0) { $0 + precision[row + $1 * order] * mean[$1] } }
    }
  }

  func mean(_ arm: Int, _ row: [Double]) -> Double {
    Dense.dot(inverses[arm].map { Dense.dot($0, row) }, projections[arm])
  }

  func choose(_ row: [Double], pair: Int, seed: UInt64) -> Int {
    let scores = names.indices.map { arm in
      let deviation = Dense.dot(inverses[arm].map { Dense.dot($0, row) }, row).squareRoot()
      switch rule {
      case .draw(let exploration):
        let normal = KeyedRandom(seed: seed, decision: "\(pair)", rewardModel: names[arm]).standardNormal
        return mean(arm, row) + exploration * deviation * normal
      case .bound(let alpha): return mean(arm, row) + alpha * deviation
      }
    }
    return scores.firstIndex(of: scores.max() ?? 0) ?? 0
  }

  mutating func learn(_ arm: Int, _ row: [Double], _ reward: Double) {
    let order = row.count
    for one in 0..<order {
      projections[arm][one] += reward * row[one] / noise
      for other in 0..<order { precisions[arm][one + other * order] += row[one] * row[other] / noise }
    }
    inverses[arm] = Dense.inverse(precisions[arm], order)
  }

  /// (mean of the others − ℓ)/s clipped to ±2, s the sample deviation of all.
  static func batchRule(_ losses: [Double]) -> [Double?] {
    guard losses.count > 1 else { return losses.map { _ in nil } }
    let (count, total) = (Double(losses.count), losses.reduce(0, +))
    let squares = losses.reduce(0) { $0 + ($1 - total / count) * ($1 - total / count) }
    let scale = max((squares / (count - 1)).squareRoot(), 1e-6)
    return losses.map { max(-2, min(2, ((total - $0) / (count - 1) - $0) / scale)) }
  }
}
