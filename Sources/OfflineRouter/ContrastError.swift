import Wording

/// Why judged pairs cannot be fitted or evaluated, as facts.
package enum ContrastError: Error, Equatable, Sendable {
  case noPairs
  /// Contrasts compare reward models: there must be two.
  case tooFewRewardModels(Int)
  /// More than the engine takes.
  case tooManyRewardModels(Int)
  /// On no pair is one reward model right and another wrong.
  case noDifferingLabels
  /// A pair whose features have another length, or are of the other kind, than the first pair's.
  case featureLength(pair: String, length: Int, expected: Int)
  /// A pair's two embeddings differ in length.
  case embeddingLengths(pair: String, Int, Int)
  /// A pair with embeddings where the first came with a context, or the other way round.
  case featureKind(pair: String)
  /// A feature that is not finite, or beyond 1e60.
  case featureRange(pair: String)
  /// A label of a reward model that is not among the given ones.
  case unknownRewardModel(pair: String, String)
  /// There are not two groups to split.
  case tooFewGroups(Int)
  /// No pair of a split's stream has a label.
  case unlabelledStream(seed: UInt64)
  /// A split's offline part cannot be learned from, and why.
  case offlinePart(seed: UInt64, reason: String)
  /// A setting of an evaluation out of its domain, as a sentence.
  case setting(String)
}

extension ContrastError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .noPairs: "there are no judged pairs"
    case .tooFewRewardModels(let count):
      "\(count == 0 ? "no reward model is" : "only one reward model is") labelled: routing needs at least 2"
    case .tooManyRewardModels(let count):
      "\(count) reward models are labelled, and a router takes at most \(PairDataset.rewardModelLimit)"
    case .noDifferingLabels:
      "no pair has one reward model right and another wrong: such labels cannot tell reward models apart"
    case .featureLength(let pair, let length, let expected):
      "pair \(quoted(pair)) has \(length) features where the pairs before it have \(expected)"
    case .embeddingLengths(let pair, let one, let other):
      "pair \(quoted(pair)) has embeddings of two lengths, \(one) and \(other) numbers"
    case .featureKind(let pair):
      "pair \(quoted(pair)) mixes kinds: either all pairs have embeddings a and b, or all have x"
    case .featureRange(let pair):
      "pair \(quoted(pair)) has a feature that is not finite or too large (up to 1e60)"
    case .unknownRewardModel(let pair, let name):
      "pair \(quoted(pair)) has a label of \(quoted(name)), which is not among the reward models"
    case .tooFewGroups(let count):
      "the pairs are of \(formatCount(count, of: "group")): a split by group needs at least 2"
    case .unlabelledStream(let seed): "no pair that split \(seed) streams has a label"
    case .offlinePart(let seed, let reason):
      "the offline part of split \(seed) cannot be learned from: \(reason)"
    case .setting(let sentence): sentence
    }
  }
}
