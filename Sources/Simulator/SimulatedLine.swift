package import RunEvents

/// One line of the log that a simulated trainer writes.
package enum SimulatedLine: Equatable, Sendable {
  case event(TimedEvent)
  /// A line as it stands, without its newline: what no encoder would write, for the scenario `messy`.
  /// Bytes and not text, since some of them are not UTF-8.
  case raw([UInt8])
}
