import RouterEngine
import RunEvents

extension ControlLedger {
  /// What a decision has shown of a control.
  struct Finding {
    var ordinal: Int
    var control: ControlEvent
    var status: ControlStatus
    var arm: Int?
  }

  /// Holds a decision against the controls that are watched.
  ///
  /// - Returns: those whose status is another now.
  mutating func observe(_ decision: RoutedDecision, roster: Roster, allowed: AllowedSet) -> [Finding] {
    guard !watched.isEmpty else { return [] }
    var findings: [Finding] = []
    for ordinal in watched {
      let index = ordinal - firstOrdinal
      let before = records[index].status
      let arm = records[index].control.rewardModel.flatMap { roster.arm($0) }
      records[index].watch.observe(decision, arm: arm, allowed: allowed)
      let status = records[index].status
      guard status != before else { continue }
      findings.append(Finding(ordinal: ordinal, control: records[index].control, status: status, arm: arm))
    }
    watched.removeAll { records[$0 - firstOrdinal].isSettled }
    return findings
  }

  /// Whether a control stands that is not obeyed.
  func isDisobeyed(_ ordinal: Int) -> Bool {
    guard watched.contains(ordinal), case .notObeyed = records[ordinal - firstOrdinal].status else {
      return false
    }
    return true
  }

  /// The last control is held against decisions, where they can show anything of it.
  mutating func watchLast() {
    guard let last = records.last, last.control.verb != nil else { return }
    if watched.count >= Self.watchLimit { watched.removeFirst() }
    watched.append(firstOrdinal + records.count - 1)
  }

  mutating func stopWatching(_ sequence: String) {
    guard let ordinal = ordinalBySequence[sequence] else { return }
    watched.removeAll { $0 == ordinal }
  }

  /// A later control of the same scope takes the place of earlier ones: of those that nobody acknowledged at once,
  /// of the others when it is acknowledged itself.
  mutating func stopWatches(supersededBy control: ControlEvent, acknowledged: Bool) {
    watched.removeAll { ordinal in
      let record = records[ordinal - firstOrdinal]
      guard record.control.sequence != control.sequence, control.supersedes(record.control) else {
        return false
      }
      return acknowledged || record.applied == nil
    }
  }

  /// Controls that nobody acknowledged end by themselves where they named a number of steps.
  mutating func stopOverdueWatches(at step: Int) {
    guard !watched.isEmpty else { return }
    watched.removeAll { ordinal in
      let record = records[ordinal - firstOrdinal]
      guard record.applied == nil, let given = record.step, let steps = record.control.steps else {
        return false
      }
      let (end, overflows) = given.addingReportingOverflow(steps)
      return !overflows && step >= end
    }
  }
}

extension ControlRecord {
  /// Whether no decision can change what is known of it.
  fileprivate var isSettled: Bool {
    switch status {
    case .pending, .unconfirmed: false
    case .obeyed: !control.isLasting
    case .refused: true
    // Stands until it is superseded, taken back, or over.
    case .notObeyed: false
    }
  }
}
