import Files

/// CPU time of this thread: what other processes on the machine take is not in it.
enum Stopwatch {
  /// In microseconds.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }

  /// The median over repeats of the time of one call, in microseconds.
  ///
  /// - Parameters:
  ///   - budget: CPU time spent on all, about; there are 3 to 41 repeats in any case, of at least 200 µs each.
  static func median(budget: Double = 1.5e6, _ body: () throws -> Void) rethrows -> Double {
    let start = now()
    try body()
    let first = max(now() - start, 0.01)
    let calls = max(1, Int(200 / first))
    let repeats = min(41, max(3, Int(budget / (first * Double(calls)))))
    var times: [Double] = []
    for _ in 0..<repeats {
      let start = now()
      for _ in 0..<calls { try body() }
      times.append((now() - start) / Double(calls))
    }
    times.sort()
    return times[times.count / 2]
  }
}
