/// A vertical mark over all charts.
package struct Marker: Equatable, Codable, Sendable {
  package enum Kind: String, CaseIterable, Codable, Sendable {
    case control
    case alarm
    /// A condition is over.
    case allClear = "all-clear"
    case segment
    case source
    case settings
    case note
    case end
  }

  package var kind: Kind
  /// On the charts' X axis.
  package var position: Double
  /// Event number (1-based `RunProgress.events`) at which it stands, for `{` and `}`.
  package var event: Int
  package var text: String
}

/// A line of the events pane.
package struct JournalEntry: Equatable, Codable, Sendable {
  package enum Severity: String, CaseIterable, Codable, Sendable {
    case info
    case good
    case warning
    case error
  }

  package enum Subject: String, CaseIterable, Codable, Sendable {
    case run
    case control
    case alarm
    case note
    case fault
    case remark
    case source
    case cap
    case settings
  }

  package var step: Int?
  package var time: Double?
  package var event: Int
  package var severity: Severity
  package var subject: Subject
  /// Printable.
  package var text: String
}
