import Wording

/// Why a head cannot be trained: one sentence each, safe to print.
package enum HeadError: Error, Equatable, Sendable {
  case noPairs
  /// Pairs with `x` alone.
  case contextsOnly
  case emptyEmbeddings(pair: String)
  case embeddingLength(pair: String, length: Int, expected: Int)
  case featureRange(pair: String)
  case rewardModelCount(Int)
  /// No pair on which one reward model is right and another wrong.
  case nothingToLearn
  /// A setting out of its domain: its name, the value, and what is accepted.
  case setting(String, value: String, accepted: String)
  case validationMismatch(String)
  /// The weights would not fit.
  case tooLarge(features: Int, width: Int)
  /// The loss stopped being a number.
  case diverged(epoch: Int)
}

extension HeadError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noPairs: "there is no judged pair to learn from"
    case .contextsOnly:
      "the pairs have contexts `x` and no embeddings `a` and `b`: the published head needs embeddings; "
        + "the calibrated fit (--method calibrated) takes contexts"
    case .emptyEmbeddings(let pair): "the embeddings of pair \(quoted(pair)) are empty"
    case .embeddingLength(let pair, let length, let expected):
      "an embedding of pair \(quoted(pair)) has \(length) numbers, and those of the first pair \(expected): "
        + "expected one length"
    case .featureRange(let pair):
      "an embedding of pair \(quoted(pair)) has a number beyond ±1e15: "
        + "scale the embeddings down"
    case .rewardModelCount(let count):
      count < 2
        ? "the pairs have labels of \(formatCount(count, of: "reward model")): a router needs at least 2"
        : "expected labels of at most 64 reward models, got \(count)"
    case .nothingToLearn:
      "on no pair is one reward model right and another wrong: there is nothing to learn a routing from"
    case .setting(let name, let value, let accepted):
      "\(name): expected \(accepted), got \(printableText(value, limit: 60))"
    case .validationMismatch(let reason): "the validation pairs do not go with the training pairs: \(reason)"
    case .tooLarge(let features, let width):
      "expected a head of at most 2^28 weights, got \(width) × \(features)"
    case .diverged(let epoch):
      "the training loss was no longer a number in epoch \(epoch): lower the learning rate (--rate)"
    }
  }
}
