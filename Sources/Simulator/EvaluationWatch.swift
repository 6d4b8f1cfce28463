/// Notices when the evaluation falls while training goes on, and when it is back.
struct EvaluationWatch: Sendable {
  private var best = 0.0
  private(set) var isFallen = false

  enum Finding: Equatable, Sendable {
    case fell(from: Double)
    case recovered
  }

  /// A drop of this much is more than the noise of an evaluation.
  private static let drop = 0.08

  mutating func look(at winRate: Double) -> Finding? {
    best = max(best, winRate)
    if !isFallen, winRate < best - Self.drop {
      isFallen = true
      return .fell(from: best)
    }
    if isFallen, winRate > best - Self.drop / 2 {
      isFallen = false
      return .recovered
    }
    return nil
  }
}
