/// Which names of metrics count as an evaluation for which more is better.
enum EvaluationNames {
  /// A word of the name that says that it was measured apart from training.
  private static let apart: Set<String> = [
    "eval", "evals", "evaluation", "test", "valid", "validation", "heldout", "holdout", "benchmark", "bench",
  ]
  /// A word that says so by itself.
  private static let measures: Set<String> = ["winrate", "accuracy", "acc"]
  /// Words of what is not better when it is more, or is no measure of quality at all.
  private static let others: Set<String> = [
    "loss", "losses", "nll", "perplexity", "ppl", "kl", "entropy", "error", "errors", "failures", "length",
    "lengths", "tokens", "time", "runtime", "seconds", "second", "latency", "step", "steps", "epoch", "grad",
    "norm", "lr", "memory", "std", "var", "count", "num", "samples", "ratio", "clipfrac", "clipped", "train",
    "training",
  ]
  /// What a trainer measures on its own batches, whatever it is called.
  private static let ofTraining: Set<String> = ["reward", "rewards", "policy", "objective"]

  /// Names are cut into words at everything that is no letter and no digit, in lower case.
  ///
  /// True for `eval/win_rate`, `test.accuracy`, `val/accuracy`, `winrate`, `eval/rewards/margins`; not for `eval/loss`,
  /// `rewards/accuracies`, `rewards/accuracy`, `val/response_length`, `latest`.
  static func contains(_ name: String) -> Bool {
    let words = words(of: name)
    if words.contains(where: others.contains) { return false }
    if words.contains(where: apart.contains) { return true }
    if zip(words, words.dropFirst()).contains(where: { $0 == ("held", "out") }) { return true }
    if words.contains(where: ofTraining.contains) { return false }
    return words.contains(where: measures.contains)
      || zip(words, words.dropFirst()).contains { $0 == ("win", "rate") }
  }

  private static func words(of name: String) -> [String] {
    name.lowercased().split { !($0.isLetter || $0.isNumber) }.map { String($0) }
  }
}
