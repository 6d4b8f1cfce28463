import RouterEngine
import Wording

extension RunState {
  /// Asks for the file that the settings name, unless it is the one at hand.
  mutating func loadPriorFile() {
    guard case .file(let name, let digest) = settings.prior else {
      memory.priorFile = nil
      return
    }
    guard memory.priorFile?.source != settings.prior else { return }
    let outcome: PriorLoader.Outcome
    if let digest {
      outcome = memory.priors.load(name, digest)
    } else {
      outcome = .refused("\(priorFileWords) comes without router.prior_sha256, which says what must be in it")
    }
    memory.priorFile = FoldMemory.PriorFileMemory(source: settings.prior, outcome: outcome)
  }

  /// Why the file that the settings name cannot be used; `nil` where it can, or none is named.
  var unusablePriorFile: String? {
    guard let file = memory.priorFile else { return nil }
    switch file.outcome {
    case .refused(let sentence): return sentence
    case .loaded(let prior):
      guard prior.baseline != nil, !SharedBaseline.supports(settings.reward.engineRule) else { return nil }
      return sentence(of: .rewardRule) + " (it is \(settings.reward.rule.rawValue)"
        + (settings.reward.rule == .batch ? " with scope rm)" : ")")
    }
  }

  /// The file's prior for the RMs of the header; `nil` where the settings name none.
  func filePrior(dimension: Int) throws(RouterPriorMismatch) -> AlignedPrior? {
    guard case .loaded(let prior) = memory.priorFile?.outcome else { return nil }
    return try prior.aligned(
      to: headerModels.map(\.info.id), dimension: dimension, hasIntercept: settings.intercept)
  }

  var priorFileWords: String {
    guard case .file(let name, _) = settings.prior else { return "the prior" }
    return "the prior file \(quoted(name))"
  }

  func sentence(of mismatch: RouterPriorMismatch) -> String { priorFileWords + " " + mismatch.description }

  /// Names the RMs that the file does not know.
  mutating func sayUnnamed(_ arms: [Int]) {
    guard !arms.isEmpty else { return }
    let names = arms.prefix(4).map { quoted(rewardModels[$0].info.id) }.joined(separator: ", ")
    let more = arms.count > 4 ? " and \(arms.count - 4) more" : ""
    say(
      .info, .settings,
      "\(priorFileWords) has no row for \(names)\(more): the mean of its rows is taken")
  }
}
