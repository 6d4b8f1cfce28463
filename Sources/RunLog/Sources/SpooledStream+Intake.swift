import Files

extension SpooledStream {
  enum Readiness {
    case nothing
    case readable
    case ended
  }

  /// Asks before each read: the descriptor of standard input is shared with other programs and must not be made
  /// non-blocking, and a FIFO that no writer has opened yet reads like one whose writer is gone.
  func readiness(of input: OwnedDescriptor) -> Readiness {
    var request = pollfd(fd: input.raw, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 0) > 0 else { return .nothing }
    if request.revents & Int16(POLLIN) != 0 { return .readable }
    return .ended
  }

  /// Takes one piece of input: through the inflater when the stream began like a packed file.
  func take(_ bytes: UnsafeRawBufferPointer, _ look: inout SourceLook) throws(SourceError) {
    guard opening != nil else { return try unpack(bytes, &look) }
    opening?.append(contentsOf: bytes)
    if let opening, !PackedFormat.isUndecided(opening) { try settleOpening(&look) }
  }

  /// Decides by the first bytes whether the stream is packed, and passes them on.
  private func settleOpening(_ look: inout SourceLook) throws(SourceError) {
    guard let first = opening else { return }
    opening = nil
    if case .final = ending { inflater = try PackedFormat(beginning: first)?.makeInflater() }
    var failure: SourceError?
    first.withUnsafeBytes { bytes in
      do throws(SourceError) { try unpack(bytes, &look) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func unpack(_ bytes: UnsafeRawBufferPointer, _ look: inout SourceLook) throws(SourceError) {
    guard let inflater else { return try save(bytes) }
    inflater.unpack(bytes) { piece in
      unsaved += piece
      // A few packed bytes may hold half a gigabyte. Where there is no room for it, `saveRest` says so below.
      if unsaved.count >= 1 << 20 { try? saveRest() }
    }
    switch inflater.verdict {
    case .running:
      break
    case .trailingBytes:
      look.notices.append("\(name) has bytes behind its compressed data: they are left out")
      input = nil
    case .damaged(let reason):
      look.notices.append(
        "the compressed data of \(name) is damaged after \(size + unsaved.count) unpacked bytes (\(reason)): "
          + "what came before is kept")
      input = nil
      isDamaged = true
    case .tooLarge(let reason):
      look.notices.append("\(name) cannot be unpacked: \(reason)")
      input = nil
      isDamaged = true
    }
    try saveRest()
  }

  private func save(_ bytes: UnsafeRawBufferPointer) throws(SourceError) {
    unsaved += bytes
    try saveRest()
  }

  /// Stores what waits for room. When there is none it stays, and the next look tries again.
  func saveRest() throws(SourceError) {
    if let last = unsaved.last { endsLine = last == 0x0A }
    try spool.store(&unsaved)
  }

  /// The input has ended: for good, or until another writer comes.
  func end(_ look: inout SourceLook) throws(SourceError) {
    switch ending {
    case .final:
      input = nil
      try settleOpening(&look)
      if let inflater, inflater.verdict == .running, !inflater.isWhole {
        isDamaged = true
        look.notices.append("\(name) ends in the middle of its compressed data: what was whole is kept")
      }
    case .reopens(let path):
      try settleOpening(&look)
      hasLostWriter = size > 0
      if !endsLine {
        // The next writer begins a line of its own; glued to this rest it would be lost with it.
        try withUnsafeBytes(of: UInt8(0x0A)) { (bytes) throws(SourceError) in try save(bytes) }
        look.notices.append("the writer of \(name) went away in the middle of a line")
      }
      reopen(path, &look)
    }
  }

  /// Finds a pipe that was made anew under the same name, whose writers the old one would never show.
  func followPipe(_ path: String, _ look: inout SourceLook) {
    let open = input.flatMap { try? FileFacts(of: $0.raw).identity }
    guard let now = try? FileFacts(at: path).identity, now != open else { return }
    if let input, case .readable = readiness(of: input) { return }
    reopen(path, &look)
  }

  /// Opens the path again before the old pipe is closed, so that a writer in between finds a reader.
  private func reopen(_ path: String, _ look: inout SourceLook) {
    var trouble: String?
    do throws(SystemFailure) {
      let opened = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
      if try FileFacts(of: opened.raw).kind == .fifo {
        input = opened
      } else {
        trouble = "\(name) is no longer a pipe; it is read on when it is one again"
      }
    } catch {
      trouble = "\(name) cannot be opened for its next writer: \(error.reason)"
    }
    if trouble != nil { input = nil }
    if let trouble, trouble != pathTrouble { look.notices.append(trouble) }
    if trouble == nil, pathTrouble != nil { look.notices.append("\(name) is back") }
    pathTrouble = trouble
  }
}
