/// A trained head: the transform that makes contexts, and both heads.
///
/// s = bt x orders the reward models (the published offline router; bt is the online prior's mean), and z = cls x +
/// bias are the logits of each being right.
///
/// Source: Wu & Lu (2025), the offline router: s_n = ⟨h, E_bt[n]⟩; in its code `RewardDiffPredictor`. Departure: no
/// regression head (its weight is 0 there). Tested by `HeadTrainingTests`.
package struct HeadModel: Equatable, Sendable {
  /// K ids, the order of the rows.
  package var rewardModels: [String]
  package var transform: HeadTransform
  /// K rows of unit length h.
  package var preferenceVectors: [[Double]]
  /// K rows of unit length h.
  package var classificationVectors: [[Double]]
  /// K.
  package var classificationBias: [Double]
  /// Every epoch that was finished.
  package var epochs: [HeadEpoch]
  /// The epoch (from 1) whose parameters these are; 0 when the training was stopped inside the first.
  package var bestEpoch: Int
  /// Why it ended.
  package var ending: Ending
  /// Pairs and groups learned from, and kept for validation.
  package var trainingPairs: Int
  package var trainingGroups: Int
  package var validationPairs: Int
  /// The reward model that is right most often on the pairs learned from, and how often it is on those that the
  /// accuracies of `epochs` speak of: what a routing has to beat.
  package var bestSingle: String
  package var bestSingleAccuracy: Double?

  package enum Ending: String, Equatable, Sendable {
    /// All epochs were done.
    case finished
    /// No better validation loss for as many epochs as the patience.
    case converged
    /// The observer asked for it.
    case stopped
  }
}

/// What an epoch brought.
package struct HeadEpoch: Equatable, Sendable {
  /// From 1.
  package var number: Int
  /// Mean over the epoch's batches, as the weights went along.
  package var trainingLoss: Double
  /// After the epoch; absent without validation pairs.
  package var validationLoss: Double?
  /// Routing accuracy on the validation pairs (on the training pairs where there are none): the share of pairs whose
  /// greatest s is that of a reward model that is right, of those where its label is known. A tie is wrong.
  package var accuracy: Double?
  /// Whether its parameters are the best so far.
  package var isBest: Bool
}

/// What a training tells whoever watches it.
package enum HeadProgress: Equatable, Sendable {
  /// Inside an epoch: its number, and the share of it that is done, 0…1.
  case batch(epoch: Int, share: Double)
  case epoch(HeadEpoch)
}
