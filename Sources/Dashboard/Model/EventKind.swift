import RunState

/// What the events pane shows of all that happened.
package enum EventKind: String, CaseIterable, Sendable {
  case all
  case controls
  case alarms
  /// Lines that are no events, fields that were left out, what is counted no further.
  case faults

  func has(_ subject: JournalEntry.Subject) -> Bool {
    switch self {
    case .all: true
    case .controls: subject == .control
    case .alarms: subject == .alarm
    case .faults: subject == .fault || subject == .remark || subject == .cap
    }
  }

  var next: EventKind {
    let all = Self.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }
}
