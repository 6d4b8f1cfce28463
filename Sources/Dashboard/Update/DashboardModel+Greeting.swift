import TerminalCells

extension DashboardModel {
  /// Says once, to whoever opens a screen for the first time, what to try. What there is to say already goes first.
  package mutating func greet() {
    guard !view.isGreeted, status == nil else { return }
    view.isGreeted = true
    func key(_ command: Command) -> String {
      let label = session.keys.label(of: command)
      return glyphTier == .ascii ? label.withNamedArrows : label
    }
    status = StatusLine(
      "new here? \(key(.rowDown)) and \(key(.inspect)) show one RM, \(key(.stepBack)) goes back, "
        + "\(key(.help)) explains all words and keys")
  }
}
