package import RunEvents

/// What a simulated run is made from: equal settings give equal events.
package struct SimulationSettings: Equatable, Sendable {
  package var scenario: Scenario
  /// Training steps, 1 … 10,000,000.
  package var steps: Int
  /// Number of reward models K, 1 … 64.
  package var rewardModels: Int
  /// Length d of a context, 1 … 4096.
  package var dimension: Int
  /// Seeds the world (pairs, truths, losses) and the router's draws.
  package var seed: UInt64
  /// Pairs routed in every step, 1 … 1024.
  package var pairsPerStep: Int
  /// `thompson`, `random` or `fixed`; other policies are refused.
  package var policy: PolicyName
  /// Settings of the router's in place of the scenario's own: `routerSettings` says which are taken; numbers may be
  /// `auto`, and are then chosen by evidence.
  package var router: RouterSettingsChange
  /// What stands in the header as the run's name.
  package var runName: String
  /// Controls that somebody gives at fixed steps, for recorded logs in which a control is to be seen.
  package var interventions: [Intervention]

  /// The scenario's own defaults: small enough to watch, long enough to show what the scenario promises.
  package init(
    scenario: Scenario, steps: Int = 200, rewardModels: Int = 4, dimension: Int = 16, seed: UInt64 = 1,
    pairsPerStep: Int = 16, policy: PolicyName = .thompson, runName: String? = nil,
    router: RouterSettingsChange = RouterSettingsChange(), interventions: [Intervention] = []
  ) {
    self.scenario = scenario
    self.steps = steps
    self.rewardModels = rewardModels
    self.dimension = dimension
    self.seed = seed
    self.pairsPerStep = pairsPerStep
    self.policy = policy
    self.router = router
    self.runName = runName ?? "\(scenario.rawValue)-\(seed)"
    self.interventions = interventions
  }

  /// A control given at the beginning of a step.
  package struct Intervention: Equatable, Sendable {
    package var step: Int
    package var control: ControlEvent

    package init(step: Int, control: ControlEvent) {
      self.step = step
      self.control = control
    }
  }
}
