import Wording

extension RunState {
  /// Scalars of log text that one line of the journal takes.
  static let textLimit = 512
  static let journalLimit = 10_000

  /// Appends a line to the journal; its text must be printable.
  mutating func say(_ severity: JournalEntry.Severity, _ subject: JournalEntry.Subject, _ text: String) {
    // Dropped in blocks, so that a long run does not move the array at every line.
    if journal.count >= Self.journalLimit {
      journal.removeFirst(Self.journalLimit / 10)
      if memory.capsSaid.insert(.journal).inserted {
        append(
          .info, .cap, "more than \(Self.journalLimit) lines here: the oldest are dropped, the log has them")
      }
    }
    append(severity, subject, text)
  }

  private mutating func append(
    _ severity: JournalEntry.Severity, _ subject: JournalEntry.Subject, _ text: String
  ) {
    journalTotal += 1
    journal.append(
      JournalEntry(
        step: progress.routingStep, time: memory.time, event: progress.events, severity: severity,
        subject: subject, text: text))
  }

  /// Says that a cap is met, the first time only.
  mutating func sayOnce(_ cap: FoldMemory.Cap, _ text: String) {
    guard memory.capsSaid.insert(cap).inserted else { return }
    say(.warning, .cap, text)
  }

  /// Sets a mark over all charts, at the present.
  mutating func mark(_ kind: Marker.Kind, _ text: String) {
    guard memory.markerThinning.takes(kind) else { return }
    markers.append(
      Marker(kind: kind, position: progress.position, event: progress.events, text: text))
    if memory.markerThinning.isFull(kind) {
      memory.markerThinning.thin(kind, &markers)
      sayOnce(
        .markers(kind),
        "more than \(MarkerThinning.limit) marks of kind \(kind.rawValue): only some of them are drawn")
    }
  }
}

/// Keeps at most 4,096 marks of a kind: when they are full every other one goes, and from then on only every second
/// (fourth, …) new one is taken.
struct MarkerThinning: Sendable {
  static let limit = 4096

  private struct Tally {
    var seen = 0
    var kept = 0
    var stride = 1
  }

  private var tallies = [Tally](repeating: Tally(), count: Marker.Kind.allCases.count)

  init() {}

  /// Whether the next mark of this kind is drawn; counts it.
  mutating func takes(_ kind: Marker.Kind) -> Bool {
    let index = Self.index(kind)
    defer { tallies[index].seen += 1 }
    guard tallies[index].seen % tallies[index].stride == 0 else { return false }
    tallies[index].kept += 1
    return true
  }

  /// Marks of this kind that were taken back.
  mutating func forget(_ kind: Marker.Kind, count: Int) {
    tallies[Self.index(kind)].kept -= count
  }

  func isFull(_ kind: Marker.Kind) -> Bool { tallies[Self.index(kind)].kept >= Self.limit }

  mutating func thin(_ kind: Marker.Kind, _ markers: inout [Marker]) {
    var place = 0
    markers.removeAll { marker in
      guard marker.kind == kind else { return false }
      place += 1
      return place % 2 == 0
    }
    let index = Self.index(kind)
    tallies[index].kept = (tallies[index].kept + 1) / 2
    tallies[index].stride *= 2
  }

  private static func index(_ kind: Marker.Kind) -> Int {
    Marker.Kind.allCases.firstIndex(of: kind) ?? 0
  }
}
