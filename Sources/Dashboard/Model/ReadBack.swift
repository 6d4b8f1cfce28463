import RunEvents
import RunState

/// What the log says of one decision, read again: the state keeps where the lines begin and no text.
struct ReadBack: Equatable {
  /// The decision that was asked for, and has been answered.
  private(set) var decision: RememberedDecision?
  private(set) var pair: PairEvent?
  private(set) var choice: DecisionEvent?
  private(set) var feedback: FeedbackEvent?
  /// Unix seconds of the decision's line.
  private(set) var time: Double?
  /// Asked for and not answered yet.
  private(set) var asked: RememberedDecision?

  /// Asks for a decision's lines, one at a time: while an answer is on its way nothing else is asked.
  ///
  /// - Returns: the offsets to be read; `nil` where nothing is to be done.
  mutating func ask(_ wanted: RememberedDecision) -> [Int]? {
    guard asked == nil, wanted != decision else { return nil }
    asked = wanted
    return Self.offsets(wanted)
  }

  private static func offsets(_ decision: RememberedDecision) -> [Int] {
    [decision.offset] + [decision.pairOffset, decision.feedbackOffset].compactMap { $0 }
  }

  /// Takes the answer. A line that is of another id counts as none: the file may have been replaced since.
  mutating func receive(offsets: [Int], lines: [[LogLine]], segments: Int) {
    guard let asked, offsets == Self.offsets(asked) else { return }
    self = ReadBack()
    decision = asked
    for line in lines.joined() {
      guard case .event(let timed) = line.content else { continue }
      switch timed.event {
      case .pair(let event) where asked.isOf(event.id, segments: segments): pair = event
      case .decision(let event) where asked.isOf(event.id, segments: segments):
        choice = event
        time = line.finiteTime
      case .feedback(let event) where asked.isOf(event.id, segments: segments): feedback = event
      default: break
      }
    }
  }

  /// What was asked for is of a file that is gone.
  mutating func forget() { self = ReadBack() }
}

extension DashboardModel {
  /// The decision that the inspector is to show: the one that was gone to, as far as it is remembered, else the last.
  var inspectedDecision: RememberedDecision? {
    let last = run.counts.decisions
    let first = last - run.rememberedDecisions + 1
    guard last >= first, run.rememberedDecisions > 0 else { return nil }
    return run.rememberedDecision(min(max(view.decision ?? last, first), last))
  }

  /// Asks for the lines of the decision that is to be shown, where they are not at hand.
  mutating func inspect() -> [Effect] {
    guard isFocused(.decision), !view.hidden.contains(.decision), feed.target == nil,
      let wanted = inspectedDecision, let offsets = readBack.ask(wanted)
    else { return [] }
    return [.readBack(offsets: offsets)]
  }

  /// Another decision: earlier ones are above.
  mutating func moveDecision(by count: Int) {
    guard let shown = inspectedDecision else { return }
    let (moved, overflows) = shown.ordinal.addingReportingOverflow(count)
    let target = overflows ? (count < 0 ? 0 : run.counts.decisions) : moved
    // The last one is followed.
    view.decision = target >= run.counts.decisions ? nil : max(target, 1)
    if let decision = view.decision, decision < run.counts.decisions - run.rememberedDecisions + 1 {
      view.decision = run.counts.decisions - run.rememberedDecisions + 1
      status = StatusLine("decisions before this one are no longer remembered")
    }
  }
}
