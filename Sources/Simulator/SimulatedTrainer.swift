import RouterEngine
package import RunEvents

/// A trainer that never was: it routes pairs through a real router, learns, evaluates, obeys controls and writes
/// the log of all that, one small unit at a time.
///
/// Pure and deterministic: the lines are a function of the settings, of the controls and of the times it is given.
/// A value: a copy goes on by itself.
package struct SimulatedTrainer: Sendable {
  package let settings: SimulationSettings
  /// The header that the run begins with.
  package let header: RunHeader

  /// What the next unit is.
  enum Phase: Equatable, Sendable {
    case header
    case pair(step: Int, index: Int)
    case feedback(step: Int)
    case end
    case done
  }

  /// A routed pair whose feedback is to come.
  struct Routed: Sendable {
    var pair: SimulatedPair
    var arm: Int
    /// The feedback unit in which it comes; later than the pair's step where it is late.
    var dueStep: Int
  }

  let world: SimulatedWorld
  let prior: SimulatedPrior?
  let mess: MessPlan
  var router: SimulatedRouter
  var dynamics = TrainingDynamics()
  var evaluation = EvaluationWatch()
  var phase = Phase.header
  /// In the order of the decisions.
  var routed: [Routed] = []
  var restartsDone = 0
  var interventionsDone = 0
  /// The time of the unit in the making.
  var now = SimulatedTrainer.epoch

  /// Where the simulated clock starts: 2026-01-01 00:00:00 UTC.
  package static let epoch = 1_767_225_600.0

  /// - Parameter prior: rules over the settings' numbers of reward models and dimension, and over their policy.
  /// - Throws: the first setting out of its domain, or what the engine refuses (its memory limit, a prior that does not
  ///   fit).
  package init(_ settings: SimulationSettings, prior: SimulatedPrior? = nil) throws(SimulationError) {
    let settings = prior?.applied(to: settings) ?? settings
    try settings.validate()
    self.settings = settings
    self.prior = prior
    world = SimulatedWorld(settings, names: prior?.prior.rewardModels)
    mess = MessPlan(settings)
    header = Self.header(settings, rewardModels: world.rewardModels, prior: prior)
    router = try SimulatedRouter(
      rewardModels: world.rewardModels.map(\.id), dimension: prior?.dimension ?? settings.dimension,
      settings: header.router, prior: prior?.prior)
  }

  private static func header(
    _ settings: SimulationSettings, rewardModels: [RewardModelInfo], prior: SimulatedPrior?
  ) -> RunHeader {
    var router = RouterSettings()
    router.policy = settings.policy
    router.seed = settings.seed
    switch settings.scenario {
    case .messy: router.stepSlack = MessPlan.stepSlack
    // Routers collapse when they explore less than they are unsure.
    case .collapse: router.exploration = 0.3
    case .specialists, .hacking, .drift, .deaf: break
    }
    prior?.apply(to: &router)
    router.apply(settings.routerSettings)
    return RunHeader(
      name: settings.runName, rewardModels: rewardModels, dimension: prior?.dimension ?? settings.dimension,
      router: router,
      tags: [
        RunHeader.Tag(key: "scenario", value: settings.scenario.rawValue),
        RunHeader.Tag(key: "trainer", value: "rmtop simulate"),
      ])
  }

  /// The RM that is best in each category at `step`, by category name; what the router should find out.
  package func bestRewardModels(step: Int) -> [(category: String, rewardModel: String)] {
    PromptTemplates.categories.indices.map { category in
      var best = 0
      for arm in world.rewardModels.indices
      where world.skills.accuracy(arm: arm, category: category, step: step, exploit: 0)
        > world.skills.accuracy(arm: best, category: category, step: step, exploit: 0)
      {
        best = arm
      }
      return (PromptTemplates.categories[category].name, world.rewardModels[best].id)
    }
  }
}
