import RouterEngine

/// Tells two writers of one log, one of them behind the other, from a trainer that is started again.
///
/// A trainer that was started again goes on from where it went back to, step by step; with two writers the step jumps
/// back to the range that it left. Three such turns in a row are two writers; a step that falls below the lower range,
/// or a lower range that comes up to the upper one by its own steps, is none.
struct WriterWatch: Codable, Sendable {
  enum Finding: Equatable {
    /// The third turn: two writers, so many steps apart.
    case found(distance: Int)
    /// They are known, and further apart than was said.
    case further(distance: Int)
    /// One writer, which does these steps a second time.
    case redone(from: Int, to: Int)
  }

  static let enoughTurns = 3

  /// The greatest step that was left for a lower one and has not been come back to.
  private var upper: Int?
  /// The least step gone back to since.
  private var least: Int?
  /// Where the lower range stood when it was left last.
  private var lower: Int?
  private(set) var turns = 0
  /// The furthest that the step went back in these turns.
  private var distance = 0
  /// The distance that was said; `nil` as long as no two writers are known.
  private(set) var saidDistance: Int?
  /// It has been said that the steps up to `upper` are done again.
  private var isRedoSaid = false
  /// About the greatest of the last ordinary moves.
  private var stride = 0

  /// Segments drawn, and events folded, before the first of these turns.
  private(set) var segmentsBefore = 0
  private(set) var eventsBefore = 0

  init() {}

  /// Whether the log is known to have two writers.
  var isCertain: Bool { saidDistance != nil }

  /// The step goes back from one to another by more than `slack`.
  mutating func goBack(from: Int, to step: Int, slack: Int, segments: Int, events: Int) {
    if upper == nil, let lower, Self.isBelow(step, lower, by: slack) { forget() }
    if turns == 0 && upper == nil {
      segmentsBefore = segments
      eventsBefore = events
    }
    upper = max(upper ?? from, from)
    least = min(least ?? step, step)
    isRedoSaid = false
  }

  /// The step goes forward within a segment.
  mutating func goForward(from: Int, to step: Int, slack: Int) -> Finding? {
    let (move, overflows) = step.subtractingReportingOverflow(from)
    guard let upper, let least else {
      if !overflows { stride = max(move, stride / 2) }
      return nil
    }
    let jumps = overflows || move > max(slack, stride)
    guard !Self.isBelow(step, upper, by: slack) else {
      // Some way up by own steps: a stretch done again, as long as nothing speaks for two writers.
      if jumps || turns > 0 || isRedoSaid { return nil }
      isRedoSaid = true
      return .redone(from: least, to: upper)
    }
    guard jumps else {
      let finding: Finding? = turns > 0 || isRedoSaid ? nil : .redone(from: least, to: upper)
      forget()
      return finding
    }
    if let lower, Self.isBelow(from, lower, by: slack) { forgetTurns() }
    turns += 1
    let (back, isTooFar) = upper.subtractingReportingOverflow(least)
    distance = max(distance, isTooFar ? .max : back)
    lower = from
    self.upper = nil
    self.least = nil
    isRedoSaid = false
    return tell()
  }

  private mutating func tell() -> Finding? {
    guard let said = saidDistance else {
      guard turns >= Self.enoughTurns else { return nil }
      saidDistance = distance
      return .found(distance: distance)
    }
    guard distance / 3 >= said / 2, distance > said else { return nil }
    saidDistance = distance
    return .further(distance: distance)
  }

  /// Nothing of what was before speaks for two writers any more.
  mutating func forget() {
    forgetTurns()
    upper = nil
    least = nil
    isRedoSaid = false
  }

  private mutating func forgetTurns() {
    turns = 0
    distance = 0
    lower = nil
    saidDistance = nil
  }

  private static func isBelow(_ step: Int, _ other: Int, by slack: Int) -> Bool {
    let (lowest, overflows) = other.subtractingReportingOverflow(slack)
    return !overflows && step < lowest
  }

  func hash(into digest: inout StateDigest) {
    for number in [upper, least, lower, saidDistance] { digest.combine(number ?? -1) }
    for number in [turns, distance, stride, segmentsBefore, eventsBefore] { digest.combine(number) }
    digest.combine(isRedoSaid)
  }
}
