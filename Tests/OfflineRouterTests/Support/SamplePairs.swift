import RunEvents
import TestSupport

@testable import OfflineRouter

/// Judged pairs with a signal: which RM is right depends on the embeddings, on the group's difficulty and on chance.
struct SamplePairs {
  var count = 120
  var length = 4
  var rewardModels = 3
  var groups = 30
  var categories = ["a", "b"]
  var signal = 2.0
  var seed = 1

  func pairs() -> [JudgedPair] {
    var generator = SeededGenerator(seed: seed)
    let centers = (0..<groups).map { _ in generator.vector(length) }
    let skills = (0..<rewardModels).map { _ in generator.vector(length) }
    return (0..<count).map { row in
      let group = generator.below(groups)
      let one = centers[group].map { $0 + 0.5 * generator.normal() }
      let other = centers[group].map { $0 + 0.5 * generator.normal() }
      let difficulty = generator.normal()
      let labels = skills.enumerated().map { arm, skill in
        var merit = difficulty + 0.4 * Double(arm)
        for (weight, entry) in zip(skill, one) { merit += signal * weight * entry }
        return JudgedPair.Label(rewardModel: "rm\(arm)", isRight: merit + generator.normal() > 0)
      }
      return JudgedPair(
        id: "p\(row)", group: "g\(group)",
        category: categories.isEmpty ? nil : categories[generator.below(categories.count)],
        features: .embeddings(.double(one), .double(other)), labels: labels)
    }
  }

  func dataset() throws -> PairDataset { try PairDataset(pairs()) }
}
