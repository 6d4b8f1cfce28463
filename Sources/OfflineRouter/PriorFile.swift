package import RouterEngine

/// What an offline router leaves for a run to start from: the safetensors exchange file as a value.
///
/// E, M, a baseline, the transform that makes contexts out of embeddings, and what the fit says of itself. The online
/// engine is the same whichever way the numbers came about.
///
/// Source: docs/engine.md, *The file*. Tested by `PriorFileTests`, and by priors that a numpy program wrote.
package struct PriorFile: Equatable, Sendable {
  /// Whether an offline fit let the context decide.
  package enum Gate: String, CaseIterable, Sendable {
    case open
    case closed
  }

  /// The second head of the published router: which reward models are right, y = E_cls x + bias.
  package struct Classifier: Equatable, Sendable {
    /// One row per reward model, each of length h.
    package var weights: [[Double]]
    /// One number per reward model.
    package var bias: [Double]

    package init(weights: [[Double]], bias: [Double]) {
      self.weights = weights
      self.bias = bias
    }
  }

  /// How the numbers were made (`calibrated`, `bayesian-router`, `posterior`, …).
  package var method: String?
  /// The ids of the rows; `nil` in a file without names, whose rows are those of the run's reward models in order.
  package var rewardModels: [String]?
  /// E: K rows of D numbers; D = d, or d + 1 with the intercept last.
  package var means: [[Double]]
  /// M, D × D, one for all rows or one per row.
  package var precision: PriorShape
  package var hasIntercept: Bool
  /// σ² > 0.
  package var noiseVariance: Double?
  /// f₀ (of length d), c₀ and κ.
  package var baseline: SharedBaseline?
  /// What makes contexts out of embeddings; `nil` where they come as x.
  package var transform: PairTransform?
  package var classifier: Classifier?

  /// λ, the penalty of the contrasts that cross-validation chose.
  package var penalty: Double?
  package var gate: Gate?
  /// The policy that the fit recommends, as the run log writes it.
  package var policy: String?
  /// Cross-validated gain over the best single reward model, as a fraction, and its standard error.
  package var gain: Double?
  package var gainStandardError: Double?
  /// Pairs and groups that the fit saw.
  package var pairs: Int?
  package var groups: Int?
  package var seed: UInt64?

  package init(
    rewardModels: [String]?, means: [[Double]], precision: PriorShape = .identity, hasIntercept: Bool
  ) {
    self.rewardModels = rewardModels
    self.means = means
    self.precision = precision
    self.hasIntercept = hasIntercept
  }

  /// D, the length of a row.
  package var width: Int { means.first?.count ?? 0 }

  /// d, the length of a context.
  package var dimension: Int { width - (hasIntercept ? 1 : 0) }

  /// What the online engine starts from.
  package var routerPrior: RouterPrior {
    RouterPrior(rewardModels: rewardModels, means: means, shape: precision, baseline: baseline)
  }
}
