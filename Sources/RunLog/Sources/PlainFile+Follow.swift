import Files
import Wording

// The cases are those of coreutils' tail -F and of lnav: growth, an unfinished line, truncation, a file emptied
// and written anew, a new file under the old name, removal and return, a symbolic link that is pointed elsewhere.
// And those of a log that is a copy: written over with a longer one by cp, replaced by one by mv or rsync, cut back by
// a trainer that resumes, saved by an editor.
extension PlainFile {
  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook {
    var look = SourceLook()
    guard follows else { return look }
    do throws(SystemFailure) {
      try lookAtCurrent(&look, cursor: cursor)
    } catch {
      guard error.code == ESTALE else { throw .unreadable(path: path, reason: error.reason) }
      // A network file system forgets a file that was replaced on another machine: what was read is all there is.
      if current.facts.size > cursor {
        look.notices.append(
          "the file system has lost the old \(shownPath(path)), "
            + "\(formatCount(current.facts.size - cursor, of: "byte")) of it unread")
      }
      current.doubt = nil
      current.facts.size = cursor
    }
    lookAtPath(&look)
    if look.verdict == .same { lookAtSuccessors(&look) }
    look.isUndecided = current.doubt != nil
    return look
  }

  /// Sees whether what was taken still stands in the open file.
  private func lookAtCurrent(_ look: inout SourceLook, cursor: Int) throws(SystemFailure) {
    let before = current.facts
    current.facts = try FileFacts(of: current.descriptor.raw)
    if current.doubt != nil { return try settleDoubt(&look, hasChanged: current.facts != before) }
    guard current.facts != verified else { return }
    let verdict = try seen.verdict(size: current.facts.size) { (offset, count) throws(SystemFailure) in
      try current.descriptor.bytes(at: offset, count: count)
    }
    // Written to and not grown: a line in the middle may be another.
    let isWrittenOver =
      verified != nil && seen.end > 0 && current.facts.size == before.size
      && current.facts.modified != before.modified
    if verdict == .changed || isWrittenOver {
      let now = clock()
      current.doubt = Doubt(
        since: now, lastChange: now, unread: max(0, before.size - cursor),
        wasShorter: current.facts.size < seen.end)
      return try settleDoubt(&look, hasChanged: true)
    }
    verified = current.facts
    if verdict == .partialLineChanged {
      dropPartialLine(&look)
    } else if current.facts.size < before.size {
      look.notices.append(
        "\(shownPath(path)) was cut back by \(formatCount(before.size - current.facts.size, of: "byte")), "
          + "which had not been read")
    }
  }

  private func dropPartialLine(_ look: inout SourceLook) {
    look.verdict = .partialLineChanged
    look.notices.append(
      "the unfinished last line of \(shownPath(path)) (\(formatCount(seen.end - seen.wholeEnd, of: "byte"))) "
        + "was cut off by its writer")
    seen.dropPartial()
  }

  /// Compares the file with all that was taken from it, until it is clear what it has become.
  private func settleDoubt(_ look: inout SourceLook, hasChanged: Bool) throws(SystemFailure) {
    guard var doubt = current.doubt else { return }
    let size = current.facts.size
    doubt.update(size: size, hasChanged: hasChanged, now: clock())
    try doubt.comparison.advance(current.descriptor, size: size, against: seen)
    current.doubt = doubt
    switch doubt.comparison.outcome {
    case _ where !recognisesCopies: startAsOther(&look, doubt)
    case _ where size == 0:
      guard doubt.isQuiet(now: clock()), !doubt.isSaid else { return }
      current.doubt?.isSaid = true
      look.notices.append(
        "\(shownPath(path)) was truncated to 0 bytes\(doubt.unreadClause): what is written to it next is read from its start"
      )
    case .continues:
      current.doubt = nil
      verified = current.facts
      if doubt.wasShorter { sayMirrored(&look) }
    case .continuesWholeLines:
      current.doubt = nil
      verified = current.facts
      dropPartialLine(&look)
    case .isPrefix:
      // What has taken its place is what the log is now.
      guard doubt.isQuiet(now: clock()), successors.allSatisfy({ $0.facts.size == 0 }) else { return }
      startAgain(
        &look, .cutBack,
        "was cut back to \(formatCount(size, of: "byte"))\(doubt.unreadClause): it is folded afresh from its start"
      )
    case .differs where doubt.comparison.sharedLines > 0:
      startAgain(
        &look, .cutBack,
        "was changed in what had been read\(doubt.unreadClause): it is folded afresh from its start")
    case .differs: startAsOther(&look, doubt)
    }
  }

  private func startAsOther(_ look: inout SourceLook, _ doubt: Doubt) {
    let size = current.facts.size
    let what = size < seen.end ? "was truncated to \(formatCount(size, of: "byte"))" : "was written anew"
    startAgain(&look, .changed, "\(what)\(doubt.unreadClause): it is read again from its start")
  }

  private func startAgain(_ look: inout SourceLook, _ verdict: SourceLook.Verdict, _ sentence: String) {
    look.verdict = verdict
    look.notices.append("\(shownPath(path)) \(sentence)")
    current.doubt = nil
    forget()
  }

  /// What was taken was of another file.
  func forget() {
    seen = SeenBytes()
    verified = nil
    isMirrorSaid = false
  }

  func sayMirrored(_ look: inout SourceLook) {
    if isMirrorSaid { return }
    isMirrorSaid = true
    look.notices.append(
      "\(shownPath(path)) is being copied over: the \(formatCount(seen.end, of: "byte")) that had been read stand in the copy"
        + " unchanged, and it is read on (said once)")
  }
}

extension PlainFile.Doubt {
  /// Takes notice of what the file is now.
  mutating func update(size: Int, hasChanged: Bool, now: Double) {
    if hasChanged { lastChange = now }
    // A short file is read again, as it may have been written anew since; a long one when it is known to be.
    if size < comparison.offset || size <= 1 << 20 { comparison = FileComparison() }
  }

  /// Whether what the file is now is what it is going to be.
  func isQuiet(now: Double) -> Bool {
    now - lastChange >= PlainFile.quietSeconds || now - since >= PlainFile.longestDoubt
  }

  var unreadClause: String { unread > 0 ? ", \(formatCount(unread, of: "byte")) of it unread" : "" }
}
