import Files
import OfflineRouter
import Router
import RouterEngine
import RunState
import Safetensors
import Synchronization
import Wording

/// The prior files beside a log, each read once.
///
/// What a name and a digest led to is kept for the life of the process, so that going back in time meets what was met
/// before, even where somebody has since replaced the file.
final class PriorFolder: Sendable {
  private struct Key: Hashable {
    var name: String
    var sha256: String
  }

  private let folder: String
  private let found = Mutex<[Key: Result<PriorFile, PriorFileRefusal>]>([:])

  init(folder: String) { self.folder = folder }

  /// The folder of a log; the working folder for standard input (`-`).
  static func beside(log: String) -> PriorFolder {
    PriorFolder(folder: log == "-" ? "." : folderName(of: log))
  }

  /// For `RunState`.
  var loader: PriorLoader {
    PriorLoader { name, sha256 in
      switch self.file(name, sha256: sha256) {
      case .success(let file): .loaded(file.routerPrior)
      case .failure(let refusal): .refused(refusal.sentence)
      }
    }
  }

  /// The file of that name if its digest is that one.
  func file(_ name: String, sha256: String) -> Result<PriorFile, PriorFileRefusal> {
    let key = Key(name: name, sha256: sha256.lowercased())
    return found.withLock { found in
      if let known = found[key] { return known }
      let result = read(key)
      found[key] = result
      return result
    }
  }

  private func read(_ key: Key) -> Result<PriorFile, PriorFileRefusal> {
    let words = "the prior file \(quoted(key.name))"
    guard !key.name.isEmpty, !key.name.contains("/"), key.name != ".", key.name != ".." else {
      return .failure(PriorFileRefusal(sentence: "\(words) is not a plain file name beside the log"))
    }
    let path = folder + "/" + key.name
    do {
      let bytes = try FileBytes.read(path: path)
      let digest = SHA256.hexDigest(of: bytes)
      guard digest == key.sha256 else {
        return .failure(
          PriorFileRefusal(
            sentence:
              "\(words) beside the log is another one: its SHA-256 begins with \(digest.prefix(12)), and "
              + "the log's prior_sha256 with \(printableText(key.sha256, limit: 12))"))
      }
      return .success(try PriorFile(SafetensorsFile(bytes: bytes)))
    } catch FileError.cannotRead(_, let reason) {
      return .failure(
        PriorFileRefusal(sentence: "\(words) beside the log cannot be read: \(reason)" + hint(key.name)))
    } catch {
      return .failure(PriorFileRefusal(sentence: "\(words) cannot be used: \(error)"))
    }
  }

  /// The nearest name that is there.
  private func hint(_ name: String) -> String {
    let files = fileNames(in: folder).filter { $0.hasSuffix(".safetensors") && $0 != name }
    return suggestion(for: name, among: files)
  }
}

/// Why a prior file cannot be used, as a sentence.
struct PriorFileRefusal: Error, Equatable {
  var sentence: String
}
