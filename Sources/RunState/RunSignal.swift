/// An audit signal whose episode lasts: what the log shows, never what it means.
public struct RunSignal: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// An RM's rewards are not what its posterior said.
    case drift
    /// One RM takes more than 95 % of the recent decisions that were free.
    case collapse
    /// The training reward rises while an evaluation falls.
    case divergence
    /// More than half of the recent feedbacks are ties.
    case ties
    /// More than a fifth of the recent feedbacks are errors, or more than half of one RM's.
    case errors
    /// No feedback for 1,000 decisions.
    case silence
  }

  public var kind: Kind
  /// Index of the RM that it is about; `nil` where it is about the run.
  public var arm: Int?
  /// Index of the metric that it is about.
  public var metric: Int?
  /// The routing step at which it was said.
  public var step: Int?
  /// Printable; begins with `signal:`.
  public var text: String
}
