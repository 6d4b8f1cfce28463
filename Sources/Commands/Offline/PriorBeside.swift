import Files
import OfflineRouter
import RouterEngine
import RunEvents
import RunLog
import Safetensors
import Wording

/// A prior file that a run starts from: read, checked, and copied beside the run's log under a name that the run line
/// has.
struct PriorBeside {
  let file: PriorFile
  /// What sentences call the file.
  let words: String
  let sha256: String
  let policy: PolicyName
  private let bytes: [UInt8]
  private let copyPath: String

  /// - Throws: a `CommandFailure` for a file that cannot be used.
  init(path: String, log: String) throws {
    words = "the prior file \(quoted(path, limit: 200))"
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
    sha256 = SHA256.hexDigest(of: bytes)
    policy = try Self.policy(of: file, words: words)
    copyPath = log + ".prior.safetensors"
  }

  /// The plain name of the copy.
  var name: String { copyPath.split(separator: "/").last.map(String.init) ?? copyPath }
  var noiseVariance: Double { file.noiseVariance ?? 1 }
  /// Where context is known to help, the belief alone decides.
  var exploration: Double { policy == .thompson && file.gate == .open ? 0 : 1 }

  /// Atomic: whoever follows the log finds the whole file, or none.
  func copyBesideLog() throws {
    do {
      try FileBytes.write(bytes, path: copyPath)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
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
        "the policy of \(words) is \(printableText(other, limit: 64)): a run accepts thompson or cautious from a "
          + "prior file")
    }
    if policy == .cautious, !file.hasIntercept {
      throw CommandFailure(
        .unusableData, "the policy of \(words) is cautious, which needs an intercept")
    }
    return policy
  }
}
