import RunState

extension DashboardModel {
  /// Speeds of `<` and `>`; the last is as fast as it folds.
  package static let speeds: [Double] = [
    0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 125, 250, 500, 1000, .infinity,
  ]

  /// Space: LIVE and PLAYING pause where they are; PAUSED plays on from there, at the end of a replay from the
  /// beginning, as films do.
  mutating func pausePlay() -> [Effect] {
    if feed.target != nil || feed.transport != .paused {
      feed.target = nil
      feed.transport = .paused
      return []
    }
    feed.transport = .playing
    feed.player = Player(from: run.progress.lastTime)
    guard session.mode == .replay, feed.isAtEnd, run.progress.events > 0 else { return [] }
    status = StatusLine("from the beginning, at \(ScreenText.speed(feed.speed))")
    return seek(to: .beginning)
  }

  mutating func changeSpeed(by direction: Int) {
    let speeds = Self.speeds
    if direction > 0 {
      feed.speed = speeds.first { $0 > feed.speed } ?? .infinity
    } else {
      feed.speed = speeds.last { $0 < feed.speed } ?? speeds[0]
    }
    let text = "speed " + ScreenText.speed(feed.speed)
    status = StatusLine(feed.transport == .live ? text + ", when you pause and play" : text)
  }
}

extension Player {
  /// Starts to play at a moment of the log whose last time is known.
  init(from time: Double?) {
    playhead = time
    lastTime = time
    greatestTime = time
    if time != nil { untimedLines = 0 }
  }
}
