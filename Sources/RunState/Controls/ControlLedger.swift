import RouterEngine
import RunEvents

/// Every control of the log, by order of appearance, with what became of it; the last 10,000 at most.
package struct ControlLedger: RandomAccessCollection, Codable, Sendable {
  /// Records kept; the oldest go in blocks.
  static let limit = 10_000
  /// Controls whose obedience is watched at the same time.
  static let watchLimit = 256

  var records: [ControlRecord] = []
  /// Ordinal of a control by its `seq`, from the beginning of the run.
  private(set) var ordinalBySequence: [String: Int] = [:]
  /// Ordinal of the first record that is kept.
  private(set) var firstOrdinal = 0
  /// Ordinals of the controls that decisions are held against, oldest first.
  var watched: [Int] = []
  /// Prior means of `add` controls that nobody has acknowledged yet, by `seq`; at most 64, records have none.
  private var pendingPriors: [String: [Double]] = [:]
  /// The last control asked for, and where the journal stood then: an acknowledgement in the same write makes one line
  /// of both.
  private var lastAsked: LastAsked?

  private struct LastAsked: Equatable, Codable, Sendable {
    var ordinal: Int
    var journalCount: Int
  }

  init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { records.count }
  package subscript(index: Int) -> ControlRecord { records[index] }

  func knows(_ sequence: String) -> Bool { ordinalBySequence[sequence] != nil }

  /// Takes a control whose `seq` is new: nothing changes until it is acknowledged.
  ///
  /// - Returns: the control as it is kept, and whether old ones had to go for it.
  mutating func ask(_ control: ControlEvent, at moment: Moment) -> (kept: ControlEvent, drops: Bool) {
    let drops = dropOld()
    if case .add(_, _, let prior?) = control.action, pendingPriors.count < Roster.limit {
      pendingPriors[control.sequence] = prior
    }
    let kept = control.trimmed
    ordinalBySequence[kept.sequence] = firstOrdinal + records.count
    records.append(
      ControlRecord(
        control: kept, event: moment.event, step: moment.step,
        watch: ControlWatch(control: kept, givenStep: moment.step)))
    stopWatches(supersededBy: kept, acknowledged: false)
    watchLast()
    return (kept, drops)
  }

  /// The journal has said that the last control was asked for.
  mutating func noteAsked(journalCount: Int) {
    lastAsked = LastAsked(ordinal: firstOrdinal + records.count - 1, journalCount: journalCount)
  }

  /// Whether the journal's last line is the one that said that this control was asked for.
  mutating func wasJustAsked(_ sequence: String, journalCount: Int) -> Bool {
    defer { lastAsked = nil }
    guard let lastAsked, let ordinal = ordinalBySequence[sequence] else { return false }
    return lastAsked == LastAsked(ordinal: ordinal, journalCount: journalCount)
  }

  /// Takes an acknowledgement.
  ///
  /// - Returns: the record with it; `nil` where no control waits for it.
  mutating func acknowledge(_ applied: AppliedEvent) -> ControlRecord? {
    guard let index = index(of: applied.sequence), records[index].applied == nil else { return nil }
    records[index].applied = applied
    records[index].watch.observe(applied)
    return records[index]
  }

  /// The control has been obeyed, or refused: what no longer can be seen in decisions is not watched.
  mutating func settle(_ control: ControlEvent, isRefused: Bool) {
    pendingPriors[control.sequence] = nil
    guard !isRefused else {
      stopWatching(control.sequence)
      return
    }
    stopWatches(supersededBy: control, acknowledged: true)
    if let undone = control.undoes { stopWatching(undone) }
    if !control.isLasting { stopWatching(control.sequence) }
  }

  /// Prior mean of an `add` that waits for its acknowledgement.
  func pendingPrior(_ sequence: String) -> [Double]? { pendingPriors[sequence] }

  /// The steps of a pin or ban are over.
  ///
  /// - Returns: the control; `nil` where it is no longer listed.
  mutating func expire(_ sequence: String) -> ControlEvent? {
    guard let index = index(of: sequence) else { return nil }
    records[index].expired = true
    stopWatching(sequence)
    return records[index].control
  }

  /// The record of a control; `nil` where it is no longer listed.
  package func record(of sequence: String) -> ControlRecord? {
    index(of: sequence).flatMap { records.indices.contains($0) ? records[$0] : nil }
  }

  /// The same by its ordinal.
  func record(atOrdinal ordinal: Int) -> ControlRecord? {
    records.indices.contains(ordinal - firstOrdinal) ? records[ordinal - firstOrdinal] : nil
  }

  private func index(of sequence: String) -> Int? { ordinalBySequence[sequence].map { $0 - firstOrdinal } }

  private mutating func dropOld() -> Bool {
    guard records.count >= Self.limit else { return false }
    let count = Self.limit / 10
    for record in records.prefix(count) {
      ordinalBySequence[record.control.sequence] = nil
      pendingPriors[record.control.sequence] = nil
    }
    records.removeFirst(count)
    firstOrdinal += count
    watched.removeAll { $0 < firstOrdinal }
    return true
  }
}
