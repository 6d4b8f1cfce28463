import OfflineRouter
import Simulator

/// The prior file of `simulate --prior`.
struct PriorForSimulation {
  let prior: SimulatedPrior
  private let source: PriorBeside
  /// What sentences call the file.
  var words: String { source.words }

  /// - Throws: a `CommandFailure` for a file that cannot be used, or options that contradict it.
  init(path: String, simulation: SimulationOptions, output: String?) throws {
    guard let output else {
      throw CommandFailure(.usage, "--prior needs --output: the file is copied beside the log")
    }
    if simulation.rms != nil || simulation.dim != nil {
      throw CommandFailure(
        .usage,
        "--rms and --dim cannot be used with --prior: the prior file has its own reward models and dimension")
    }
    source = try PriorBeside(path: path, log: output)
    let features = SimulatedFeatures(source.file)
    prior = SimulatedPrior(
      fileName: source.name, sha256: source.sha256, prior: source.file.routerPrior,
      hasIntercept: source.file.hasIntercept, noiseVariance: source.noiseVariance, policy: source.policy,
      exploration: source.exploration, dimension: source.file.dimension,
      worldDimension: features.worldDimension,
      context: { world, category in features.context(world, category: category) })
  }

  func copyBesideLog() throws { try source.copyBesideLog() }
}
