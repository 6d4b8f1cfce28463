import RunEvents
import RunState
import TerminalCells
import Wording

/// The lines at the top: which run and where in it, whether it is healthy, and on all but low screens how reward, loss
/// and KL stand and go.
struct Header: Equatable {
  /// A part of a line and how dear it is: the least dear goes first when it is tight.
  struct Item: Equatable {
    var text: StyledText
    var importance: Int
    /// Never cut: half of it would say something else.
    var isWhole: Bool

    init(_ text: String, _ role: ThemeRole, importance: Int, isWhole: Bool = false) {
      self.text = StyledText(text, role)
      self.importance = importance
      self.isWhole = isWhole
    }
  }

  var run: [Item]
  /// At the right end of the first line.
  var clock: String
  /// What is wrong, the worst first.
  var alarms: [Alarm]
  var health: [Item]
  /// The numbers that are looked at all the time.
  var vitals: [Vital]
}

extension Header {
  init(_ model: DashboardModel) {
    let state = model.run
    let progress = state.progress
    run = [Item("rmtop", .faint, importance: 1)]
    // What is asked is not what was recorded: a shape, a ground and a place that nothing takes.
    if model.whatIf != nil { run = [Item(" ◆ WHAT-IF ◆ ", .whatIf, importance: 10, isWhole: true)] }
    if let name = state.header?.name {
      run.append(Item(printableText(name, limit: 200), .runName, importance: 8))
    } else {
      run.append(Item(printableText(model.session.sourceName, limit: 200), .runName, importance: 8))
    }
    if model.place.count > 1 {
      run.append(Item("\(model.place.number) of \(model.place.count)", .key, importance: 9, isWhole: true))
    }
    var now = model.condition
    // How far from the end is on the scrub bar.
    if model.session.hasScrubBar, case .paused = now { now = .paused(behind: 0) }
    let condition = Header.words(now, mode: model.session.mode)
    run.append(Item(condition.text, condition.role, importance: 10, isWhole: true))
    if let step = progress.routingStep ?? state.metricsStep {
      run.append(Item("step \(formatCompactStep(Double(step)))", .header, importance: 9))
    }
    if progress.events > 0 {
      run.append(Item(formatCount(state.counts.decisions, of: "decision"), .header, importance: 6))
    }
    if case .live = model.condition, let rate = model.activity.decisionsPerSecond {
      run.append(Item(formatRate(rate), .header, importance: 5))
    }
    clock = Header.clock(model)
    alarms = Header.alarms(model)
    health = Header.health(model)
    vitals = Header.vitals(model)
  }

  /// The state of run and viewer in the words of the screen.
  static func words(_ condition: RunCondition, mode: Session.Mode) -> StyledText {
    switch condition {
    case .waiting(let name?): return StyledText("○ WAITING for \(printableText(name, limit: 40))", .paused)
    case .waiting: return StyledText("○ WAITING", .paused)
    case .inputEnded: return StyledText("■ INPUT ENDED, no end line", .stalled)
    case .loading(let percent):
      return StyledText(percent.map { "… LOADING \($0) %" } ?? "… LOADING", .playing)
    case .live: return StyledText("● LIVE", .live)
    case .paused(let behind):
      return StyledText(
        behind > 0 ? "❚❚ PAUSED +\(formatCount(behind, of: "line")) behind" : "❚❚ PAUSED", .paused)
    case .playing(let speed): return StyledText("▶ REPLAY \(ScreenText.speed(speed))", .playing)
    case .ended: return StyledText("■ ENDED", .ended)
    case .stalled(let seconds): return StyledText("STALLED \(ScreenText.duration(seconds))", .stalled)
    }
  }

  /// Live: the viewer's, from the tick. Elsewhere: `at` the time of the event shown, blank without one.
  private static func clock(_ model: DashboardModel) -> String {
    let isNow = model.session.mode == .watch && model.feed.transport == .live
    guard let seconds = isNow ? model.clock.wall : model.run.progress.lastTime else { return "" }
    guard let clock = ScreenText.clock(seconds, utcOffset: model.clock.utcOffset) else { return "" }
    return isNow ? clock : "at " + clock
  }
}

extension DashboardModel {
  /// What is waited for before the first feedback.
  var waitingForFeedback: String {
    if run.counts.decisions == 0 {
      return run.hasMetricsOnly ? run.withoutDecisions : "Waiting for the first decision."
    }
    guard run.counts.feedbacks == 0 else { return "Waiting for the first batch to close." }
    return "Waiting for feedback of step \(run.progress.firstStep.map { String($0) } ?? "0")."
  }
}
