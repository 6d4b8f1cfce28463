import JSON
import OfflineRouter
import RunEvents
import TerminalCells
import Wording

/// What `train --method bayesian-router` says of its result.
struct HeadReport {
  let model: HeadModel
  let pairs: [JudgedPair]
  let held: [JudgedPair]?
  let output: String

  private var best: HeadEpoch? { model.bestEpoch > 0 ? model.epochs[model.bestEpoch - 1] : nil }
  private var accuracies: RewardModelAccuracies {
    RewardModelAccuracies(pairs, rewardModels: model.rewardModels)
  }

  var text: String {
    let accuracies = accuracies
    var text =
      "\(formatCount(pairs.count, of: "judged pair")), \(formatCount(model.rewardModels.count, of: "reward model")), "
      + "contexts of \(formatCount(model.transform.bias.count, of: "number"))\n"
    text += accuracies.text
    text += ending + "\n"
    if let best {
      let judged =
        model.validationPairs > 0
        ? "the \(formatCount(model.validationPairs)) validation pairs" : "the pairs it learned from"
      let loss = best.validationLoss.map { ", loss \(formatFixed($0, decimals: 4))" } ?? ""
      let accuracy = best.accuracy.map { formatShare($0, decimals: 1) + "%" } ?? "none"
      let single = model.bestSingleAccuracy.map { formatShare($0, decimals: 1) + "%" } ?? "none"
      text +=
        "best epoch \(best.number)\(loss): routing is right on \(accuracy) of \(judged), "
        + "the best single reward model (\(printableText(model.bestSingle, limit: 256))) on \(single)\n"
    }
    text +=
      "no gate: the published way does not test whether the context earns its place; `rmtop evaluate` compares it\n"
    text +=
      "start runs with prior_precision 50, noise_variance 1: what the published recipe was measured with\n"
    return text + "written: \(shownPath(output))\n"
  }

  private var ending: String {
    let count = formatCount(model.epochs.count, of: "epoch")
    switch model.ending {
    case .finished: return "trained \(count), all that were asked for"
    case .converged: return "trained \(count), until the validation loss no longer fell"
    case .stopped: return "stopped after \(count); the best so far is kept"
    }
  }

  var json: String {
    JSONText.object { json in
      json.field("method", HeadModel.method)
      json.field("output", output)
      json.field("pairs", pairs.count)
      json.field("dim", model.transform.bias.count)
      accuracies.write(to: &json)
      json.field("epochs", model.epochs.count)
      json.field("best_epoch", model.bestEpoch)
      json.field("ending", model.ending.rawValue)
      json.field("validation_pairs", model.validationPairs)
      json.field("validation_loss", best?.validationLoss)
      json.field("accuracy", best?.accuracy)
      json.field("best_single", model.bestSingle)
      json.field("best_single_accuracy", model.bestSingleAccuracy)
    }
  }
}
