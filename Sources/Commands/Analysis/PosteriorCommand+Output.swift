import Files
import OfflineRouter
import RouterEngine
import RunEvents
import RunLog
import RunState
import Safetensors

extension PosteriorCommand {
  /// Writes the posteriors as a prior file; what its own prior file says of contexts and of the fit goes with them.
  func write(_ state: inout RunState, priors: PriorFolder, to path: String) throws {
    guard let prior = state.posteriorAsPrior() else { return }
    var file = PriorFile(
      rewardModels: prior.rewardModels, means: prior.means, precision: prior.shape,
      hasIntercept: state.settings.intercept)
    file.method = "posterior"
    file.noiseVariance = state.posteriorSettings?.noiseVariance
    file.baseline = prior.baseline
    file.policy = Self.policyOfFile(state.settings.policy)
    if case .file(let name, let sha256?) = state.settings.prior,
      case .success(let source) = priors.file(name, sha256: sha256)
    {
      file.transform = source.transform
      file.gate = source.gate
      file.penalty = source.penalty
      file.gain = source.gain
      file.gainStandardError = source.gainStandardError
      file.pairs = source.pairs
      file.groups = source.groups
      file.seed = source.seed
    }
    guard let tensors = file.safetensors() else {
      throw CommandFailure(.unusableData, "the posteriors of this log do not make a prior file")
    }
    do {
      try FileBytes.write(tensors.encoded(), path: path)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
  }

  /// The policies that a prior file can ask for; others are a matter of the run that was.
  private static func policyOfFile(_ policy: PolicyName) -> String? {
    switch policy {
    case .thompson, .cautious: policy.word
    case .linucb, .offline, .random, .roundRobin, .fixed: nil
    }
  }
}
