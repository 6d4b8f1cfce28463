import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct ControlFollowerTests {
  private let folder: TemporaryFolder
  private let ban = #"{"type":"control","seq":"0a1b2c3d-1","action":"ban","rm":"helpful","unread":1}"#

  init() throws { folder = try TemporaryFolder() }

  @Test func whatIsAppendedAfterTheStartIsObeyedWhatStoodBeforeIsNot() throws {
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

  @Test func aLineThatWasHalfWrittenAtTheStartIsObeyedWhenItIsWhole() throws {
    let path = try folder.write("control", ban + "\n" + ban.prefix(20))
    let follower = try ControlFollower(path: path)
    #expect(follower.poll().isEmpty)
    try folder.append("control", ban.dropFirst(20) + "\n")
    #expect(follower.poll().compactMap(\.control).count == 1)
  }

  @Test func aMissingFileIsWaitedForAndReadFromItsStart() throws {
    let path = folder.path("control")
    let follower = try ControlFollower(path: path)
    #expect(follower.poll().isEmpty)
    #expect(follower.wait(milliseconds: 0) == .timeout)
    try folder.write("control", ban + "\n")
    #expect(follower.poll().compactMap(\.control).count == 1)
    try folder.remove("control")
    #expect(follower.poll().isEmpty)
    #expect(follower.drainNotices().count == 1)
    #expect(follower.drainNotices().isEmpty)
    try folder.write("control", ban + "\n")
    #expect(follower.poll().compactMap(\.control).count == 1)
  }

  @Test func aPipeWorksAsWell() throws {
    let path = try folder.makePipe("control")
    let follower = try ControlFollower(path: path)
    let appender = try ControlAppender(path: path)
    for _ in 0..<3 {
      try appender.append(line: ban)
      #expect(follower.wait(milliseconds: 60_000) == .news)
      #expect(follower.poll().compactMap(\.control).count == 1)
    }
  }

  @Test func aFolderIsRefusedAtOnceAndLaterIsANoticeSaidOnce() throws {
    #expect(throws: SourceError.directory(path: folder.path, example: nil)) {
      try ControlFollower(path: folder.path)
    }
    let follower = try ControlFollower(path: folder.path("control"))
    try FileManager.default.createDirectory(
      atPath: folder.path("control"), withIntermediateDirectories: false)
    var notices: [String] = []
    for _ in 0..<3 {
      #expect(follower.poll().isEmpty)
      notices += follower.drainNotices()
    }
    #expect(notices == ["\(folder.path("control")) is a folder: name a file in it"])
    try FileManager.default.removeItem(atPath: folder.path("control"))
    try folder.write("control", ban + "\n")
    #expect(follower.poll().compactMap(\.control).count == 1)
  }

  @Test func linesThatAreNoControlsAreThereToBeAnswered() throws {
    let follower = try ControlFollower(path: try folder.write("control", ""))
    try folder.append("control", "rubbish\n" + noteLine(1))
    let lines = follower.poll()
    #expect(lines.count == 2)
    #expect(lines.compactMap(\.control).isEmpty)
  }
}
