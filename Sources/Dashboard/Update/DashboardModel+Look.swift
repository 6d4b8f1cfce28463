import RunState

/// Looks at the posteriors: the fold makes what the charts keep, and what is seen of the moment is made for the frame that
/// shows it.
extension DashboardModel {
  /// Seconds between looks while lines are being folded.
  static let lookSpacing = 1.0

  /// Whether a frame drawn now would show beliefs of an earlier moment. While lines are being folded it may, for a second;
  /// and for as long as it takes where a look is work for another thread.
  package var wantsLook: Bool {
    guard run.isLookDue, feed.lending.fold == nil else { return false }
    return !feed.wantsFold || (!isHeavyToLookAt && clock.monotonic - lookedAt >= Self.lookSpacing)
  }

  /// Looks, here or elsewhere.
  mutating func look() {
    guard wantsLook else { return }
    lookedAt = clock.monotonic
    guard isHeavyToLookAt else { return run.look() }
    feed.tickets &+= 1
    let lent = lentLook()
    feed.lending = .offered(lent, HeavyFold(ticket: lent.ticket, line: nil, run: run.lend()))
  }

  private var isHeavyToLookAt: Bool { feed.lendsWorkAbove.map { run.lookWork > $0 } ?? false }
}
