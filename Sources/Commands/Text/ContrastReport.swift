import JSON
import OfflineRouter
import RunEvents
import TerminalCells
import Wording

/// What `train` says of the calibrated fit.
struct ContrastReport {
  let fit: ContrastFit
  let pairs: [JudgedPair]
  /// Pairs set aside; none where the fit had all.
  let held: [JudgedPair]
  let output: String

  /// How a routing by E·x does on pairs that the fit has not seen.
  struct HeldOut {
    var pairs = 0
    var routed = 0
    var bestSingle = 0
  }

  private var accuracies: RewardModelAccuracies {
    RewardModelAccuracies(pairs, rewardModels: fit.rewardModels)
  }

  var text: String {
    let accuracies = accuracies
    var text =
      "\(formatCount(fit.pairCount, of: "judged pair")) in \(formatCount(fit.groupCount, of: "group")), "
      + "\(formatCount(fit.rewardModels.count, of: "reward model")), "
      + "contexts of \(formatCount(fit.dimension, of: "number"))\n"
    text += accuracies.text
    text += "gate \(fit.isGateOpen ? "open" : "closed"): \(finding)\n"
    text += meaning + "\n"
    if let heldText { text += heldText + "\n" }
    return text + "written: \(shownPath(output))\n"
  }

  /// The cross-validated gain, its error and the penalty chosen.
  private var finding: String {
    // With one group there is nothing to validate across.
    guard fit.groupCount > 1 else { return "one group of pairs cannot be cross-validated" }
    let penalty = fit.penalty < 1e8 ? formatFixed(fit.penalty, decimals: 0) : "1e9"
    return "cross-validated gain over the best single reward model \(Self.points(fit.gain, sign: .always)) ± "
      + "\(Self.points(fit.gainError)) points, λ = \(penalty)"
  }

  /// One sentence on what the gate's state means for a run.
  var meaning: String {
    if fit.isGateOpen {
      let sure = fit.gain > 2 * fit.gainError ? "" : ", though by no more than its error"
      return "the context earned its place\(sure): a run that starts from this file routes by it "
        + "(policy \(fit.policyName), exploration 0)"
    }
    let why =
      fit.groupCount < 2
      ? "nothing shows that the context would help"
      : fit.penalty >= 1e8
        ? "no context predicts which reward model is right better than their averages do"
        : "routing by the context did not beat the best single reward model"
    return
      "\(why): a run that starts from this file uses the best reward model, and another only where that is "
      + "better beyond doubt (policy \(fit.policyName))"
  }

  private var heldText: String? {
    let held = heldOut
    guard held.pairs > 0 else { return nil }
    return
      "held out: routing by E·x is right on \(formatShare(Double(held.routed) / Double(held.pairs), decimals: 1))% "
      + "of \(formatCount(held.pairs)) pairs, the best single reward model of the others on "
      + "\(formatShare(Double(held.bestSingle) / Double(held.pairs), decimals: 1))%"
  }

  /// Over the pairs on which both choices are labelled.
  var heldOut: HeldOut {
    var result = HeldOut()
    guard let best = accuracies.best?.id else { return result }
    let transform = PairTransform.linear(fit.transform)
    for pair in held {
      guard let context = transform.context(for: pair.features, category: pair.category) else { continue }
      let scores = fit.weights.map { row in zip(row, context + [1]).reduce(0) { $0 + $1.0 * $1.1 } }
      guard let top = scores.indices.max(by: { scores[$0] < scores[$1] }) else { continue }
      let labels = pair.labels
      guard let routed = Self.label(fit.rewardModels[top], labels), let single = Self.label(best, labels)
      else {
        continue
      }
      result.pairs += 1
      result.routed += routed ? 1 : 0
      result.bestSingle += single ? 1 : 0
    }
    return result
  }

  private static func label(_ id: String, _ labels: [JudgedPair.Label]) -> Bool? {
    labels.first { $0.rewardModel == id }?.isRight
  }

  private static func points(_ fraction: Double, sign: SignStyle = .negativeOnly) -> String {
    formatFixed(100 * fraction, decimals: 1, sign: sign)
  }

  var json: String {
    JSONText.object { json in
      json.field("method", ContrastFit.method)
      json.field("output", output)
      json.field("pairs", fit.pairCount)
      json.field("groups", fit.groupCount)
      json.field("dim", fit.dimension)
      accuracies.write(to: &json)
      json.field("gate", fit.isGateOpen ? "open" : "closed")
      json.field("gain", fit.gain)
      json.field("gain_se", fit.gainError)
      json.field("lambda", fit.penalty)
      json.field("policy", fit.policyName)
      json.field("noise_variance", fit.noiseVariance)
      let held = heldOut
      if held.pairs > 0 {
        json.field("held_out_pairs", held.pairs)
        json.field("held_out_accuracy", Double(held.routed) / Double(held.pairs))
        json.field("held_out_best_single", Double(held.bestSingle) / Double(held.pairs))
      }
    }
  }
}
