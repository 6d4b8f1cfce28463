import RunEvents
package import RunState

/// One line whose folding is too much work for the thread that answers keys, with the state to fold it into; or a look
/// at its posteriors that is.
///
/// The dashboard lends it (`Effect.foldElsewhere`), somebody calls `fold()` on any thread, and the dashboard takes it
/// back (`Message.folded`). Until then no other line is folded, and the screen shows the state as it was before.
package struct HeavyFold: Sendable {
  /// Of the lending: one that was given up meanwhile is thrown away when it comes back.
  package let ticket: Int
  /// `nil` is a look.
  let line: LogLine?
  package private(set) var run: RunState
  /// The answer to a what-if that is asked, folded beside the run.
  private(set) var answer: WhatIf?
  private var isFolded = false

  init(ticket: Int, line: LogLine?, run: RunState, answer: WhatIf? = nil) {
    self.ticket = ticket
    self.line = line
    self.run = run
    self.answer = answer
  }

  /// Does the work, once.
  package mutating func fold() {
    guard !isFolded else { return }
    isFolded = true
    guard let line else { return run.look() }
    run.fold(line)
    // Taken out and put back, so that nothing of it is copied.
    guard var answer = answer.take() else { return }
    answer.fold(line, recorded: run)
    self.answer = answer
  }
}

/// What the dashboard remembers of a fold that it has lent.
struct LentFold: Sendable {
  var ticket: Int
  /// `nil` is a look: the moment stays the same.
  var line: LogLine?
  /// Progress and decisions before the line.
  var progress: RunProgress
  var decisions: Int
  /// Monotonic time of the lending.
  var since: Double
}

/// Whether a line is folded elsewhere; nothing else is folded until it is back.
enum Lending: Sendable {
  case none
  /// To be taken by the shell.
  case offered(LentFold, HeavyFold)
  case away(LentFold)

  var fold: LentFold? {
    switch self {
    case .none: nil
    case .offered(let fold, _), .away(let fold): fold
    }
  }
}
