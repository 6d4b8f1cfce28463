import RunEvents
import Wording

/// The reward models of the run, in the order of the `run` line (later ones by `add`; in a log without one by first
/// appearance), with what each has done. The index of a row is its arm.
package struct Roster: RandomAccessCollection, Codable, Sendable {
  static let limit = 64

  private var rows: [RewardModelState] = []
  /// Looked up, never iterated.
  private var armByID: [String: Int] = [:]
  private var recent = RecentDecisions()

  package var startIndex: Int { 0 }
  package var endIndex: Int { rows.count }
  package internal(set) subscript(arm: Int) -> RewardModelState {
    get { rows[arm] }
    _modify { yield &rows[arm] }
  }

  /// Index of a reward model by id, O(1).
  func arm(_ id: String) -> Int? { armByID[id] }

  /// Arms that have not been removed.
  package var inRun: [Int] { rows.indices.filter { rows[$0].isInRun } }
  var isFull: Bool { rows.count >= Self.limit }
  /// How many of the last 256 decisions there are.
  package var recentCount: Int { recent.count }
  var ids: [String] { rows.map(\.info.id) }

  /// A new row at the end; an id that is in the run keeps its first one, that of a removed reward model goes to the
  /// new one.
  mutating func append(_ info: RewardModelInfo) {
    if arm(info.id).map({ !rows[$0].isInRun }) ?? true { armByID[info.id] = rows.count }
    rows.append(RewardModelState(info: info))
  }

  mutating func remove(_ arm: Int) {
    rows[arm].isInRun = false
    rows[arm].sinceBan = nil
  }

  /// A decision has chosen this one; it is one more of every one that is banned.
  mutating func count(decision arm: Int) {
    rows[arm].decisions += 1
    rows[arm].recentDecisions += 1
    if let gone = recent.append(arm) { rows[gone].recentDecisions -= 1 }
    countSinceBans(arm)
  }

  mutating func count(_ outcome: FeedbackEvent.Outcome, arm: Int, at moment: Moment) {
    switch outcome {
    case .loss, .reward: break
    case .tie: rows[arm].ties += 1
    case .error(let text):
      rows[arm].errors += 1
      rows[arm].lastError = printableError(text)
      rows[arm].lastErrorStep = moment.step
      rows[arm].lastErrorTime = moment.time
    }
  }

  mutating func count(reward: Double, arm: Int) {
    rows[arm].rewardCount += 1
    rows[arm].rewardSum += reward
  }

  mutating func count(latency: Double, arm: Int) {
    rows[arm].latencyCount += 1
    rows[arm].latencySum += latency
  }

  mutating func countNonFinite(_ arm: Int) { rows[arm].nonFinite += 1 }

  /// Reward models in the run, and the sum of their costs; no number where one of them has none.
  var ensemble: (calls: Int, cost: Double) {
    var calls = 0
    var cost = 0.0
    for row in rows where row.isInRun {
      calls += 1
      cost += row.info.cost ?? .nan
    }
    return (calls, cost)
  }
}

/// An error of many lines, as Python raises it, in its first and its last.
func printableError(_ text: String) -> String {
  let lines = text.split(whereSeparator: \.isNewline).map { printableText(String($0), limit: 160) }
    .filter { !$0.allSatisfy { $0 == " " } }
  guard let first = lines.first, let last = lines.last, lines.count > 1 else { return lines.first ?? "" }
  return first + " … " + last
}
