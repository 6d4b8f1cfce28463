/// Which names of metrics are evaluations, measured apart from training, and whether more of them is better.
///
/// A table of rules, of which the first that fits decides. Names are cut into words at everything that is no letter and
/// no digit, in lower case. Tested over the names that TRL, verl, OpenRLHF and lighteval give.
package enum EvaluationNames {
  package enum Better: String, Codable, Sendable {
    case more
    case less
  }

  private enum Position {
    /// Names that begin with one of the terms.
    case first
    /// Names with one of the terms anywhere.
    case anywhere
    /// The same among names that say that they were measured apart from training.
    case apart
  }

  private struct Rule {
    var position: Position
    /// Words, or several one after the other; `#` stands for digits. Without terms every name of the position fits.
    var terms: [String] = []
    /// `nil`: not watched.
    var better: Better?
  }

  /// Words that say that something was measured apart from training.
  private static let apart = [
    "eval", "evals", "evaluation", "test", "val", "valid", "validation", "heldout", "held out", "holdout",
    "benchmark",
    "bench", "lighteval", "leaderboard",
  ]

  private static let rules: [Rule] = [
    // Measures of quality with a word in them that otherwise rules them out.
    Rule(position: .anywhere, terms: ["acc norm stderr"]),
    Rule(position: .anywhere, terms: ["acc norm"], better: .more),
    Rule(position: .apart, terms: ["token accuracy", "step accuracy"], better: .more),
    Rule(position: .anywhere, terms: ["pass # # samples"], better: .more),
    // What a trainer measures on its own batches, whatever it is called.
    Rule(
      position: .first,
      terms: [
        "actor", "critic", "policy", "objective", "reward", "rewards", "rollout", "timing", "perf", "train",
        "training",
      ]),
    Rule(position: .anywhere, terms: ["train", "training"]),
    // No measure of quality, or the spread of one.
    Rule(
      position: .anywhere,
      terms: [
        "std", "stderr", "stdev", "var", "variance", "ratio", "clip", "clipfrac", "clipped", "length",
        "lengths", "len",
        "token", "tokens", "time", "timing", "runtime", "second", "seconds", "latency", "throughput", "step",
        "steps",
        "epoch", "epochs", "grad", "norm", "lr", "memory", "count", "num", "number", "samples", "turns",
        "entropy",
        "logps", "logits", "logprobs", "chosen", "rejected", "reject", "beta", "temperature",
      ]),
    Rule(
      position: .apart,
      terms: [
        "loss", "losses", "nll", "perplexity", "ppl", "kl", "error", "errors", "wer", "cer", "failure",
        "failures",
        "toxicity", "toxic", "harmfulness", "hallucination", "hallucinations", "violation", "violations",
        "bits per byte",
      ], better: .less),
    Rule(position: .apart, better: .more),
    // Measures that say by themselves that they are no training's.
    Rule(position: .anywhere, terms: ["loss", "nll", "perplexity", "ppl", "kl", "error", "errors"]),
    Rule(
      position: .anywhere,
      terms: [
        "winrate", "win rate", "accuracy", "acc", "judge score", "pass #", "pass#", "maj #", "maj#",
        "exact match",
        "extractive match",
      ], better: .more),
  ]

  /// `nil` where the metric is not watched.
  package static func better(_ name: String) -> Better? {
    let words = name.lowercased().split { !($0.isLetter || $0.isNumber) }.map { String($0) }
    let isApart = apart.contains { isIn(words, $0) }
    for rule in rules {
      switch rule.position {
      case .first where rule.terms.contains { isIn(Array(words.prefix(1)), $0) }: return rule.better
      case .anywhere where rule.terms.contains { isIn(words, $0) }: return rule.better
      case .apart where isApart && (rule.terms.isEmpty || rule.terms.contains { isIn(words, $0) }):
        return rule.better
      default: continue
      }
    }
    return nil
  }

  private static func isIn(_ words: [String], _ term: String) -> Bool {
    let terms = term.split(separator: " ")
    guard terms.count <= words.count else { return false }
    return (0...(words.count - terms.count)).contains { start in
      zip(words[start...], terms).allSatisfy { fits($0, $1) }
    }
  }

  /// `pass1` fits `pass#`.
  private static func fits(_ word: String, _ term: Substring) -> Bool {
    guard term.last == "#" else { return word == term }
    let stem = term.dropLast()
    return word.hasPrefix(stem) && word.count > stem.count
      && word.dropFirst(stem.count).allSatisfy { $0.isASCII && $0.isNumber }
  }
}
