import RunEvents

/// Writes events as lines of a run log.
public struct EventEncoder: Sendable {
  public init() {}

  /// One line without newline; `full` writes every field of `router`, also those that have their default.
  public func encode(_ event: TimedEvent, full: Bool = false) -> String {
    ""
  }
}
