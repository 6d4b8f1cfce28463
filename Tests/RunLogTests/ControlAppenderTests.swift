import Foundation
import Testing

@testable import RunLog

@Suite struct ControlAppenderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a missing file is made for its owner only`() throws {
    let path = folder.path("control")
    let appender = try ControlAppender(path: path)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    try appender.append(line: "one")
    try appender.append(line: "two")
    #expect(try folder.text("control") == "one\ntwo\n")
  }

  @Test func `lines are added to what is there, never glued to half a line`() throws {
    let appender = try ControlAppender(path: try folder.write("control", "whole\n"))
    try appender.append(line: "one")
    try folder.append("control", "half")
    try appender.append(line: "two")
    #expect(try folder.text("control") == "whole\none\nhalf\ntwo\n")
  }

  @Test func `a file that was removed is made again`() throws {
    let appender = try ControlAppender(path: folder.path("control"))
    try folder.remove("control")
    try appender.append(line: "one")
    #expect(try folder.text("control") == "one\n")
  }

  @Test func `what cannot be a control file is refused`() throws {
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

  @Test func `a pipe needs a reader, and finds one that comes back`() throws {
    let path = try folder.makePipe("control")
    let appender = try ControlAppender(path: path)
    #expect(throws: AppendError.noReader(path: path)) { try appender.append(line: "lost") }
    for round in 0..<3 {
      let reader = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
      try appender.append(line: "round \(round)")
      var buffer = [UInt8](repeating: 0, count: 100)
      let count = try buffer.withUnsafeMutableBytes { (bytes) throws(SystemFailure) in
        try reader.read(into: bytes)
      }
      #expect(String(decoding: buffer.prefix(count ?? 0), as: UTF8.self) == "round \(round)\n")
    }
    #expect(throws: AppendError.noReader(path: path)) { try appender.append(line: "lost") }
  }

  @Test func `a pipe takes whole lines or none`() throws {
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

@Suite struct ControlFollowerTests {
  private let folder: TemporaryFolder
  private let ban = #"{"type":"control","seq":"0a1b2c3d-1","action":"ban","rm":"helpful","unread":1}"#

  init() throws { folder = try TemporaryFolder() }

  @Test func `what is appended after the start is obeyed, what stood before is not`() throws {
    let path = try folder.write("control", ban + "\n")
    let follower = try ControlFollower(path: path)
    #expect(follower.poll().isEmpty)
    try ControlAppender(path: path).append(line: ban)
    let lines = follower.poll()
    #expect(lines.map(\.number) == [2])
    #expect(lines.first?.control?.action == .ban)
    #expect(lines.first.flatMap(follower.text(of:)) == ban)
    #expect(follower.poll().isEmpty)
    #expect(try ControlFollower(path: path, fromStart: true).poll().count == 2)
  }

  @Test func `a line that was half written at the start is obeyed when it is whole`() throws {
    let path = try folder.write("control", ban + "\n" + ban.prefix(20))
    let follower = try ControlFollower(path: path)
    #expect(follower.poll().isEmpty)
    try folder.append("control", ban.dropFirst(20) + "\n")
    #expect(follower.poll().compactMap(\.control).count == 1)
  }

  @Test func `a missing file is waited for and read from its start`() throws {
    let path = folder.path("control")
    let follower = try ControlFollower(path: path)
    #expect(follower.poll().isEmpty)
    #expect(follower.wait(milliseconds: 0) == .timeout)
    try folder.write("control", ban + "\n")
    #expect(follower.poll().compactMap(\.control).count == 1)
    try folder.remove("control")
    #expect(follower.poll().isEmpty)
    #expect(follower.takeNotices().count == 1)
    #expect(follower.takeNotices().isEmpty)
    try folder.write("control", ban + "\n")
    #expect(follower.poll().compactMap(\.control).count == 1)
  }

  @Test func `a pipe works as well`() throws {
    let path = try folder.makePipe("control")
    let follower = try ControlFollower(path: path)
    let appender = try ControlAppender(path: path)
    for _ in 0..<3 {
      try appender.append(line: ban)
      #expect(follower.wait(milliseconds: 60_000) == .news)
      #expect(follower.poll().compactMap(\.control).count == 1)
    }
  }

  @Test func `a folder is refused at once, and later is a notice said once`() throws {
    #expect(throws: SourceError.directory(path: folder.path, example: nil)) {
      try ControlFollower(path: folder.path)
    }
    let follower = try ControlFollower(path: folder.path("control"))
    try FileManager.default.createDirectory(
      atPath: folder.path("control"), withIntermediateDirectories: false)
    for _ in 0..<3 { #expect(follower.poll().isEmpty) }
    #expect(follower.takeNotices().count == 1)
  }

  @Test func `lines that are no controls are there to be answered`() throws {
    let follower = try ControlFollower(path: try folder.write("control", ""))
    try folder.append("control", "rubbish\n" + noteLine(1))
    let lines = follower.poll()
    #expect(lines.count == 2)
    #expect(lines.compactMap(\.control).isEmpty)
  }
}
