/// One `write(2)` that answers `EPIPE` where the system would kill the program with SIGPIPE.
///
/// The signal is held back in this thread only and taken away again, so that the program's own handling of it
/// stays as it is.
package func quietWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemFailure) -> Int {
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
