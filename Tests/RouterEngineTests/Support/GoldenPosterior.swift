import Foundation
import Testing

/// `Golden/posterior_*.json`: values of an independent float64 program.
struct GoldenPosterior: Decodable {
  struct Event: Decodable {
    var arm: Int
    var context: [Double]
    var reward: Double
  }

  struct Scores: Decodable {
    var mean: [Double]
    var `var`: [Double]
    var greedy: Int
  }

  struct Final: Decodable {
    var mu: [[Double]]
    var covarianceDiagonal: [[Double]]

    enum CodingKeys: String, CodingKey {
      case mu
      case covarianceDiagonal = "cov_diag"
    }
  }

  struct Probe: Decodable {
    var context: [Double]
    var mean: [Double]
    var `var`: [Double]
    var z: [Double]
    var thompsonScores: [Double]
    var thompsonChoice: Int

    enum CodingKeys: String, CodingKey {
      case context, mean, `var`, z
      case thompsonScores = "thompson_scores"
      case thompsonChoice = "thompson_choice"
    }
  }

  struct LinUCB: Decodable {
    struct Bounds: Decodable {
      var scores: [Double]
      var choice: Int
    }

    var alpha: Double
    var ridge: Double
    var beforeUpdate: [Bounds]

    enum CodingKeys: String, CodingKey {
      case alpha, ridge
      case beforeUpdate = "per_event_before_update"
    }
  }

  var name: String
  var dimension: Int
  var priorPrecision: Double
  var noiseVariance: Double
  var priorMean: [[Double]]
  var events: [Event]
  var beforeUpdate: [Scores]
  var final: Final
  var probes: [Probe]
  var linucb: LinUCB

  enum CodingKeys: String, CodingKey {
    case name, events, final, probes, linucb
    case dimension = "d"
    case priorPrecision = "lambda0"
    case noiseVariance = "sigma2"
    case priorMean = "prior_mean"
    case beforeUpdate = "per_event_before_update"
  }

  static func load(_ name: String) throws -> GoldenPosterior {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode(GoldenPosterior.self, from: Data(contentsOf: url))
  }
}
