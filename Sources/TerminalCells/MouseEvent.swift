/// What the mouse did, in cells from the upper left corner.
package struct MouseEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case press
    /// It was moved with the button held.
    case drag
    case release
    case wheelUp
    case wheelDown
  }

  package var kind: Kind
  package var x: Int
  package var y: Int

  package init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
