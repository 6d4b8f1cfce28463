/// Where a run stands in its steps, and what the step of the next pair or decision does to it: rule 3 of
/// `docs/run-log.md`.
///
/// ```
/// step > current              the open batch closes, and the routing step moves
/// current − slack ≤ step      belongs to the open batch
/// step < current − slack      a restarted trainer: a new segment begins
/// far beyond all other steps  a stray, which moves nothing (`StrayStepWatch`)
/// ```
/// Two questions, because a line that repeats an id restarts a segment, but advances nothing: `arrive` when a line
/// comes, `advance` when it is known to be new. A line without a step does neither.
///
/// Tested by `RoutingStepTests`.
package struct RoutingStep: Equatable, Codable, Sendable {
  /// The greatest step of the segment's pairs and decisions; `nil` while they have had none.
  package private(set) var current: Int?
  /// The steps of all segments so far, strays left out.
  package private(set) var known: ClosedRange<Int>?
  private var strays = StrayStepWatch()

  package init() {}

  /// What comes before anything else of a line.
  package enum Arrival: Equatable, Sendable {
    case ordinary
    /// It moves nothing, now or by `advance`.
    case stray
    /// The line begins a new segment, which `startSegment` has to open; the current one stood at `from`.
    case restarts(from: Int)
  }

  /// What a line does to the step, if its id is new.
  package enum Effect: Equatable, Sendable {
    case none
    case advances(to: Int)
    /// A new segment begins with this step.
    case restarts(at: Int)
  }

  /// Takes the step of a line, whatever its id.
  ///
  /// - Parameters:
  ///   - slack: how many steps a line may lag behind, ≥ 0.
  ///   - confirmed: told where far steps prove to be where the run goes on: the first of them, and how many lines before
  ///     this one were no strays after all.
  /// - Complexity: O(1).
  package mutating func arrive(
    at step: Int, slack: Int, confirmed: (_ since: Int, _ lines: Int) -> Void = { _, _ in }
  ) -> Arrival {
    switch strays.judge(step, known: known) {
    case .ordinary: break
    case .stray: return .stray
    case .confirmed(let since, let lines): confirmed(since, lines)
    }
    return isRestart(step, slack) ? .restarts(from: current ?? step) : .ordinary
  }

  /// Takes the step of a new pair or decision that has arrived and is no stray.
  package mutating func advance(to step: Int) {
    known = known.map { min($0.lowerBound, step)...max($0.upperBound, step) } ?? step...step
    current = max(current ?? step, step)
  }

  /// A new segment: its first step is whatever comes.
  package mutating func startSegment() { current = nil }

  /// What the next line would do, if its id is new; nothing has changed then.
  package func effect(of step: Int?, slack: Int) -> Effect {
    guard let step, !isStray(step) else { return .none }
    if isRestart(step, slack) { return .restarts(at: step) }
    if let current, step <= current { return .none }
    return .advances(to: step)
  }

  /// Whether the step would move nothing if it were the next one's.
  package func isStray(_ step: Int) -> Bool {
    var strays = strays
    return strays.judge(step, known: known) == .stray
  }

  private func isRestart(_ step: Int, _ slack: Int) -> Bool {
    guard let current, step < current else { return false }
    let (back, overflows) = current.subtractingReportingOverflow(step)
    return overflows || back > slack
  }

  /// What else two of them differ by: the far steps that stand alone so far.
  package var strayNumbers: [Int] { strays.numbers }
}

extension RunEvent {
  /// The step that it brings to the routing step: that of a pair or a decision.
  package var routingStep: Int? {
    switch self {
    case .pair(let pair): pair.step
    case .decision(let decision): decision.step
    default: nil
    }
  }
}
