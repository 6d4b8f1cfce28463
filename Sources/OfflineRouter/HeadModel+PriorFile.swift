extension HeadModel {
  /// The word of the files that this training makes.
  package static let method = "bayesian-router"

  /// The head as the exchange file holds it: the unit rows of E_bt are the prior's means, without an intercept.
  ///
  /// No precision matrix is written, so that `prior_precision` is λ₀ as published; σ² is the published 1.
  package func priorFile(groups: Int, pairs: Int, seed: UInt64) -> PriorFile {
    var file = PriorFile(rewardModels: rewardModels, means: preferenceVectors, hasIntercept: false)
    file.method = Self.method
    file.noiseVariance = 1
    file.transform = .head(transform)
    file.classifier = PriorFile.Classifier(weights: classificationVectors, bias: classificationBias)
    file.policy = "thompson"
    file.pairs = pairs
    file.groups = groups
    file.seed = seed
    return file
  }
}
