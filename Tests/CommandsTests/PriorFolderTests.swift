import Files
import Foundation
import OfflineRouter
import RunLog
import Safetensors
import TestSupport
import Testing

@testable import Commands

@Suite struct PriorFolderTests {
  private let folder: TemporaryFolder
  private let digest: String

  init() throws {
    folder = try TemporaryFolder()
    let file = PriorFile(rewardModels: ["a"], means: [[1, 2]], hasIntercept: false)
    let bytes = try #require(file.safetensors()).encoded()
    try FileBytes.write(bytes, path: folder.file("run.prior.safetensors"))
    digest = SHA256.hexDigest(of: bytes)
  }

  private func sentence(_ name: String, _ digest: String) -> String {
    switch PriorFolder(folder: folder.path).file(name, sha256: digest) {
    case .success: ""
    case .failure(let refusal): refusal.sentence
    }
  }

  @Test func theFileOfTheDigestIsFound() {
    #expect(sentence("run.prior.safetensors", digest) == "")
    #expect(sentence("run.prior.safetensors", digest.uppercased()) == "")
  }

  @Test func everyRefusalIsASentence() throws {
    #expect(
      sentence("run.priör.safetensors", digest)
        == "the prior file “run.priör.safetensors” beside the log cannot be read: there is no such file or folder "
        + "(did you mean “run.prior.safetensors”?)")
    #expect(
      sentence("run.prior.safetensors", String(repeating: "0", count: 64))
        == "the prior file “run.prior.safetensors” beside the log is another one: its SHA-256 begins with "
        + "\(digest.prefix(12)), and the log's prior_sha256 with 000000000000…")
    for name in ["../x", "/etc/passwd", "..", ".", ""] {
      #expect(sentence(name, digest).hasSuffix("is not a plain file name beside the log"))
    }
    try folder.write("{}", to: "torn")
    #expect(
      sentence("torn", SHA256.hexDigest(of: Array("{}".utf8)))
        == "the prior file “torn” cannot be used: 2 bytes are no safetensors file, which begins with the 8 bytes of "
        + "its header's length")
  }

  /// Seeking back in a process meets what it met before.
  @Test func whatWasFoundStays() throws {
    let priors = PriorFolder(folder: folder.path)
    let missing = priors.file("later", sha256: digest)
    let found = priors.file("run.prior.safetensors", sha256: digest)
    try FileManager.default.moveItem(
      atPath: folder.file("run.prior.safetensors"), toPath: folder.file("later"))
    #expect(priors.file("later", sha256: digest) == missing)
    #expect(priors.file("run.prior.safetensors", sha256: digest) == found)
    #expect(PriorFolder(folder: folder.path).file("later", sha256: digest) == found)
  }

  /// A router's log is not where its socket is.
  @Test func besideARoutersLog() throws {
    let router = try FakeRouter(path: folder.file("s"))
    let log = folder.file("run.jsonl")
    router.answer { _ in #"{"type":"status","log":"\#(log)"}"# }
    let priors = PriorFolder.beside(log: router.address)
    #expect(try priors.file("run.prior.safetensors", sha256: digest).get().rewardModels == ["a"])
    for _ in 0..<2 { _ = priors.file("other", sha256: digest) }
    #expect(router.requests.count == 1, "it is asked once")
    router.answer { _ in #"{"type":"status","log":"run.jsonl"}"# }
    func sentence(_ log: String) -> String? {
      guard case .failure(let refusal) = PriorFolder.beside(log: log).file("p", sha256: digest) else {
        return nil
      }
      return refusal.sentence
    }
    #expect(
      sentence(router.address)
        == "the prior file “p” is beside the router's log, and the router does not say where")
    #expect(
      sentence("tcp:host:80")
        == "the prior file “p” is beside the router's log, which may be on another machine")
    router.stop()
    #expect(sentence(router.address)?.contains("and nobody listens on the socket") == true)
  }
}
