import Dashboard
import Files

/// The clocks of the shell; nothing below it asks one.
enum WallClock {
  /// Unix seconds.
  static var now: Double { seconds(CLOCK_REALTIME) }

  /// Seconds of a clock that never goes back.
  static var monotonic: Double { seconds(CLOCK_MONOTONIC) }

  /// All of it, as a tick brings it to the dashboard.
  static var reading: ClockReading {
    let wall = now
    var unix = time_t(wall)
    var local = tm()
    localtime_r(&unix, &local)
    return ClockReading(monotonic: monotonic, wall: wall, utcOffset: local.tm_gmtoff)
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
