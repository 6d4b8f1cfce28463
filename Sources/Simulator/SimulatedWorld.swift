import RunEvents

/// What is true in a simulated run and what its trainer does not know: pairs, and who judges which of them right.
///
/// A function of the settings alone; everything is drawn by key, so any pair can be made again at any time.
struct SimulatedWorld: Sendable {
  let seed: UInt64
  let scenario: Scenario
  let rewardModels: [RewardModelInfo]
  let skills: SkillTable
  /// One unit vector per category; orthogonal to each other where the dimension allows.
  let centres: [[Double]]

  /// - Parameter names: the ids of the reward models; `nil` is the roster's.
  init(_ settings: SimulationSettings, names: [String]? = nil) {
    seed = settings.seed
    scenario = settings.scenario
    rewardModels =
      names?.map { RewardModelInfo(id: $0) }
      ?? RewardModelRoster.rewardModels(count: settings.rewardModels)
    skills = SkillTable(settings)
    centres = Self.categoryCentres(dimension: settings.dimension, seed: settings.seed)
  }

  private static func categoryCentres(dimension: Int, seed: UInt64) -> [[Double]] {
    var centres: [[Double]] = []
    for category in PromptTemplates.categories.indices {
      var random = SimulationRandom(seed: seed, .centre, category)
      var centre = (0..<dimension).map { _ in random.normal() }
      if dimension > PromptTemplates.categories.count {
        for other in centres { subtract(projectionOn: other, from: &centre) }
      }
      normalise(&centre)
      centres.append(centre)
    }
    return centres
  }

  private static func subtract(projectionOn unit: [Double], from vector: inout [Double]) {
    var product = 0.0
    for index in vector.indices { product += vector[index] * unit[index] }
    for index in vector.indices { vector[index] -= product * unit[index] }
  }

  /// Scales to length 1; a vector too short for that is left as it is.
  static func normalise(_ vector: inout [Double]) {
    var square = 0.0
    for value in vector { square += value * value }
    let length = square.squareRoot()
    guard length > 1e-9 else { return }
    for index in vector.indices { vector[index] /= length }
  }
}
