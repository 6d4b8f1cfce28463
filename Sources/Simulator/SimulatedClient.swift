package import RunEvents

/// The simulated trainer without its router: it asks another for its decisions, a step at a time.
///
/// The world, the judgements and the metrics are those of `SimulatedTrainer`; what a plan of mess does to the lines of
/// a router is left out.
package struct SimulatedClient: Sendable {
  private var trainer: SimulatedTrainer
  private var step = 0
  private var pairs: [SimulatedPair] = []

  package init(_ trainer: SimulatedTrainer) { self.trainer = trainer }

  /// The run line that its router is to begin with.
  package var header: RunHeader { trainer.header }
  /// The pairs of the next step, which want decisions; `nil` after the last step.
  package mutating func nextPairs() -> [PairEvent]? {
    guard step < trainer.settings.steps else { return nil }
    pairs = (0..<trainer.settings.pairsPerStep).map { trainer.routerPair(step: step, index: $0) }
    return pairs.map { trainer.event(of: $0) }
  }

  /// Takes the ids of the reward models that the router chose for them: what they said, and the step's metrics.
  ///
  /// - Parameter time: what the lines have as `t`.
  package mutating func judge(by rewardModels: [String], time: Double) -> [TimedEvent] {
    trainer.now = time
    for (pair, id) in zip(pairs, rewardModels) {
      guard let arm = trainer.world.rewardModels.firstIndex(where: { $0.id == id }) else { continue }
      trainer.routed.append(SimulatedTrainer.Routed(pair: pair, arm: arm, dueStep: step))
    }
    let lines = trainer.feedbackUnit(step: step)
    step += 1
    return lines.compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  /// A trainer's pace: how long its next step takes, in seconds.
  package var secondsOfStep: Double {
    var random = SimulationRandom(seed: trainer.settings.seed, .pace, step)
    return 1 + random.uniform()
  }
}
