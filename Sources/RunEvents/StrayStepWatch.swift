/// Tells a lone step far beyond all others (a wall clock in a step's place) from a run that goes on there.
///
/// A step is *far* when it lies beyond 100 × the span of the steps known so far; as long as only one step is known, that
/// span counts as 100. It stays alone until another far step follows with no ordinary one between: one about as near
/// to it as the run's own steps are to one another, or, where steps are wide apart, the eighth in a row.
package struct StrayStepWatch: Equatable, Codable, Sendable {
  package enum Verdict: Equatable, Sendable {
    case ordinary
    /// Far, and alone so far.
    case stray
    /// Far, but not alone: the run goes on from `since`, and so many lines before this one were not strays after all.
    case confirmed(since: Int, lines: Int)
  }

  private struct Candidate: Equatable, Codable, Sendable {
    /// The first and the last of the far steps in a row.
    var first: Int
    var last: Int
    var lines = 1
    /// Different steps in a row.
    var values = 1
  }

  /// How many spans are far.
  static let factor = 100.0
  /// The span of a single step.
  static let leastSpan = 100.0
  /// Far steps in a row that are no strays, however wide apart.
  static let enoughValues = 8

  private var candidate: Candidate?

  package init() {}

  /// Whether a step lies far beyond those known.
  package static func isFar(_ step: Int, from known: ClosedRange<Int>) -> Bool {
    let first = Double(known.lowerBound)
    let last = Double(known.upperBound)
    let distance = max(Double(step) - first, last - Double(step))
    return distance > factor * span(of: known)
  }

  private static func span(of known: ClosedRange<Int>) -> Double {
    let span = Double(known.upperBound) - Double(known.lowerBound)
    return span > 0 ? span : leastSpan
  }

  /// Takes the step of the next line.
  ///
  /// - Parameters:
  ///   - known: the steps of the lines so far that were no strays; without any, none can be far.
  ///   - isOwn: false where `known` are those of something else: the second far step then is enough.
  /// - Complexity: O(1).
  package mutating func judge(_ step: Int, known: ClosedRange<Int>?, isOwn: Bool = true) -> Verdict {
    guard let known, Self.isFar(step, from: known) else {
      candidate = nil
      return .ordinary
    }
    guard var row = candidate else {
      candidate = Candidate(first: step, last: step)
      return .stray
    }
    let distance = (Double(step) - Double(row.last)).magnitude
    if distance > 0 {
      row.values += 1
      let near = Self.factor * max(Self.span(of: known), Self.leastSpan)
      if distance <= near || !isOwn || row.values >= Self.enoughValues {
        candidate = nil
        return .confirmed(since: distance <= near ? row.last : row.first, lines: row.lines)
      }
    }
    row.last = step
    row.lines += 1
    candidate = row
    return .stray
  }

  /// What tells two of them apart.
  package var numbers: [Int] {
    [candidate?.first ?? -1, candidate?.last ?? -1, candidate?.lines ?? 0, candidate?.values ?? 0]
  }
}
