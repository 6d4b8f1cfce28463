import Files
import Foundation
import TestSupport
import Testing

@testable import RunLog

@Suite struct SourceErrorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func error(_ path: String) -> SourceError? {
    do {
      _ = try LogReader(.file(path: path, follow: true))
      return nil
    } catch {
      return error as? SourceError
    }
  }

  @Test func aMissingFileNamesTheNearestOne() throws {
    try folder.write("run-7.jsonl", "")
    #expect(
      error(folder.path("run-8.jsonl"))
        == .missing(path: folder.path("run-8.jsonl"), nearest: folder.path("run-7.jsonl")))
    #expect(
      error(folder.path("completely different"))
        == .missing(path: folder.path("completely different"), nearest: nil))
    #expect(error(folder.path("no/run")) == .missingFolder(path: folder.path("no/run")))
    #expect(
      error("no-such-file-anywhere-here.q")?.description == "there is no file no-such-file-anywhere-here.q")
  }

  @Test func aFolderNamesALogInIt() throws {
    #expect(error(folder.path) == .directory(path: folder.path, example: nil))
    try folder.write("notes.txt", "")
    try folder.write("b.jsonl.gz", "")
    try folder.write("a.jsonl", "")
    #expect(error(folder.path) == .directory(path: folder.path, example: folder.path("a.jsonl")))
    #expect(error(folder.path + "/") == .directory(path: folder.path + "/", example: folder.path("a.jsonl")))
  }

  @Test func devicesSocketsAndFilesOfOtherPackersAreRefused() throws {
    #expect(error("/dev/null") == .device(path: "/dev/null"))
    #expect(error("/dev/zero") == .device(path: "/dev/zero"))
    let packed = try folder.write("run.xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])
    #expect(error(packed)?.description.contains("xz -dc") == true)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = folder.path("s")
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(100)) }
    let socket = OwnedDescriptor(Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket.raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    #expect(error(path) == .socket(path: path))
  }

  @Test func otherRefusalsSayTheirReason() throws {
    try folder.write("file", "")
    #expect(
      error(folder.path("file/run"))
        == .unreadable(path: folder.path("file/run"), reason: "a part of its path is not a folder"))
    try folder.link("circle", to: "circle")
    #expect(error(folder.path("circle"))?.description.contains("circle") == true)
    #expect(error(folder.path("file") + "\0.jsonl") != nil)
    let long = String(repeating: "n", count: 5000)
    #expect((error(long)?.description.count ?? 9999) < 300)
    if getuid() != 0 {
      chmod(folder.path("file"), 0)
      #expect(
        error(folder.path("file")) == .unreadable(path: folder.path("file"), reason: "permission denied"))
    }
  }

  @Test func aNameThatWouldDrawOnTheTerminalDoesNot() {
    let sentence = error("/tmp/\u{1B}[2J\u{202E}x\n")?.description ?? ""
    #expect(sentence == "there is no file /tmp/[2Jx ")
  }

  @Test func standardInputThatIsClosedOrAFolderIsRefused() throws {
    #expect(throws: SourceError.standardInputUnusable(reason: "it is closed")) {
      try LogReader(.standardInput, standardInput: 9999)
    }
    let directory = try OwnedDescriptor(path: folder.path, flags: O_RDONLY)
    #expect(throws: SourceError.standardInputUnusable(reason: "it is a folder")) {
      try LogReader(.standardInput, standardInput: directory.raw)
    }
  }

  @Test func aTerminalAsStandardInputIsRefused() throws {
    var first: Int32 = -1
    var second: Int32 = -1
    try #require(openpty(&first, &second, nil, nil, nil) == 0)
    defer {
      close(first)
      close(second)
    }
    #expect(throws: SourceError.standardInputIsTerminal) {
      try LogReader(.standardInput, standardInput: second)
    }
  }

  @Test func aTemporaryFolderThatIsNotThereIsASentence() {
    #expect(throws: SourceError.temporaryFile(folder: "/no/such", reason: "there is no such file or folder"))
    {
      try Spool(folder: "/no/such")
    }
  }
}
