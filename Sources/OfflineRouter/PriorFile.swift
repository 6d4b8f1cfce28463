import RouterEngine

/// What an offline router leaves for a run to start from: the safetensors exchange file as a value.
///
/// E, M, a baseline, the transform that makes contexts out of embeddings, and what the fit says of itself. The online
/// engine is the same whichever way the numbers came about.
///
/// Source: docs/engine.md, *The file*. Tested by `PriorFileTests`, and by priors that a numpy program wrote.
public struct PriorFile: Equatable, Sendable {
  /// Whether an offline fit let the context decide.
  public enum Gate: String, CaseIterable, Sendable {
    case open
    case closed
  }

  /// The second head of the published router: which reward models are right, y = E_cls x + bias.
  public struct Classifier: Equatable, Sendable {
    /// One row per reward model, each of length h.
    public var weights: [[Double]]
    /// One number per reward model.
    public var bias: [Double]

    public init(weights: [[Double]], bias: [Double]) {
      self.weights = weights
      self.bias = bias
    }
  }

  /// How the numbers were made (`calibrated`, `bayesian-router`, `posterior`, …).
  public var method: String?
  /// The ids of the rows; `nil` in a file without names, whose rows are those of the run's reward models in order.
  public var rewardModels: [String]?
  /// E: K rows of D numbers; D = d, or d + 1 with the intercept last.
  public var means: [[Double]]
  /// M, D × D, one for all rows or one per row.
  public var precision: PriorShape
  public var hasIntercept: Bool
  /// σ² > 0.
  public var noiseVariance: Double?
  /// f₀ (of length d), c₀ and κ.
  public var baseline: SharedBaseline?
  /// What makes contexts out of embeddings; `nil` where they come as x.
  public var transform: PairTransform?
  public var classifier: Classifier?

  /// λ, the penalty of the contrasts that cross-validation chose.
  public var penalty: Double?
  public var gate: Gate?
  /// The policy that the fit recommends, as the run log writes it.
  public var policy: String?
  /// Cross-validated gain over the best single reward model, as a fraction, and its standard error.
  public var gain: Double?
  public var gainStandardError: Double?
  /// Pairs and groups that the fit saw.
  public var pairs: Int?
  public var groups: Int?
  public var seed: UInt64?

  public init(
    rewardModels: [String]?, means: [[Double]], precision: PriorShape = .identity, hasIntercept: Bool
  ) {
    self.rewardModels = rewardModels
    self.means = means
    self.precision = precision
    self.hasIntercept = hasIntercept
  }

  /// D, the length of a row.
  public var width: Int { means.first?.count ?? 0 }

  /// d, the length of a context.
  public var dimension: Int { width - (hasIntercept ? 1 : 0) }

  /// What the online engine starts from.
  public var routerPrior: RouterPrior {
    RouterPrior(rewardModels: rewardModels, means: means, shape: precision, baseline: baseline)
  }
}
