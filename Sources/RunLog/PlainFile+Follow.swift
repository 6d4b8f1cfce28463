#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The cases are those of coreutils' tail -F and of lnav: growth, an unfinished line, truncation, a file emptied
// and written anew, a new file under the old name, removal and return, a symbolic link that is pointed elsewhere.
extension PlainFile {
  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook {
    var look = SourceLook()
    guard follows else { return look }
    do throws(SystemFailure) {
      let before = current.facts
      current.facts = try FileFacts(of: current.descriptor.raw)
      if current.facts != verified {
        look.verdict = try seen.verdict(size: size) { (offset, count) throws(SystemFailure) in
          try current.descriptor.bytes(at: offset, count: count)
        }
        verified = current.facts
      }
      settle(&look, before: before, cursor: cursor)
    } catch {
      guard error.code == ESTALE else { throw .unreadable(path: path, reason: error.reason) }
      // A network file system forgets a file that was replaced on another machine: what was read is all there is.
      if size > cursor {
        look.notices.append(
          "the file system has lost the old \(shownPath(path)), \(counted(size - cursor, "byte")) of it unread"
        )
      }
      current.facts.size = cursor
    }
    lookAtPath(&look)
    return look
  }

  private func settle(_ look: inout SourceLook, before: FileFacts, cursor: Int) {
    switch look.verdict {
    case .same:
      guard size < before.size else { return }
      look.notices.append(
        "\(shownPath(path)) was cut back by \(counted(before.size - size, "byte")), which had not been read")
    case .partialLineChanged:
      let lost = seen.end - seen.wholeEnd
      look.notices.append(
        "the unfinished last line of \(shownPath(path)) (\(counted(lost, "byte"))) was cut off by its writer")
      seen.dropPartial()
    case .changed:
      let unread = before.size - cursor
      look.notices.append(
        (size < seen.end
          ? "\(shownPath(path)) was truncated to \(counted(size, "byte"))"
          : "\(shownPath(path)) was written anew")
          + (unread > 0 ? ", \(counted(unread, "byte")) of it unread" : "")
          + ": it is read again from its start")
      seen = SeenBytes()
    }
  }

  /// Sees where the path leads to, and keeps every new file that it has led to.
  private func lookAtPath(_ look: inout SourceLook) {
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
      // Of another file that took the place it has been said already.
      if !isNewFile { look.notices.append("\(shownPath(path)) is back") }
    case .gone:
      look.notices.append("\(shownPath(path)) is gone; it is read on when it comes back")
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
    if successors.count == PlainFile.mostSuccessors {
      let dropped = successors.removeFirst()
      look.notices.append(
        "\(shownPath(path)) was replaced faster than it can be read: a file of "
          + "\(counted(dropped.facts.size, "byte")) is left out")
    }
    successors.append(Generation(descriptor: descriptor, facts: facts))
    look.notices.append(
      "\(shownPath(path)) was replaced by a new file, which is read after the rest of this one")
  }

  /// A new file has bytes: until then the old one's writer may still be at work (it is told to change over after
  /// a rotation), and nothing is missed by staying.
  func successorIsReady() -> Bool {
    for index in successors.indices {
      if let facts = try? FileFacts(of: successors[index].descriptor.raw) { successors[index].facts = facts }
    }
    let latest = successors.last?.facts.identity
    successors.removeAll { $0.facts.size == 0 && $0.facts.identity != latest }
    return (successors.first?.facts.size ?? 0) > 0
  }

  func switchToSuccessor() {
    guard !successors.isEmpty else { return }
    current = successors.removeFirst()
    seen = SeenBytes()
    verified = nil
  }
}

/// `1 byte`, `2 bytes`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
