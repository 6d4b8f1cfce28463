import RouterEngine

/// The last so many yes-or-no observations: how many were yes, and how many in a row are.
struct FlagWindow: Codable, Sendable {
  let capacity: Int
  private var words: [UInt64] = []
  private var next = 0
  /// How many are in the window.
  private(set) var seen = 0
  /// How many of them are yes.
  private(set) var ones = 0
  /// How many in a row are yes, or no, up to the last; not bounded by the window.
  private(set) var run = 0
  private(set) var calm = 0

  init(capacity: Int) { self.capacity = capacity }

  mutating func append(_ flag: Bool) {
    if words.isEmpty { words = [UInt64](repeating: 0, count: (capacity + 63) / 64) }
    let bit = UInt64(1) << UInt64(next % 64)
    let isYes = words[next / 64] & bit != 0
    if seen == capacity {
      if isYes { ones -= 1 }
    } else {
      seen += 1
    }
    if flag {
      words[next / 64] |= bit
      ones += 1
      run += 1
      calm = 0
    } else {
      words[next / 64] &= ~bit
      run = 0
      calm += 1
    }
    next = (next + 1) % capacity
  }

  func hash(into digest: inout StateDigest) {
    for number in [next, seen, ones, run, calm] { digest.combine(number) }
    for word in words { digest.combine(Int(truncatingIfNeeded: word)) }
  }
}

/// When what a window counts is a condition, and when it is over.
struct WindowRule: Sendable {
  /// That many yes in a row raise it.
  var run = Int.max
  /// More than so many percent of a window of at least `least` raise it.
  var above = 100
  var least = 1
  /// Over with at least that many no in a row, and at most so many percent.
  var calm = 0
  var below = 100

  enum Verdict: Equatable {
    case stands
    case isOver
    /// Between the two: what stands goes on, and nothing begins.
    case undecided
  }

  func verdict(_ window: FlagWindow) -> Verdict {
    if window.run >= run || (window.seen >= least && window.ones * 100 > above * window.seen) {
      return .stands
    }
    return window.calm >= calm && window.ones * 100 <= below * window.seen ? .isOver : .undecided
  }
}
