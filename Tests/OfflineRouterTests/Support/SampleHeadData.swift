import RunEvents
import TestSupport

@testable import OfflineRouter

/// Judged pairs with embeddings, of a world in which the sign of the first feature decides who is right.
enum SampleHeadData {
  static func ids(_ count: Int) -> [String] { (0..<count).map { "rm-\($0)" } }

  /// Reward model k is right with probability `skill` where k's sign agrees with the pair's, else with 1 − skill.
  static func planted(
    _ count: Int, arms: Int = 3, length: Int = 6, skill: Double = 0.95, missing: Double = 0,
    groupSize: Int = 4,
    seed: Int
  ) -> [JudgedPair] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { row in
      let a = random.vector(length).map { Float($0) }
      let b = random.vector(length).map { Float($0) }
      let isUpper = a[0] + b[0] > 0
      let labels = ids(arms).enumerated().map { arm, id in
        let isGood = (arm % 2 == 0) == isUpper
        let isRight = random.uniform() < (isGood ? skill : 1 - skill)
        return JudgedPair.Label(rewardModel: id, isRight: random.uniform() < missing ? nil : isRight)
      }
      return JudgedPair(
        id: "p\(row)", group: "g\(row / groupSize)", features: .embeddings(.single(a), .single(b)),
        labels: labels)
    }
  }

  static func data(_ pairs: [JudgedPair], arms: Int = 3) throws -> HeadData {
    try HeadData(pairs, rewardModels: ids(arms))
  }
}
