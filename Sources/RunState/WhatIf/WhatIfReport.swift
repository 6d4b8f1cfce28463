import Router
package import RouterEngine
import RunEvents
import Wording

/// What a question about a recorded run comes to so far.
package struct WhatIfReport: Equatable, Sendable {
  package struct Share: Equatable, Sendable {
    package var rewardModel: String
    /// Of the decisions that could be answered: mean π, and how often it was chosen.
    package var whatIf: Double
    package var happened: Double
  }

  package var startStep: Int?
  package var tally: WhatIfTally
  /// Eligible rounds that wait for their batch to close.
  package var waiting: Int
  /// In the order of the run's RMs; empty before the first answered decision.
  package var shares: [Share]
  /// On rewards as the recorded run normalised them.
  package var reward: OffPolicyReport
  /// On whether the chosen RM was right, where labels are logged, and what is true of the same rounds.
  package var correctness: OffPolicyReport?
  package var correctnessTruth: Double?
  /// 1: all eligible rounds are kept; 2: those of every second batch, and so on.
  package var stride: Int
  /// Why no probabilities are known, or a control of the question is not in effect; printable.
  package var obstacle: String?
  package var conflict: String?
  /// Rounds kept when it was made, and what regressions might take.
  package var roundsSeen: Int
  package var modelBudget: Double
}

extension WhatIf {
  /// Estimates from the rounds so far.
  ///
  /// - Parameters:
  ///   - modelBudget: as `OffPolicyEvaluation.modelBudget`, for each of the two reports.
  ///   - judgesCorrectness: whether there is one on labels, too.
  /// - Complexity: as `OffPolicyEvaluation.report`.
  package func report(modelBudget: Double = .infinity, judgesCorrectness: Bool = true) -> WhatIfReport {
    let evaluation = OffPolicyEvaluation(armCount: other.rewardModels.count, modelBudget: modelBudget)
    var report = WhatIfReport(
      startStep: startStep, tally: tally, waiting: pending.eligible, shares: shares,
      reward: evaluation.report(rounds), stride: stride, obstacle: obstacle, conflict: allowed.conflict,
      roundsSeen: rounds.count, modelBudget: modelBudget)
    if judgesCorrectness, !correctness.isEmpty {
      report.correctness = evaluation.report(correctness)
      report.correctnessTruth =
        correctnessOfTarget.reduce(0, +) / Double(max(1, correctnessOfTarget.count))
    }
    return report
  }

  /// Shares of the decisions answered so far, in the order of the run's RMs; empty before the first.
  package var shares: [WhatIfReport.Share] {
    guard tally.answered > 0 else { return [] }
    let answered = Double(tally.answered)
    return other.rewardModels.indices.map { arm in
      let isKnown = arm < tally.whatIf.count
      return WhatIfReport.Share(
        rewardModel: other.rewardModels[arm].info.id, whatIf: isKnown ? tally.whatIf[arm] / answered : 0,
        happened: isKnown ? Double(tally.happened[arm]) / answered : 0)
    }
  }

  /// By arm over the run: before the question begins the recorded shares, then those of its probabilities.
  package var shareHistory: ShareHistory { other.shares }

  /// Why the other settings give no probabilities; `nil` where they do, or nobody has asked yet.
  package var obstacle: String? {
    guard tally.withoutAnswer > 0 else { return nil }
    if target == nil, case .fixed(let id) = other.settings.policy {
      return "the run has no reward model \(printableText(id, limit: 64)) that could be fixed"
    }
    if case .unavailable(let sentence) = other.posterior { return "no posterior: " + sentence }
    return lastObstacle
  }

  /// Why a control of the question is not in effect now; printable.
  package var conflict: String? { allowed.conflict }

  /// How many rounds there are to estimate from, for those who look again only when there are more.
  package var roundCount: Int { rounds.count }
}
