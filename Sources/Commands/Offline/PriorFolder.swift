import Files
import OfflineRouter
import Router
import RouterEngine
import RunLog
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

  /// Names the folder, or says why there is none; asked when the first file is.
  private let folder: @Sendable () -> Result<String, PriorFileRefusal>
  private let found = Mutex<[Key: Result<PriorFile, PriorFileRefusal>]>([:])

  init(folder: String) { self.folder = { .success(folder) } }

  private init(router: RouterAddress) {
    let folder = Mutex<Result<String, PriorFileRefusal>?>(nil)
    self.folder = {
      folder.withLock { folder in
        let known = folder ?? Self.folder(of: router)
        folder = known
        return known
      }
    }
  }

  /// The folder of a log; the working folder for standard input (`-`), that of its log for a router.
  ///
  /// - Parameter router: the address that `log` names, where it is known.
  static func beside(log: String, router: RouterAddress? = nil) -> PriorFolder {
    if let router = router ?? (try? RouterAddress(source: log)) { return PriorFolder(router: router) }
    return PriorFolder(folder: log == "-" ? "." : folderName(of: log))
  }

  /// The folder of a router's log, where it is on this machine.
  private static func folder(of router: RouterAddress) -> Result<String, PriorFileRefusal> {
    if router.isTCP {
      return .failure(
        PriorFileRefusal(sentence: "is beside the router's log, which may be on another machine"))
    }
    do {
      let status = try RouterConnection.status(of: router, client: "rmtop", seconds: 5)
      guard let log = status.log, log.hasPrefix("/") else {
        return .failure(
          PriorFileRefusal(sentence: "is beside the router's log, and the router does not say where"))
      }
      return .success(folderName(of: log))
    } catch {
      return .failure(PriorFileRefusal(sentence: "is beside the router's log, and \(error)"))
    }
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
    let folder: String
    switch self.folder() {
    case .success(let found): folder = found
    case .failure(let refusal): return .failure(PriorFileRefusal(sentence: "\(words) \(refusal.sentence)"))
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
        PriorFileRefusal(
          sentence: "\(words) beside the log cannot be read: \(reason)" + hint(key.name, in: folder)))
    } catch {
      return .failure(PriorFileRefusal(sentence: "\(words) cannot be used: \(error)"))
    }
  }

  /// The nearest name that is there.
  private func hint(_ name: String, in folder: String) -> String {
    let files = fileNames(in: folder).filter { $0.hasSuffix(".safetensors") && $0 != name }
    return suggestion(for: name, among: files)
  }
}

/// Why a prior file cannot be used, as a sentence.
struct PriorFileRefusal: Error, Equatable {
  var sentence: String
}
