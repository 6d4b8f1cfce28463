import Files
import Wording

// Where the file is, and where it ends: nobody else is to take it away or to write into it, and somebody may.

extension ServiceLog {
  /// The log's path leads to the file that is written.
  ///
  /// One that was moved is gone on with when it is back, and one that was removed when a copy of it is: with the bytes
  /// that it had, more of them or not. It is held open, so that there is something to copy.
  ///
  /// - Throws: where another file stands there, or none.
  func checkPlace() throws(LogFailure) {
    let own: FileFacts
    let other: FileFacts
    do throws(SystemFailure) {
      own = try FileFacts(of: file.raw)
    } catch {
      throw LogFailure(reason: "it cannot be looked at: \(error.reason)")
    }
    do throws(SystemFailure) {
      other = try FileFacts(at: path)
    } catch {
      guard error.code == ENOENT || error.code == ENOTDIR else {
        throw LogFailure(reason: "it cannot be looked at: \(error.reason)")
      }
      throw LogFailure(
        reason: own.hasName
          ? "\(shownPath(path)) was moved away: put it back"
          : "\(shownPath(path)) was removed: \(remedy(own))")
    }
    if own.identity == other.identity {
      refusedPlace = nil
      return
    }
    if let refusedPlace, refusedPlace.facts == other { throw LogFailure(reason: refusedPlace.reason) }
    do throws(LogFailure) {
      try takeCopy(other, remedy(own))
      refusedPlace = nil
    } catch {
      refusedPlace = (other, error.reason)
      throw error
    }
  }

  private func remedy(_ own: FileFacts) -> String {
    if own.hasName { return "put back the one that was there" }
    #if os(Linux)
      return "put it back with cp /proc/\(getpid())/fd/\(file.raw) \(shownPath(path))"
    #else
      return "put back a copy of it"
    #endif
  }

  /// Goes on with another file, where that has what this one has.
  private func takeCopy(_ facts: FileFacts, _ remedy: String) throws(LogFailure) {
    let name = shownPath(path)
    guard facts.kind == .regular else {
      throw LogFailure(reason: "\(name) was replaced with what is no plain file: \(remedy)")
    }
    guard facts.size >= end else {
      throw LogFailure(
        reason:
          "another file, of \(formatCount(facts.size)) bytes instead of \(formatCount(end)), stands in the place of "
          + "\(name): \(remedy)")
    }
    do throws(SystemFailure) {
      let copy = try OwnedDescriptor(path: path, flags: O_RDWR | O_APPEND)
      guard flock(copy.raw, LOCK_EX | LOCK_NB) == 0 else { throw .last }
      if try hasSameBytes(as: copy) {
        flock(file.raw, LOCK_UN)
        file = copy
        isDirty = true
        return
      }
    } catch {
      throw LogFailure(
        reason: error.code == EWOULDBLOCK
          ? "another file, which a router holds, stands in the place of \(name): \(remedy)"
          : "what stands in the place of \(name) cannot be read: \(error.reason)")
    }
    throw LogFailure(reason: "another file stands in the place of \(name): \(remedy)")
  }

  private func hasSameBytes(as copy: OwnedDescriptor) throws(SystemFailure) -> Bool {
    var offset = 0
    while offset < end {
      let count = min(1 << 20, end - offset)
      let bytes = try file.bytes(at: offset, count: count)
      guard bytes.count == count, try copy.bytes(at: offset, count: count) == bytes else { return false }
      offset += count
    }
    return true
  }

  /// The file ends where it was left.
  ///
  /// - Throws: where another program has cut it or written into it.
  func checkEnd() throws(LogFailure) {
    if try strangersLength() > 0 { throw LogFailure(reason: "another program has written into it") }
  }

  /// How many bytes another program has written behind the end.
  func strangersLength() throws(LogFailure) -> Int {
    for isSecondLook in [false, true] {
      guard let size = try? FileFacts(of: file.raw).size else {
        throw LogFailure(reason: "it cannot be looked at")
      }
      if size < end { throw LogFailure(reason: "another program has cut it", logIsOther: true) }
      if size == end || isSecondLook { return size - end }
      cutBack()
    }
    return 0
  }

  /// Takes lines that another program has written for the log's own.
  func takeStrangers(bytes: Int, lines: Int) {
    end += bytes
    self.lines += lines
    isDirty = true
  }
}
