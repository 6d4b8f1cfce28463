import Files
import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct LogReaderWaitTests {
  /// Far longer than any test takes: only real news may end such a wait. A heartbeat of a followed file is shorter,
  /// so these tests ask why the wait ended and not when.
  private let long = 60_000

  @Test func growthReplacementRemovalAndTruncationAllRingTheBell() throws {
    let folder = try TemporaryFolder()
    let reader = try LogReader(.file(path: try folder.write("run.jsonl", noteLine(0)), follow: true))
    let events: [(String, () throws -> Void)] = [
      ("append", { try folder.append("run.jsonl", noteLine(1)) }),
      ("truncate", { try folder.truncate("run.jsonl", to: 3) }),
      ("rename", { try folder.rename("run.jsonl", to: "old") }),
      ("create", { try folder.write("run.jsonl", "") }),
      ("remove", { try folder.remove("run.jsonl") }),
    ]
    _ = try reader.drain()
    for (name, event) in events {
      #expect(reader.wait(milliseconds: 0) == .timeout, "nothing has happened before \(name)")
      try event()
      #expect(reader.wait(milliseconds: long) == .news, "\(name)")
    }
  }

  @Test func theTargetsFolderOfASymbolicLinkIsWatchedToo() throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    try other.write("target", noteLine(0))
    try folder.link("latest", to: other.path("target"))
    let reader = try LogReader(.file(path: folder.path("latest"), follow: true))
    try other.append("target", noteLine(1))
    #expect(reader.wait(milliseconds: long) == .news)
  }

  @Test func aReadableWakeDescriptorEndsTheWait() throws {
    let folder = try TemporaryFolder()
    let wake = try Pipe()
    try wake.write("x")
    let following = try LogReader(.file(path: try folder.write("run.jsonl", noteLine(0)), follow: true))
    #expect(following.wait(milliseconds: long, wake: wake.reading.raw) == .woken)
    let finished = try LogReader(.file(path: folder.path("run.jsonl"), follow: false))
    #expect(finished.wait(milliseconds: long, wake: wake.reading.raw) == .woken)
    #expect(finished.wait(milliseconds: -1) == .timeout)
  }
}
