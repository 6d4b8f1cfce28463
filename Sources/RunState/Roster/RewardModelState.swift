import RouterEngine
import RunEvents

/// One reward model's row: who it is, and what it has done.
public struct RewardModelState: Sendable {
  public var info: RewardModelInfo
  /// False after `remove`.
  public var isInRun = true
  public var decisions = 0
  /// Of the last 256 decisions.
  public var recentDecisions = 0
  /// Decisions since it was banned from all categories; `nil` while it is not.
  public var sinceBan: BanTally?
  /// Finite raw rewards (−loss or reward) seen.
  public var rewardCount = 0
  public var rewardSum = 0.0
  public var ties = 0
  public var errors = 0
  /// Text of the last of them; printable.
  public internal(set) var lastError: String?
  /// Its losses, rewards, scores and latencies that were NaN or infinite.
  public var nonFinite = 0
  public var latencyCount = 0
  public var latencySum = 0.0

  public init(info: RewardModelInfo) { self.info = info }

  public var meanReward: Double? { rewardCount > 0 ? rewardSum / Double(rewardCount) : nil }
  /// Feedback of every kind: rewards, ties, errors.
  public var answers: Int { rewardCount + ties + errors }
  /// A part of the answers; `nil` before the first.
  public func share(of part: Int) -> Double? { answers > 0 ? Double(part) / Double(answers) : nil }
  public var meanLatency: Double? { latencyCount > 0 ? latencySum / Double(latencyCount) : nil }
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
}
