import RunState

/// What the header says of the run and of the moment shown.
package enum RunCondition: Equatable, Sendable {
  /// Nothing has been read yet; the name of a log that is not there yet.
  case waiting(for: String?)
  /// Folding what there is already, or moving to another moment: percent of the source where known.
  case loading(percent: Int?)
  case live
  /// Lines known to be waiting behind the moment shown.
  case paused(behind: Int)
  /// Infinite: as fast as it goes.
  case playing(speed: Double)
  /// The trainer said that the run is over, or a replay has come to its end.
  case ended
  /// LIVE, and nothing more comes, although no `end` line said that the run is over: the writer of a pipe is gone, or
  /// the file cannot grow.
  case inputEnded
  /// LIVE, and nothing has come for so many seconds.
  case stalled(seconds: Int)

  /// No later lines come to the screen by themselves.
  var standsStill: Bool {
    switch self {
    case .paused, .ended, .inputEnded: true
    case .waiting, .loading, .live, .playing, .stalled: false
    }
  }
}

extension DashboardModel {
  /// What the header says of the run and of the moment shown.
  package var condition: RunCondition {
    if feed.target != nil && feed.queuedLines + feed.source.linesAhead > 1 {
      return .loading(percent: percent)
    }
    switch feed.transport {
    case .live:
      if hasInputEnded { return .inputEnded }
      if run.progress.events == 0 && run.faults.total == 0 {
        return .waiting(for: feed.source.isAwaited ? session.sourceFileName : nil)
      }
      if !feed.hasCaughtUp { return .loading(percent: percent) }
      if run.progress.end != nil && feed.isAtEnd { return .ended }
      if let seconds = activity.stalledSeconds { return .stalled(seconds: Int(min(seconds, 1e9))) }
      return .live
    case .playing:
      return .playing(speed: feed.speed)
    case .paused:
      if session.mode == .replay && feed.isAtEnd && run.progress.events > 0 { return .ended }
      return .paused(behind: feed.behind)
    }
  }

  /// Whether nothing more comes as things are, and no `end` line was the last: until a writer comes back.
  var hasInputEnded: Bool {
    feed.transport == .live && feed.target == nil && feed.isAtEnd && run.progress.end == nil
      && (!feed.source.canGrow || feed.source.hasLostWriter)
  }

  /// Whether the screen follows the end of the log: controls go out without a question.
  package var isLive: Bool { feed.transport == .live && feed.target == nil && feed.hasCaughtUp }

  /// Bytes folded of bytes there are, in percent.
  private var percent: Int? {
    guard feed.source.size > 0 else { return nil }
    let part = Double(run.progress.endOffset) / Double(feed.source.size)
    return min(100, max(0, Int((part * 100).rounded(.down))))
  }
}
