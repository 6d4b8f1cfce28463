import Dashboard

/// What the dashboard may know of mail that waits behind lines it has no room for.
enum HeldMail {
  /// Takes out what goes past lines that wait: facts about the source, which hold whether these are folded or not.
  static func removeFacts(from inbox: inout [Message]) -> [Message] {
    func isFact(_ message: Message) -> Bool {
      switch message {
      case .sourceNotice, .historyLost, .readBack, .controlRefused: true
      default: false
      }
    }
    defer { inbox.removeAll(where: isFact) }
    return inbox.filter(isFact)
  }

  /// The newest report of the source, made true for a dashboard that has not been given the lines that wait: they
  /// are ahead, and the end is not reached.
  ///
  /// A paused screen holds lines back for as long as it likes; how far behind it is must go on counting.
  ///
  /// - Returns: `nil` when no report waits, or none of the newest reader generation.
  static func report(in inbox: [Message]) -> SourceReport? {
    var newest: SourceReport?
    for case .source(let report) in inbox { newest = report }
    guard var report = newest else { return nil }
    for case .lines(let lines, let generation) in inbox where generation == report.generation {
      report.linesAhead += lines.count
      report.reachedEnd = false
    }
    return report
  }
}
