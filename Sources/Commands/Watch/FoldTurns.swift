/// Whose lines are folded next: those of the run in focus, and in every fourth turn those of the others, one after the
/// other; of whoever wants to where the rest do not.
struct FoldTurns {
  private var turns = 0
  /// The run beside the focused one that had the last turn.
  private var last = 0

  static let turnsOfFocus = 3

  /// - Parameter wanting: which runs have lines to fold.
  /// - Returns: `nil` where none has.
  mutating func next(of wanting: [Bool], focus: Int) -> Int? {
    turns = (turns + 1) % (Self.turnsOfFocus + 1)
    let isFocused = wanting.indices.contains(focus) && wanting[focus]
    if isFocused, turns != 0 { return focus }
    let order = wanting.indices.map { (last + 1 + $0) % wanting.count }
    guard let next = order.first(where: { $0 != focus && wanting[$0] }) else {
      return isFocused ? focus : nil
    }
    last = next
    return next
  }
}
