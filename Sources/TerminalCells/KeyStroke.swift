/// A key press as the terminal layer reports it.
package enum KeyStroke: Hashable, Sendable {
  /// A printable character, as typed (shift is in the character).
  case character(Character)
  /// Ctrl with a lower-case letter: `.control("c")`.
  case control(Character)
  case up
  case down
  case left
  case right
  case shiftLeft
  case shiftRight
  case pageUp
  case pageDown
  case home
  case end
  case insert
  case delete
  case backspace
  case enter
  case escape
  case tab
  case shiftTab
  case function(Int)
}
