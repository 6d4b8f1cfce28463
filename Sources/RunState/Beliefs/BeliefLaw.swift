import RouterEngine

/// When the fold looks at the posteriors by itself: for a point of the beliefs' charts, for the audit of logged scores,
/// and for predictions of rewards that were logged without any.
///
/// A look makes the factors of all posteriors anew, which costs as much as folding a hundred closes may. So it is taken
/// at some closes only, by a function of how many there have been and of what they brought: never of who watches, of
/// how the log was read, or of the time.
///
/// ```
/// due(c, n): c mod 2^max(0, ⌊log₂(c/n)⌋) = 0               all closes up to 2n, then n of each doubling
/// L = K (d³/3 + 96 (d²/2 + 16 d + 512))                     a look: K factors, 96 solves with each
/// F = Σ rows (d²/2 + 256 d + 2¹⁷) + Σ K d² where γ < 1      what the closes so far have cost, with reading their lines
/// a look at close c iff due(c, 1024) and (due(c, n) or ΣL + L ≤ F/4), n = 2^⌊log₂(2³¹/L)⌋ within 1…1024
/// ```
/// in multiplications, of which a core does some 2·10¹⁰ a second: each doubling of the number of closes may cost a tenth
/// of a second, and beyond that looks cost a quarter of the fold. With d = 64 and K = 4 every one of the first 2,047
/// closes is looked at; with d = 384 and K = 4 the first 32, then 16 of each doubling at least.
///
/// After a look factors are at hand until the statistics change. In that time the first decisions that have scores are
/// audited, and the first rewards of the next close that were logged without are predicted.
struct BeliefLaw: Equatable, Codable, Sendable {
  /// Belief points of each doubling, at most.
  static let pointsPerDoubling = 1024
  /// Decisions that are audited after a look.
  static let auditedDecisions = 16
  /// Rewards of a close that are predicted.
  static let predictedRewards = 64

  /// Multiplications that the looks of each doubling may cost whatever the fold costs. The same in all runs; tests give
  /// less.
  var costPerDoubling = 0x1p31
  /// What part of the cost of the fold they may cost beside; likewise.
  var share = 0.25
  /// F: what folding has cost so far.
  private(set) var folded = 0.0
  /// ΣL: what looks have cost so far.
  private(set) var looked = 0.0
  /// The statistics are those of the last look still, or there are none yet.
  private(set) var isFresh = true
  /// Decisions that are to be audited yet.
  private(set) var auditsLeft = auditedDecisions

  /// A close was folded.
  ///
  /// - Parameters:
  ///   - rows: observations that it brought.
  ///   - arms: posteriors that it aged.
  mutating func close(rows: Int, ageing arms: Int, width: Int) {
    let width = Double(width)
    folded += Double(rows) * (width * width / 2 + 256 * width + 0x1p17) + Double(arms) * width * width
    spoil()
  }

  /// Whether a look is due at a close that is being folded.
  func isDue(close: Int, cost: Double) -> Bool {
    guard Self.isDue(close: close, perDoubling: Self.pointsPerDoubling) else { return false }
    return Self.isDue(close: close, perDoubling: number(cost)) || looked + cost <= share * folded
  }

  /// A look was taken.
  mutating func look(cost: Double) {
    looked += cost
    isFresh = true
    auditsLeft = Self.auditedDecisions
  }

  /// The statistics are others than at the last look.
  mutating func spoil() {
    isFresh = false
    auditsLeft = 0
  }

  /// Takes the next audit, if there is one.
  ///
  /// - Returns: whether it is the first after its look; `nil` where there is none.
  mutating func audit() -> Bool? {
    guard auditsLeft > 0 else { return nil }
    auditsLeft -= 1
    return auditsLeft == Self.auditedDecisions - 1
  }

  /// L.
  static func cost(arms: Int, width: Int) -> Double {
    let width = Double(width)
    return Double(arms) * (width * width * width / 3 + 96 * (width * width / 2 + 16 * width + 512))
  }

  /// Looks of each doubling that are taken whatever the fold costs: a power of 2.
  func number(_ cost: Double) -> Int {
    let most = min(max(costPerDoubling / max(cost, 1), 1), Double(Self.pointsPerDoubling))
    return 1 << (Int.bitWidth - 1 - Int(most).leadingZeroBitCount)
  }

  /// Every close up to twice the number, then so many of each doubling.
  static func isDue(close: Int, perDoubling number: Int) -> Bool {
    let exponent = close >= number ? Int.bitWidth - 1 - (close / number).leadingZeroBitCount : 0
    return close & ((1 << exponent) - 1) == 0
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(folded)
    digest.combine(looked)
    digest.combine(isFresh)
    digest.combine(auditsLeft)
  }
}
