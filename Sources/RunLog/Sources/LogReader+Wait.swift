import Files

extension LogReader {
  /// Why a wait ended.
  package enum WaitEnd: Equatable, Sendable {
    /// `wake` is readable; it is left as it is.
    case woken
    /// Something may have happened to the source: read.
    case news
    /// The time is over, or that of the heartbeat at which a followed file is looked at without being told.
    case timeout
  }

  /// Sleeps until the source may have news, `wake` is readable, or the time is over.
  ///
  /// - Parameters:
  ///   - milliseconds: The longest wait; a followed file shortens it to its heartbeat of 500 ms.
  ///   - wake: A descriptor to stop for, such as the reading end of a pipe.
  @discardableResult
  package func wait(milliseconds: Int, wake: Int32? = nil) -> WaitEnd {
    let limit = min(milliseconds, bytes.heartbeat ?? .max)
    let end = waitForDescriptor(wake, news: bytes.newsDescriptor, milliseconds: limit)
    if end != .timeout { bytes.acknowledgeNews() }
    return end
  }
}

/// One `poll`; a signal ends it early, which is harmless.
func waitForDescriptor(_ wake: Int32?, news: Int32? = nil, milliseconds: Int) -> LogReader.WaitEnd {
  // Negative descriptors are passed over.
  var requests = [
    pollfd(fd: wake ?? -1, events: Int16(POLLIN), revents: 0),
    pollfd(fd: news ?? -1, events: Int16(POLLIN), revents: 0),
  ]
  guard poll(&requests, 2, Int32(clamping: max(0, milliseconds))) > 0 else { return .timeout }
  return requests[0].revents != 0 ? .woken : .news
}

/// Seconds of the system's monotonic clock.
@Sendable package func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
