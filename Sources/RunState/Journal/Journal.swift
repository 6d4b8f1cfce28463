/// What the fold has said, oldest first: 10,000 lines at most, the last 9,000 at least.
///
/// The parts of the state answer with facts; here alone they become sentences (`RunFact.line`).
package struct Journal: RandomAccessCollection, Equatable, Codable, Sendable {
  static let limit = 10_000

  private var entries: [JournalEntry] = []
  /// Lines so far, the dropped ones too.
  package private(set) var total = 0
  /// Each is said once.
  private(set) var capsSaid: Set<Cap> = []

  package var startIndex: Int { 0 }
  package var endIndex: Int { entries.count }
  package subscript(index: Int) -> JournalEntry { entries[index] }

  mutating func say(_ fact: RunFact, at moment: Moment) {
    let line = fact.line
    append(line.severity, line.subject, line.text, at: moment)
  }

  /// Says that a cap is met, the first time only.
  mutating func sayOnce(_ cap: Cap, at moment: Moment) {
    guard capsSaid.insert(cap).inserted else { return }
    append(cap == .journal ? .info : .warning, .cap, cap.sentence, at: moment)
  }

  /// Takes the last line back: the next one says the same and more.
  mutating func retractLast() { entries.removeLast() }

  private mutating func append(
    _ severity: JournalEntry.Severity, _ subject: JournalEntry.Subject, _ text: String, at moment: Moment
  ) {
    // Dropped in blocks, so that a long run does not move the array at every line.
    if entries.count >= Self.limit {
      entries.removeFirst(Self.limit / 10)
      sayOnce(.journal, at: moment)
    }
    total += 1
    entries.append(
      JournalEntry(
        step: moment.step, time: moment.time, event: moment.event, severity: severity, subject: subject,
        text: text))
  }
}
