import RunState

/// Which lines of the events pane are of the kind that is asked for, and which match what is searched for: looked at
/// from the newest back, a bounded amount of work at a time, and kept.
struct EventSieve {
  /// What is asked of each line.
  struct Question: Equatable {
    var kind = EventKind.all
    var pattern: TextPattern?

    static let none = Question()

    func has(_ entry: JournalEntry) -> Bool { kind.has(entry.subject) }
  }

  private(set) var question = Question.none
  private(set) var journal = Part()
  private(set) var notices = Part()
  private var generation = 0
  private var total = 0

  /// Work that one message may bring with it, in steps of the machine of patterns.
  static let patience = 100_000
  /// The same where lines come in: folding them goes first.
  static let patienceWhileFolding = 10_000

  /// Whether all lines have been looked at.
  var isDone: Bool { journal.isDone && notices.isDone }

  /// Brings the answers up to date, as far as the work allows.
  mutating func refresh(
    _ question: Question, _ run: RunState, generation: Int, notices: [JournalEntry], work: Int
  ) {
    if question != self.question { self = EventSieve(question: question) }
    guard question != .none else { return }
    var left = work
    let grown = run.journal.total - total
    let isSame = generation == self.generation && grown >= 0 && run.journal.count - journal.count == grown
    self.generation = generation
    total = run.journal.total
    journal.refresh(run.journal, question, continues: isSame, left: &left)
    self.notices.refresh(notices, question, continues: notices.count >= self.notices.count, left: &left)
  }

  /// Whether the answers are about these lines.
  func covers(_ run: RunState, generation: Int, notices: [JournalEntry]) -> Bool {
    generation == self.generation && total == run.journal.total && journal.count == run.journal.count
      && self.notices.count == notices.count
  }

  /// The answers about one list of lines.
  struct Part {
    /// Lines that there were.
    private(set) var count = 0
    private(set) var ofKind = Found()
    private(set) var matching = Found()
    private var examined = 0..<0
    private var ends: [JournalEntry?] = []

    var isDone: Bool { examined == 0..<count }
    /// Lines that have been looked at.
    var seen: Int { examined.count }

    mutating func refresh(
      _ lines: some RandomAccessCollection<JournalEntry>, _ question: Question, continues: Bool,
      left: inout Int
    ) {
      // The same count may be of other lines: one was dropped as one came.
      let isSame = continues && (count == 0 || ends == [line(lines, 0), line(lines, count - 1)])
      if !isSame {
        self = Part()
        examined = lines.count..<lines.count
      } else if count == 0 {
        examined = lines.count..<lines.count
      }
      count = lines.count
      ends = [line(lines, 0), line(lines, count - 1)]
      func look(_ place: Int) -> (ofKind: Bool, matches: Bool) {
        left -= 20
        guard let entry = line(lines, place), question.has(entry) else { return (false, false) }
        guard let pattern = question.pattern else { return (true, true) }
        var cost = 0
        defer { left -= cost }
        return (true, pattern.matches(entry.text, cost: &cost))
      }
      while examined.upperBound < count, left > 0 {
        let place = examined.upperBound
        let (isOfKind, matches) = look(place)
        if isOfKind { ofKind.newer.append(place) }
        if matches { matching.newer.append(place) }
        examined = examined.lowerBound..<place + 1
      }
      while examined.lowerBound > 0, left > 0 {
        let place = examined.lowerBound - 1
        let (isOfKind, matches) = look(place)
        if isOfKind { ofKind.older.append(place) }
        if matches { matching.older.append(place) }
        examined = place..<examined.upperBound
      }
    }

    private func line(_ lines: some RandomAccessCollection<JournalEntry>, _ place: Int) -> JournalEntry? {
      guard place >= 0, place < lines.count else { return nil }
      return lines[lines.index(lines.startIndex, offsetBy: place)]
    }
  }

  /// Places of lines, rising.
  struct Found {
    /// From the first look back: falling.
    fileprivate(set) var older: [Int] = []
    /// What has come since.
    fileprivate(set) var newer: [Int] = []

    var count: Int { older.count + newer.count }

    subscript(index: Int) -> Int {
      index < older.count ? older[older.count - 1 - index] : newer[index - older.count]
    }
  }
}

extension EventSieve {
  private init(question: Question) { self.question = question }
}
