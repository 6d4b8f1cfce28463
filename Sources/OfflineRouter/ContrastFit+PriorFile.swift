extension ContrastFit {
  /// The word of the files that this fit makes.
  package static let method = "calibrated"

  /// The fit as the exchange file holds it.
  package var priorFile: PriorFile {
    var file = PriorFile(rewardModels: rewardModels, means: weights, precision: precision, hasIntercept: true)
    file.method = Self.method
    file.noiseVariance = noiseVariance
    file.baseline = baseline
    file.transform = .linear(transform)
    file.penalty = penalty
    file.gate = isGateOpen ? .open : .closed
    file.policy = policyName
    file.gain = gain
    file.gainStandardError = gainError
    file.pairs = pairCount
    file.groups = groupCount
    file.seed = seed
    return file
  }
}
