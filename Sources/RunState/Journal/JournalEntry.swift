/// A vertical mark over all charts.
public struct Marker: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
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

  public var kind: Kind
  /// On the charts' X axis.
  public var position: Double
  /// Event number (1-based `RunProgress.events`) at which it stands, for `{` and `}`.
  public var event: Int
  public var text: String
}

/// A line of the events pane.
public struct JournalEntry: Equatable, Sendable {
  public enum Severity: String, CaseIterable, Sendable {
    case info
    case good
    case warning
    case error
  }

  public enum Subject: String, CaseIterable, Sendable {
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

  public var step: Int?
  public var time: Double?
  public var event: Int
  public var severity: Severity
  public var subject: Subject
  /// Printable.
  public var text: String
}
