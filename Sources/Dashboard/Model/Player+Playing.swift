import RunEvents

extension Player {
  /// Moves the playhead by seconds of the viewer.
  ///
  /// It waits while the fold is behind it, so a machine too slow for the speed plays slower and never jumps; and
  /// it is drawn up to a line that is further away than `longestWait`, so a pause of hours does not stall.
  mutating func advance(by elapsed: Double, speed: Double, next: LogLine?) {
    guard let next, speed.isFinite else { return }
    let earned = credit + elapsed * speed * Self.untimedRate
    credit = min(earned, max(1, speed * Self.untimedRate))
    guard let time = next.finiteTime, let head = head(for: time), time > head else { return }
    playhead = max(head + elapsed * speed, time - Self.longestWait * speed)
  }

  /// Whether it is this line's turn.
  func isDue(_ line: LogLine, speed: Double) -> Bool {
    guard speed.isFinite else { return true }
    guard let time = line.finiteTime else { return untimedLines < Self.freeUntimedLines || credit >= 1 }
    return head(for: time).map { time <= $0 || isSetBack(time) } ?? true
  }

  /// A line was folded.
  mutating func played(_ line: LogLine) {
    guard let time = line.finiteTime else {
      if untimedLines >= Self.freeUntimedLines { credit = max(0, credit - 1) } else { untimedLines += 1 }
      return
    }
    untimedLines = 0
    if let last = lastTime, let greatest = greatestTime, time >= greatest - Self.clockSetBack,
      min(time, greatest) > last + Self.clockSetBack, greatest > last + Self.clockSetBack
    {
      hasTwoClocks = true
    }
    if playhead == nil || (isSetBack(time) && !hasTwoClocks) { playhead = time }
    greatestTime = max(greatestTime ?? time, time)
    lastTime = time
  }

  /// The time from which a line of this time is waited for: where the playhead is, or where the clock of before
  /// stood that the line goes on from.
  private func head(for time: Double) -> Double? {
    guard let playhead, let greatestTime, hasTwoClocks || time >= greatestTime else { return playhead }
    return max(playhead, greatestTime)
  }

  private func isSetBack(_ time: Double) -> Bool {
    if hasTwoClocks { return false }
    return lastTime.map { time < $0 - Self.clockSetBack } ?? false
  }
}

extension LogLine {
  /// Its `t`, where it is an event that has a finite one.
  var finiteTime: Double? {
    guard case .event(let event) = content, let time = event.time, time.isFinite else { return nil }
    return time
  }
}
