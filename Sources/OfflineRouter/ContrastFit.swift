package import RouterEngine

/// The offline router of calibrated contrasts: what judged pairs say about which RM is right where, as a Gaussian
/// prior.
///
/// ```
/// ȳ_i = mean_k y_ik;  Z = y − ȳ;  a_k = mean_i Z_ik;  G = ΦᵀΦ
/// C = (G + λI)⁻¹;  W = C Φᵀ(Z − a);  E_k = [W_k, a_k];  M = blockdiag((G + λI)/s2c, N/s2c)
/// s2c = cvMSE(λ) K/(K − 1);  f₀ = ridge of ȳ − c₀ on Φ;  c₀ = mean ȳ;  σ² = cvMSE(f₀) + cvMSE(λ);  κ = √(c₀(1 − c₀))
/// ```
/// λ is chosen by cross-validation over groups with the one-standard-error rule; the gate is open where the
/// cross-validated routing beats the best single RM.
///
/// Edge cases: K = 2 as written; one group, or λ = 1e9, closes the gate and leaves intercepts alone; no category
/// anywhere makes φ of the embeddings only; a reward model without a label gets zeros and the smallest G_k and N_k.
///
/// Source: docs/engine.md, *Offline, the default: calibrated contrasts*. Where labels are missing, a fold's regressions
/// are centred like the final one: on the mean context of all its training pairs; the cross-validated choice, and the
/// single RM it is compared with, are among the pair's labelled RMs; a pair with one label still tells ȳ.
///
/// Tested by `ContrastFitTests` against an independent program in numpy, and by properties.
package struct ContrastFit: Sendable {
  /// Least s2c and σ².
  static let leastVariance = 1e-6
  /// A penalty from here on leaves nothing of the context.
  static let closedPenalty = 1e8

  /// K ids, the order of `weights`.
  package let rewardModels: [String]
  /// What makes φ out of a pair.
  package let transform: LinearTransform
  /// E_k, each of length d + 1, the intercept last.
  package let weights: [[Double]]
  /// M, (d + 1) × (d + 1): shared where every RM is labelled on the same pairs.
  package let precision: PriorShape
  /// f₀, c₀ and κ: how likely any RM is right on a pair.
  package let baseline: SharedBaseline
  /// λ.
  package let penalty: Double
  /// The λ of f₀.
  package let baselinePenalty: Double
  /// Whether the context earned its place against the best single RM.
  package let isGateOpen: Bool
  /// Cross-validated gain of routing over the best single RM of the other folds, in accuracy.
  package let gain: Double
  /// Its group-clustered standard error.
  package let gainError: Double
  /// s2c ≥ 1e-6.
  package let contrastVariance: Double
  /// σ² ≥ 1e-6.
  package let noiseVariance: Double
  package let pairCount: Int
  package let groupCount: Int
  package let seed: UInt64

  /// d.
  package var dimension: Int { transform.mean.count }
  /// The policy to decide with: at exploration 0.
  package var policyName: String { isGateOpen ? "thompson" : "cautious" }

  /// Fits judged pairs.
  ///
  /// - Parameter seed: keys the folds.
  /// - Throws: `tooFewRewardModels`, `noDifferingLabels`.
  /// - Complexity: O(N · n² + n³ + N · d² + folds · penalties · d³) for n features and contexts of d numbers; folds
  ///   and tiles in parallel, with the same bits on any number of threads. One square of n, and N · d, in memory.
  package init(_ pairs: PairDataset, seed: UInt64) throws(ContrastError) {
    try self.init(
      pairs, folds: Folds(groups: pairs.groups, groupCount: pairs.groupCount, seed: seed), seed: seed)
  }

  init(_ pairs: PairDataset, folds: Folds, seed: UInt64) throws(ContrastError) {
    guard pairs.rewardModels.count > 1 else { throw .tooFewRewardModels(pairs.rewardModels.count) }
    let contrasts = Contrasts(pairs)
    guard contrasts.haveDifference else { throw .noDifferingLabels }
    let transform = LinearTransform(fitting: pairs)
    let contexts = transform.contexts(of: pairs)
    let width = transform.mean.count
    let designs = RidgeDesign.designs(of: contrasts)
    let totals = designs.map {
      RidgeMoments($0, contexts: contexts, width: width, contrasts: contrasts, pairs: 0..<pairs.count)
    }
    let path = PenaltyPath(
      pairs, contrasts: contrasts, designs: designs, contexts: contexts, width: width, totals: totals,
      folds: folds)
    let choice = path.choice(groups: pairs.groups, groupCount: pairs.groupCount)
    let penalty = PenaltyPath.penalties[choice.step]
    let baselinePenalty = PenaltyPath.penalties[choice.meanStep]
    let count = pairs.rewardModels.count
    let variance = max(choice.error * Double(count) / Double(count - 1), Self.leastVariance)
    let solved = FinalRegressions(
      designs: designs, totals: totals, rewardModels: count, penalty: penalty,
      baselinePenalty: baselinePenalty)

    rewardModels = pairs.rewardModels
    self.transform = transform
    weights = solved.weights
    precision = solved.precision(penalty: penalty, variance: variance)
    let level = solved.baselineConstant
    baseline = SharedBaseline(
      weights: solved.baselineWeights, level: level, gain: (level * (1 - level)).squareRoot())
    self.penalty = penalty
    self.baselinePenalty = baselinePenalty
    isGateOpen = pairs.groupCount > 1 && penalty < Self.closedPenalty && choice.gain > 0
    gain = choice.gain
    gainError = choice.gainError
    contrastVariance = variance
    noiseVariance = max(choice.meanError + choice.error, Self.leastVariance)
    pairCount = pairs.count
    groupCount = pairs.groupCount
    self.seed = seed
  }
}
