import Wording

/// A number with its 95 % interval.
package struct IntervalEstimate: Equatable, Sendable {
  package var value: Double
  package var low: Double
  package var high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// How the value of another policy is estimated.
package enum OffPolicyMethod: String, CaseIterable, Sendable {
  /// Inverse propensity scoring: unbiased, the widest.
  case ips
  /// Self-normalised IPS: a shift of all rewards shifts it as much.
  case snips
  /// The direct method: cross-fitted ridge regressions, one per arm. Right as far as those are.
  case dm
  /// Doubly robust: the direct method, corrected by weighted residuals. Right if either is.
  case dr
}

/// What a recorded run says of the value of another policy.
package struct OffPolicyReport: Equatable, Sendable {
  package struct Estimate: Equatable, Sendable {
    package var method: OffPolicyMethod
    /// Mean reward per round under the other policy.
    package var value: IntervalEstimate
    /// The same less the mean recorded reward, with the interval of the difference.
    package var gain: IntervalEstimate
  }

  /// Rounds and batches that the estimates rest on.
  package var rounds = 0
  package var batches = 0
  /// (Σw)²/Σw², w the importance weights.
  package var effectiveSampleSize = 0.0
  /// 1 in expectation where the logged propensities are those of the choices.
  package var meanWeight = 0.0
  /// (mean weight − 1) over its standard error: beyond ±4 the logged propensities do not fit the choices.
  package var weightScore = 0.0
  package var greatestWeight = 0.0
  /// Mean probability that the other policy puts on choices which the log cannot answer for.
  package var unsupportedMass = 0.0
  /// Mean recorded reward.
  package var recorded: IntervalEstimate?
  /// In the order of the methods; empty where `refusal` says why.
  package var estimates: [Estimate] = []
  package var refusal: OffPolicyRefusal?
  /// Why the methods that need a model are missing, where others are there.
  package var modelRefusal: OffPolicyRefusal?

  package init() {}

  package subscript(method: OffPolicyMethod) -> Estimate? { estimates.first { $0.method == method } }
}

/// Why the log cannot say what another policy would have earned, as facts.
package enum OffPolicyRefusal: Error, Equatable, Sendable {
  case noRounds
  /// The other policy chooses what could not have been, or never was, chosen.
  ///
  /// - Parameters:
  ///   - mass: mean probability of such choices.
  ///   - certain: share of the rounds in which the recorded choice was certain.
  ///   - arms: those with most of the mass, never chosen or not allowed then.
  case missingSupport(mass: Double, certain: Double, arms: [Int])
  case fewEffectiveRounds(Double, rounds: Int)
  case fewBatches(Int)
  /// Rewards or weights so large that sums overflow.
  case notFinite
  /// Regressions would cost more than the caller allows.
  case modelTooLarge(width: Int)

  /// Least effective sample size, in rounds and as a share of them.
  package static let leastEffectiveRounds = 30.0
  package static let leastEffectiveShare = 0.05
  /// An interval is taken over batches: fewer than this many say nothing of their spread.
  package static let leastBatches = 10
  /// Greatest unsupported mass that is let pass: with rewards of size 1 it moves no estimate by more than 0.001.
  package static let unsupportedLimit = 0.001

  /// One sentence without a full stop.
  ///
  /// - Parameter name: how an arm is called; printable.
  package func sentence(name: (Int) -> String) -> String {
    switch self {
    case .noRounds:
      return "no round of the log can be used"
    case .missingSupport(let mass, let certain, let arms):
      let share = "the other settings put \(Self.percent(mass)) of their choices where the log has none"
      if certain >= 0.5 {
        return share + ": \(Self.percent(certain)) of the recorded choices were certain; "
          + "a log can answer where its router had a propensity_floor above 0, or drew"
      }
      let names = arms.prefix(4).map(name).joined(separator: ", ")
      return share + (names.isEmpty ? "" : " (\(names))") + ": no weight can stand for them"
    case .fewEffectiveRounds(let size, let rounds):
      return
        "the \(rounds) rounds are worth \(Self.tenths(size)) (\(Self.percent(size / Double(max(1, rounds)))))"
        + " under the other settings; at least 30 and 5% are needed for an estimate"
    case .fewBatches(let count):
      return
        "the rounds come from \(formatCount(count, of: "batch", plural: "batches")); an interval needs \(Self.leastBatches)"
    case .notFinite:
      return "rewards, contexts or weights are so large that their sums overflow"
    case .modelTooLarge(let width):
      return "regressions on contexts of \(width) numbers are left out here; rmtop whatif has them"
    }
  }

  private static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "?%" }
    if share > 0, share < 0.001 { return "<0.1%" }
    return tenths(share * 100) + "%"
  }

  /// With one decimal, without one where it is 0.
  private static func tenths(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return "\(value)" }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

extension OffPolicyRefusal: CustomStringConvertible {
  /// The sentence with arms by place, from 1.
  package var description: String { sentence { "reward model \($0 + 1)" } }
}
