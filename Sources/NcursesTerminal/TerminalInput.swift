package import TerminalCells

/// What came from the keyboard.
package enum TerminalInput: Equatable, Sendable {
  /// Keys that were there in one go, in order: more than one is faster than fingers are, or typed while the program
  /// was busy.
  case keys([KeyStroke])
  /// A text that was pasted, where the terminal says so (bracketed paste): nobody pressed its letters.
  case pasted(String)
  /// What the mouse did, where it is asked for.
  case mouse(MouseEvent)
  /// The terminal has said what its background is.
  case background(TerminalBackground)
}
