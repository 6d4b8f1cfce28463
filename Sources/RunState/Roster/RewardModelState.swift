import RouterEngine
package import RunEvents

/// One reward model's row: who it is, and what it has done.
package struct RewardModelState: Codable, Sendable {
  package var info: RewardModelInfo
  /// False after `remove`.
  package var isInRun = true
  package var decisions = 0
  /// Of the last 256 decisions.
  package var recentDecisions = 0
  /// Decisions since it was banned from all categories; `nil` while it is not.
  package var sinceBan: BanTally?
  /// Finite raw rewards (−loss or reward) seen.
  package var rewardCount = 0
  package var rewardSum = 0.0
  package var ties = 0
  package var errors = 0
  /// Text of the last of them; printable.
  package internal(set) var lastError: String?
  /// The routing step and `t` of the last of them.
  package internal(set) var lastErrorStep: Int?
  package internal(set) var lastErrorTime: Double?
  /// Oldest first; 10 at most.
  package internal(set) var lastDecisions: [DecisionRecord] = []
  /// Its losses, rewards, scores and latencies that were NaN or infinite.
  package var nonFinite = 0
  package var latencyCount = 0
  package var latencySum = 0.0

  package init(info: RewardModelInfo) { self.info = info }

  package var meanReward: Double? { rewardCount > 0 ? rewardSum / Double(rewardCount) : nil }
  /// Feedback of every kind: rewards, ties, errors.
  package var answers: Int { rewardCount + ties + errors }
  /// A part of the answers; `nil` before the first.
  package func share(of part: Int) -> Double? { answers > 0 ? Double(part) / Double(answers) : nil }
  package var meanLatency: Double? { latencyCount > 0 ? latencySum / Double(latencyCount) : nil }
}

extension RewardModelState {
  func hash(into digest: inout StateDigest) {
    digest.combine(info.id)
    digest.combine(isInRun)
    for number in [decisions, recentDecisions, rewardCount, ties, errors, nonFinite, latencyCount] {
      digest.combine(number)
    }
    sinceBan?.hash(into: &digest)
    digest.combine(rewardSum)
    digest.combine(latencySum)
    digest.combine(lastError ?? "")
  }

  /// What is kept of single events.
  func hashMemory(into digest: inout StateDigest) {
    digest.combine(lastErrorStep ?? -1)
    digest.combine(lastErrorTime ?? .nan)
    digest.combine(lastDecisions.count)
    for record in lastDecisions { record.hash(into: &digest) }
  }
}
