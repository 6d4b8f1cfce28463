/// What the engine refuses, as facts.
package enum EngineError: Error, Equatable, Codable, Sendable {
  /// A number of `PosteriorSettings`, or of a policy.
  package enum Setting: String, Codable, Sendable {
    case priorPrecision = "prior_precision"
    case noiseVariance = "noise_variance"
    case priorScale = "prior_scale"
    case forgetting
    case exploration
    case propensityFloor = "propensity_floor"
    case confidence
    case ridge
    case keep

    /// What is accepted.
    var domain: String {
      let (least, greatest) = (
        PosteriorSettings.scaleRange.lowerBound, PosteriorSettings.scaleRange.upperBound
      )
      return switch self {
      case .priorPrecision, .noiseVariance, .ridge: "\(least) to \(greatest)"
      case .priorScale: "-\(greatest) to \(greatest)"
      case .forgetting: "above 0, up to 1"
      case .exploration, .confidence: "a finite number of at least 0"
      case .propensityFloor: "0 to 1"
      case .keep: "at least 0, below 1"
      }
    }
  }

  /// Contexts have 1 to `PosteriorSettings.dimensionLimit` numbers; with an intercept they may have none.
  case dimensionOutOfRange(Int)
  /// More than `PosteriorBank.armLimit`.
  case tooManyArms(Int)
  /// A prior mean has `dimension` or `width` entries.
  case priorLength(arm: Int, length: Int, expected: Int)
  /// A prior mean with NaN, an infinity, or an entry beyond 1e60.
  case priorOutOfRange(arm: Int)
  /// A prior matrix has width × width entries.
  case priorMatrixSize(arm: Int, count: Int, expected: Int)
  /// A prior matrix that is not finite, not symmetric or not positive definite.
  case priorMatrixInvalid(arm: Int)
  /// Prior matrices come one for all reward models, or one for each.
  case priorMatrixCount(Int, expected: Int)
  case settingOutOfRange(Setting, Double)
  /// The matrices would need more than the limit, in bytes.
  case memory(needed: Int, limit: Int)
  /// No such reward model.
  case unknownArm(Int)
  /// The policy `cautious` compares intercepts, and the posteriors have none.
  case interceptNeeded
  /// A decision was asked for with no reward model allowed.
  case nothingAllowed
}

extension EngineError: CustomStringConvertible {
  /// One sentence without a full stop; reward models are named by their place, from 1.
  package var description: String {
    switch self {
    case .dimensionOutOfRange(let dimension):
      "a context of \(dimension) numbers cannot be used (1 to \(PosteriorSettings.dimensionLimit), or 0 with an intercept)"
    case .tooManyArms(let count):
      "\(count) reward models are more than \(PosteriorBank.armLimit)"
    case .priorLength(let arm, let length, let expected):
      "the prior mean of reward model \(arm + 1) has \(length) numbers instead of \(expected)"
    case .priorOutOfRange(let arm):
      "the prior mean of reward model \(arm + 1) has a number that is not finite or beyond 1e60"
    case .priorMatrixSize(let arm, let count, let expected):
      "the prior matrix of reward model \(arm + 1) has \(count) numbers instead of \(expected)"
    case .priorMatrixInvalid(let arm):
      "the prior matrix of reward model \(arm + 1) is not symmetric and positive definite"
    case .priorMatrixCount(let count, let expected):
      "there are \(count) prior matrices where \(expected) belong"
    case .settingOutOfRange(let setting, let value):
      "\(setting.rawValue) \(value) is out of range (\(setting.domain))"
    case .memory(let needed, let limit):
      "the posteriors would need \(mebibytes(needed)) MiB of memory, more than the limit of "
        + "\(mebibytes(limit)) MiB"
    case .unknownArm(let arm):
      "there is no reward model \(arm + 1)"
    case .interceptNeeded:
      "the policy cautious needs posteriors with an intercept"
    case .nothingAllowed:
      "no reward model is allowed"
    }
  }

  private func mebibytes(_ bytes: Int) -> Int { bytes >> 20 + (bytes & 0xF_FFFF == 0 ? 0 : 1) }
}
