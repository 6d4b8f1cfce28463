import Files
import OfflineRouter
import RouterEngine
import RunEvents
import Safetensors
import Simulator
import Wording

/// The prior file of `simulate --prior`: read, checked, and copied beside the log.
struct PriorForSimulation {
  let prior: SimulatedPrior
  /// What sentences call the file.
  let words: String
  private let bytes: [UInt8]
  private let copyPath: String

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
    words = "the prior file \(quoted(path, limit: 200))"
    let file: PriorFile
    do {
      bytes = try FileBytes.read(path: path)
      file = try PriorFile(SafetensorsFile(bytes: bytes))
    } catch FileError.cannotRead(_, let reason) {
      throw CommandFailure(.noInput, "\(words) cannot be read: \(reason)")
    } catch {
      throw CommandFailure(.unusableData, "\(words) cannot be used: \(error)")
    }
    if let variance = file.noiseVariance, !PosteriorSettings.scaleRange.contains(variance) {
      let reason = EngineError.settingOutOfRange(.noiseVariance, variance)
      throw CommandFailure(.unusableData, "\(words): \(reason)")
    }
    let copyPath = output + ".prior.safetensors"
    self.copyPath = copyPath
    let name = copyPath.lastIndex(of: "/").map { String(copyPath[copyPath.index(after: $0)...]) } ?? copyPath
    prior = try Self.prior(file, name: name, sha256: SHA256.hexDigest(of: bytes), words: words)
  }

  /// Atomic: whoever follows the log finds the whole file, or none.
  func copyBesideLog() throws {
    do {
      try FileBytes.write(bytes, path: copyPath)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
  }

  private static func prior(
    _ file: PriorFile, name: String, sha256: String, words: String
  ) throws -> SimulatedPrior {
    let policy = try policy(of: file, words: words)
    let source = SimulatedFeatures(file)
    return SimulatedPrior(
      fileName: name, sha256: sha256, prior: file.routerPrior, hasIntercept: file.hasIntercept,
      noiseVariance: file.noiseVariance ?? 1, policy: policy,
      exploration: policy == .thompson && file.gate == .open ? 0 : 1, dimension: file.dimension,
      worldDimension: source.worldDimension,
      context: { world, category in source.context(world, category: category) })
  }

  /// The file's policy; where it names none, what its gate asks for.
  private static func policy(of file: PriorFile, words: String) throws -> PolicyName {
    let policy: PolicyName
    switch file.policy {
    case "thompson": policy = .thompson
    case "cautious": policy = .cautious
    case nil: policy = file.gate == .closed ? .cautious : .thompson
    case let other?:
      throw CommandFailure(
        .unusableData,
        "the policy of \(words) is \(printableText(other, limit: 64)): a simulated run accepts thompson or cautious "
          + "from a prior file")
    }
    if policy == .cautious, !file.hasIntercept {
      throw CommandFailure(
        .unusableData, "the policy of \(words) is cautious, which needs an intercept")
    }
    return policy
  }
}
