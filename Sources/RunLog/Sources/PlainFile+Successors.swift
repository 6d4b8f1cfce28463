import Files
import Wording

/// Files that take the place of the one that is read: copies of it, which are read on where it was left, and others,
/// which are read after the rest of it.
extension PlainFile {
  /// Sees where the path leads to, and keeps every new file that it has led to.
  func lookAtPath(_ look: inout SourceLook) {
    let was = pathState
    var isNewFile = false
    let latest = successors.last?.facts.identity ?? current.facts.identity
    do throws(SystemFailure) {
      let facts = try FileFacts(at: path)
      if facts.kind != .regular {
        pathState = .unusable("it is no longer a regular file")
      } else if facts.identity == latest {
        pathState = .here
      } else if facts.identity == current.facts.identity, !successors.isEmpty {
        // Renamed away and back again.
        successors.removeAll { $0.facts.size == 0 }
        pathState = .here
      } else {
        isNewFile = true
        try keepSuccessor(&look)
      }
    } catch {
      pathState = error.code == ENOENT || error.code == ENOTDIR ? .gone : .unusable(error.reason)
    }
    guard pathState != was else { return }
    #if os(Linux)
      watch?.watch(path: path)
    #endif
    switch pathState {
    case .here:
      // Of another file that took the place it is said when it is known what it is.
      if !isNewFile { look.notices.append("\(shownPath(path)) is back") }
    case .gone:
      look.notices.append("\(shownPath(path)) is gone; reading resumes when it returns")
    case .unusable(let reason):
      look.notices.append("\(shownPath(path)) cannot be followed now: \(reason)")
    }
  }

  private func keepSuccessor(_ look: inout SourceLook) throws(SystemFailure) {
    let descriptor = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
    // The facts of what was opened, which need not be what `stat` saw a moment before.
    let facts = try FileFacts(of: descriptor.raw)
    guard facts.kind == .regular else {
      pathState = .unusable("it is no longer a regular file")
      return
    }
    pathState = .here
    #if os(Linux)
      watch?.watch(path: path)
    #endif
    var new = Generation(descriptor: descriptor, facts: facts)
    let before = successors.last ?? current
    new.isRotation = (try? FileFacts(of: before.descriptor.raw))?.hasName ?? false
    if recognisesCopies, let last = successors.last, last.facts.size > 0, has(new, all: last, from: 0) {
      // A longer copy of one that nobody has read yet.
      new.isRotation = last.isRotation
      new.isOther = last.isOther
      successors.removeLast()
    }
    if successors.count == PlainFile.mostSuccessors {
      let dropped = successors.removeFirst()
      look.notices.append(
        "\(shownPath(path)) was replaced faster than it can be read: a file of "
          + "\(formatCount(dropped.facts.size, of: "byte")) is left out")
    }
    successors.append(new)
  }

  /// Decides what the file is that has taken the place of the current one: a copy of it is read on at once.
  ///
  /// A new file has bytes: until then the old one's writer may still be at work (it is told to change over after
  /// a rotation), and nothing is missed by staying.
  func lookAtSuccessors(_ look: inout SourceLook) {
    while look.verdict == .same, !look.isCopy, var next = successors.first {
      let before = next.facts
      if let facts = try? FileFacts(of: next.descriptor.raw) { next.facts = facts }
      let now = clock()
      var doubt = next.doubt ?? Doubt(since: now, lastChange: now)
      doubt.update(size: next.facts.size, hasChanged: next.facts != before, now: now)
      next.doubt = doubt
      successors[0] = next
      if next.facts.size == 0 {
        if successors.count == 1 { return }
        successors.removeFirst()
        continue
      }
      if next.isOther { return }
      guard recognisesCopies else { return takeAsOther(&look) }
      do throws(SystemFailure) {
        try doubt.comparison.advance(next.descriptor, size: next.facts.size, against: seen)
      } catch {
        pathState = .unusable(error.reason)
        return
      }
      successors[0].doubt = doubt
      if !decide(next, doubt, &look) { return }
    }
  }

  /// - Returns: false where there is nothing more to decide now.
  private func decide(_ next: Generation, _ doubt: Doubt, _ look: inout SourceLook) -> Bool {
    let isSameLog = doubt.comparison.sharedLines >= (next.isRotation ? SeenBytes.mostLineEnds : 1)
    switch doubt.comparison.outcome {
    case .continues, .continuesWholeLines:
      guard has(next, all: current, from: seen.end) || (isSameLog && !next.isRotation) else {
        takeAsOther(&look)
        return false
      }
      takeOver()
      verified = current.facts
      look.isCopy = true
      if doubt.comparison.outcome == .continuesWholeLines {
        look.verdict = .partialLineChanged
        seen.dropPartial()
      }
      sayMirrored(&look)
    case .isPrefix where successors.count > 1:
      // All of it had been read, and another has taken its place.
      successors.removeFirst()
    case .isPrefix:
      guard isSameLog, doubt.isQuiet(now: clock()) else { return false }
      readAfresh("was replaced by the first \(formatCount(next.facts.size, of: "byte")) of it", &look)
    case .differs where isSameLog:
      readAfresh("was replaced by another version of it", &look)
    case .differs:
      takeAsOther(&look)
      return false
    }
    return true
  }

  private func readAfresh(_ what: String, _ look: inout SourceLook) {
    look.verdict = .cutBack
    look.notices.append("\(shownPath(path)) \(what): it is folded afresh from its start")
    takeOver()
    forget()
  }

  private func takeAsOther(_ look: inout SourceLook) {
    successors[0].isOther = true
    look.notices.append(
      "\(shownPath(path)) was replaced by a new file, which is read after the rest of this one")
    guard current.doubt != nil else { return }
    // The old one was cut back or emptied before: it has no rest.
    look.verdict = .changed
    takeOver()
    forget()
  }

  private func takeOver() {
    current = successors.removeFirst()
    current.doubt = nil
  }

  /// Whether a file has all bytes of another from an offset on.
  private func has(_ new: Generation, all old: Generation, from offset: Int) -> Bool {
    guard old.facts.size > 0, new.facts.size >= old.facts.size else { return false }
    var place = offset
    while place < old.facts.size {
      let count = min(1 << 20, old.facts.size - place)
      guard let one = try? old.descriptor.bytes(at: place, count: count),
        let other = try? new.descriptor.bytes(at: place, count: count), one == other, !one.isEmpty
      else { return false }
      place += one.count
    }
    return true
  }

  func successorIsReady() -> Bool { successors.first.map { $0.isOther && $0.facts.size > 0 } ?? false }

  func switchToSuccessor() {
    guard !successors.isEmpty else { return }
    takeOver()
    forget()
  }
}
