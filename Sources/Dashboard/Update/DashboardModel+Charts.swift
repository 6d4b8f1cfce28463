import RunState

extension DashboardModel {
  /// Steps that `f` follows when it starts to.
  static let followedSteps = 500.0
  /// The shortest stretch that `+` comes to.
  static let shortestSpan = 4.0

  /// The X axis of the charts: from the first step to where the run stands.
  package var timeExtent: ClosedRange<Double> {
    let first = run.progress.firstStep.map(Double.init) ?? 0
    let last = max(run.progress.position, run.progress.lastStep.map(Double.init) ?? 0)
    guard first.isFinite, last.isFinite else { return 0...1 }
    return min(first, last)...max(first, last)
  }

  /// `+` and `-`: half or twice the stretch. A frozen one keeps its right end, the others follow.
  mutating func zoomTime(in isIn: Bool) {
    let extent = timeExtent
    let whole = max(extent.upperBound - extent.lowerBound, Self.shortestSpan)
    let factor = isIn ? 0.5 : 2
    switch view.span {
    case .all:
      if isIn { view.span = .tail(max(whole * factor, Self.shortestSpan)) }
    case .tail(let length):
      let next = max(length * factor, Self.shortestSpan)
      view.span = next >= whole ? .all : .tail(next)
    case .frozen(let range):
      let length = max((range.upperBound - range.lowerBound) * factor, Self.shortestSpan)
      let lower = max(range.upperBound - length, min(extent.lowerBound, range.lowerBound))
      view.span = .frozen(min(lower, range.upperBound)...range.upperBound)
    }
  }

  /// `f`: the tail, this stretch as it is, the whole run.
  mutating func cycleFollow() {
    switch view.span {
    case .all: view.span = .tail(Self.followedSteps)
    case .tail(let length):
      let extent = timeExtent
      // The tail ends where the run stands, which after a restart lies before the last step.
      let end = min(max(extent.lowerBound, run.progress.position), extent.upperBound)
      let lower = max(extent.lowerBound, end - max(0, length))
      view.span = .frozen(min(lower, end)...end)
    case .frozen: view.span = .all
    }
  }

  mutating func changeSmoothing(by direction: Int) {
    let all = Smoothing.allCases
    let index = all.firstIndex(of: view.smoothing) ?? 0
    view.smoothing = all[min(max(0, index + direction), all.count - 1)]
  }
}
