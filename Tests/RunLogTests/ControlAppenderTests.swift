import Files
import Foundation
import TestSupport
import Testing

@testable import RunLog

@Suite struct ControlAppenderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aMissingFileIsMadeForItsOwnerOnly() throws {
    let path = folder.path("control")
    let appender = try ControlAppender(path: path)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    try appender.append(line: "one")
    try appender.append(line: "two")
    #expect(try folder.text("control") == "one\ntwo\n")
  }

  @Test func linesAreAddedToWhatIsThereNeverGluedToHalfALine() throws {
    let appender = try ControlAppender(path: try folder.write("control", "whole\n"))
    try appender.append(line: "one")
    try folder.append("control", "half")
    try appender.append(line: "two")
    #expect(try folder.text("control") == "whole\none\nhalf\ntwo\n")
  }

  @Test func aFileThatWasRemovedIsMadeAgain() throws {
    let appender = try ControlAppender(path: folder.path("control"))
    try folder.remove("control")
    try appender.append(line: "one")
    #expect(try folder.text("control") == "one\n")
  }

  @Test func whatCannotBeAControlFileIsRefused() throws {
    #expect(throws: AppendError.directory(path: folder.path)) { try ControlAppender(path: folder.path) }
    #expect(throws: AppendError.unsuitable(path: "/dev/null")) { try ControlAppender(path: "/dev/null") }
    let path = folder.path("no/control")
    #expect(throws: AppendError.missingFolder(path: path, folder: folder.path("no"))) {
      try ControlAppender(path: path)
    }
    let appender = try ControlAppender(path: folder.path("control"))
    #expect(throws: AppendError.notOneLine) { try appender.append(line: "one\ntwo") }
    #expect(try folder.text("control") == "")
  }

  @Test func aPipeNeedsAReaderAndFindsOneThatComesBack() throws {
    let path = try folder.makePipe("control")
    let appender = try ControlAppender(path: path)
    #expect(throws: AppendError.noReader(path: path)) { try appender.append(line: "lost") }
    for round in 0..<3 {
      let reader = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
      try appender.append(line: "round \(round)")
      #expect(try received(reader) == "round \(round)\n")
    }
    #expect(throws: AppendError.noReader(path: path)) { try appender.append(line: "lost") }
  }

  @Test func aPipeThatWasMadeAnewIsTheOneWrittenTo() throws {
    let path = try folder.makePipe("control")
    let appender = try ControlAppender(path: path)
    let old = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
    try appender.append(line: "old")
    try folder.remove("control")
    try folder.makePipe("control")
    #expect(throws: AppendError.noReader(path: path)) { try appender.append(line: "lost") }
    let new = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
    try appender.append(line: "new")
    #expect(try received(old) == "old\n")
    #expect(try received(new) == "new\n")
  }

  private func received(_ reader: OwnedDescriptor) throws -> String {
    var buffer = [UInt8](repeating: 0, count: 100)
    let count = try buffer.withUnsafeMutableBytes { (bytes) throws(SystemFailure) in
      try reader.read(into: bytes)
    }
    return String(decoding: buffer.prefix(count ?? 0), as: UTF8.self)
  }

  @Test func aPipeTakesWholeLinesOrNone() throws {
    let path = try folder.makePipe("control")
    let reader = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
    let appender = try ControlAppender(path: path)
    let line = String(repeating: "x", count: 4095)
    #expect(throws: AppendError.tooLong(path: path, bytes: 4097, limit: 4096)) {
      try appender.append(line: line + "x")
    }
    var sent = 0
    var refusal: AppendError?
    while refusal == nil, sent < 1000 {
      do {
        try appender.append(line: line)
        sent += 1
      } catch { refusal = error as? AppendError }
    }
    #expect(refusal == .readerIsBusy(path: path))
    var received = 0
    var buffer = [UInt8](repeating: 0, count: 4096)
    while let count = try buffer.withUnsafeMutableBytes({ (bytes) throws(SystemFailure) in
      try reader.read(into: bytes)
    }),
      count > 0
    {
      received += count
    }
    #expect(received == sent * 4096)
    try appender.append(line: "again")
  }
}
