import Dashboard

/// How often to tick and to draw: at most 30 frames a second, 10 while loading, 4 when little happens; what a key has
/// done is seen at once, up to 100 times a second.
struct FramePacing {
  private var lastFrame = -Double.infinity
  /// A key was pressed since the last frame: its answer is not to wait.
  private(set) var isHurried = true

  /// Seconds until a changed screen may be drawn; 0 or less is now.
  func secondsUntilFrame(now: Double, model: DashboardModel) -> Double {
    lastFrame + interval(for: model) - now
  }

  /// Seconds between ticks: smooth while playing or looking through the events, else once a second is enough for the clock.
  func tickInterval(for model: DashboardModel) -> Double {
    model.feed.transport == .playing || model.isSearching ? 1.0 / 30 : 1
  }

  mutating func drew(at now: Double) {
    lastFrame = now
    isHurried = false
  }

  mutating func hurry() { isHurried = true }

  private func interval(for model: DashboardModel) -> Double {
    if isHurried { return 1.0 / 100 }
    if model.feed.transport == .playing { return 1.0 / 30 }
    if model.feed.wantsFold { return 1.0 / 10 }
    return (model.activity.decisionsPerSecond ?? 0) < 10 ? 1.0 / 4 : 1.0 / 30
  }
}
