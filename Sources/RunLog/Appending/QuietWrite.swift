#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One `write(2)` that answers `EPIPE` where the system would kill the program with SIGPIPE.
///
/// The signal is held back in this thread only and taken away again, so that the program's own handling of it
/// stays as it is.
func quietWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemFailure) -> Int {
  var pipeSignal = sigset_t()
  sigemptyset(&pipeSignal)
  sigaddset(&pipeSignal, SIGPIPE)
  var before = sigset_t()
  pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  let wasPending = isPending(SIGPIPE)
  while true {
    let count = write(descriptor, bytes.baseAddress, bytes.count)
    let failure = SystemFailure.last
    // A write that took a part before the reader left answers with that part, and signals all the same.
    if !wasPending, isPending(SIGPIPE) {
      var signal: Int32 = 0
      sigwait(&pipeSignal, &signal)
    }
    if count >= 0 { return count }
    if failure.code == EINTR { continue }
    throw failure
  }
}

private func isPending(_ signal: Int32) -> Bool {
  var pending = sigset_t()
  return sigpending(&pending) == 0 && sigismember(&pending, signal) == 1
}

/// Takes back the beginning of a line that did not fit, when nobody has written after it.
func cutBack(_ descriptor: Int32, by count: Int) {
  let end = lseek(descriptor, 0, SEEK_CUR)
  guard count > 0, end >= off_t(count), let facts = try? FileFacts(of: descriptor) else { return }
  if facts.kind == .regular, facts.size == Int(end) { _ = ftruncate(descriptor, end - off_t(count)) }
}

/// Whether a line appended to a file begins a line; false where that cannot be seen, as a blank line is harmless.
func endsWithNewline(_ file: OwnedDescriptor) -> Bool {
  guard let facts = try? FileFacts(of: file.raw) else { return false }
  if facts.kind != .regular || facts.size == 0 { return true }
  return (try? file.bytes(at: facts.size - 1, count: 1)) == [0x0A]
}
