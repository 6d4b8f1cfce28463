import TerminalCells

extension MouseEvent {
  /// A terminal's report in its SGR form (mode 1006): `button ; column ; row` between `ESC [ <` and `M`, or `m` where a
  /// button was let go.
  ///
  /// - Returns: `nil` for what is none, and for other buttons than the left one.
  init?(report: String, isRelease: Bool) {
    let numbers = report.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2],
      (1...65_535).contains(column), (1...65_535).contains(row)
    else { return nil }
    let isWheel = button & 64 != 0
    let kind: Kind
    switch (isWheel, button & 3) {
    case (true, 0): kind = .wheelUp
    case (true, 1): kind = .wheelDown
    case (false, 0): kind = isRelease ? .release : button & 32 != 0 ? .drag : .press
    default: return nil
    }
    self.init(kind, x: column - 1, y: row - 1)
  }
}
