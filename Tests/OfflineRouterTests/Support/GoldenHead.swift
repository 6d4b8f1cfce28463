import Foundation
import Testing

@testable import OfflineRouter

/// `Golden/offline_head.json`: values of an independent float64 program, checked there against PyTorch.
struct GoldenHead: Decodable {
  var first: [[Double]]
  var second: [[Double]]
  var weight: [[Double]]
  var bias: [Double]
  var gain: [Double]
  var shift: [Double]
  var preference: [[Double]]
  var classification: [[Double]]
  var classificationBias: [Double]
  var labels: [[Int8]]
  var features: [[Double]]
  var context: [[Double]]
  var preferenceScores: [[Double]]
  var logits: [[Double]]
  var preferenceLosses: [Double]
  var preferenceLoss: Double
  var crossEntropy: Double

  enum CodingKeys: String, CodingKey {
    case first = "h1"
    case second = "h2"
    case weight = "linear_weight_out_by_in"
    case bias = "linear_bias"
    case gain = "ln_gamma"
    case shift = "ln_beta"
    case preference = "bt_vectors"
    case classification = "cls_vectors"
    case classificationBias = "cls_bias"
    case labels, features, context
    case preferenceScores = "bt_scores"
    case logits = "cls_logits"
    case preferenceLosses = "bt_loss_per_sample"
    case preferenceLoss = "bt_loss_mean_over_batch"
    case crossEntropy = "bce_mean"
  }

  static func load() throws -> GoldenHead {
    let url = try #require(
      Bundle.module.url(forResource: "offline_head", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode(GoldenHead.self, from: Data(contentsOf: url))
  }

  var shape: HeadShape { HeadShape(features: features[0].count, width: bias.count, arms: preference.count) }

  var parameters: [Double] {
    weight.flatMap { $0 } + bias + gain + shift + preference.flatMap { $0 } + classification.flatMap { $0 }
      + classificationBias
  }
}
