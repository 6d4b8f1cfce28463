import Files

/// Compares a file, which may still be being written, with all bytes that were taken from another or from itself.
///
/// What was compared is not read again: a copy in progress is read once, however often it is looked at.
struct FileComparison {
  enum Outcome: Equatable {
    /// All bytes taken stand there.
    case continues
    /// All whole lines do, but not the beginning of the unfinished one.
    case continuesWholeLines
    /// The file is shorter, and as far as it goes nothing differs.
    case isPrefix
    /// It is another from some place on.
    case differs
  }

  private(set) var outcome = Outcome.isPrefix
  /// How many of the first lines are known to be the same, at most ``SeenBytes/mostLineEnds``.
  private(set) var sharedLines = 0
  private var hash = PrefixHash()

  /// How far it has come.
  var offset: Int { hash.count }

  /// Goes on to the end of the file, or of what was taken.
  ///
  /// - Complexity: O(bytes not compared before)
  mutating func advance(
    _ file: OwnedDescriptor, size: Int, against seen: SeenBytes
  ) throws(SystemFailure) {
    guard outcome == .isPrefix || outcome == .continuesWholeLines else { return }
    while hash.count < min(size, seen.end) {
      let start = hash.count
      let goal = min(size, seen.nextMark(after: start))
      guard try take(file, to: goal, against: seen) else {
        outcome = start >= seen.wholeEnd ? .continuesWholeLines : .differs
        return
      }
      // The file became shorter: the next look sees it.
      if hash.count < goal { return }
      sharedLines = seen.lineEnds.count { $0.offset <= hash.count }
    }
    if hash.count >= seen.wholeEnd { outcome = hash.count == seen.end ? .continues : .continuesWholeLines }
  }

  /// Takes bytes up to a place; false where they are known to be others.
  private mutating func take(
    _ file: OwnedDescriptor, to goal: Int, against seen: SeenBytes
  ) throws(SystemFailure) -> Bool {
    while hash.count < goal {
      let start = hash.count
      let bytes = try file.bytes(at: start, count: min(goal - start, 1 << 20))
      if bytes.isEmpty { return true }
      let known = seen.head.dropFirst(start).prefix(bytes.count)
      if !bytes.starts(with: known) { return false }
      bytes.withUnsafeBytes { hash.append($0) }
    }
    return seen.agrees(with: hash)
  }
}
