/// What happens in a simulated run.
package enum Scenario: String, CaseIterable, Sendable {
  case specialists
  case hacking
  case collapse
  case drift
  case messy
  case deaf

  /// One sentence for help texts and menus.
  package var summary: String {
    switch self {
    case .specialists:
      "each reward model is best in its own category, and the router learns which"
    case .hacking:
      "one reward model's reward rises while the evaluation falls; banning it brings the evaluation back"
    case .collapse:
      "one reward model is so much better that the router sends it more than 95 % of the pairs"
    case .drift:
      "the best reward model becomes a bad one a third of the way into the run, and another takes over"
    case .messy:
      "NaN, bad lines, restarts, ties, errors, late and repeated feedback: all that a real log brings"
    case .deaf:
      "the trainer acknowledges no control and goes on choosing a banned reward model"
    }
  }
}
