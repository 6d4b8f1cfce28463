import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct AwaitedFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func reader(_ name: String) throws -> LogReader {
    try LogReader(.file(path: folder.path(name), follow: true), waitsForFile: true)
  }

  @Test func aMissingLogIsWaitedForAndReadWhenItComes() throws {
    try folder.write("run2.jsonl", noteLine(9))
    let reader = try reader("run.jsonl")
    #expect(reader.isAwaited && reader.canGrow)
    var drained = try reader.drain()
    #expect(drained.reachedEnd && drained.lines.isEmpty)
    #expect(
      drained.notices == [
        "\(folder.path("run.jsonl")) is not there yet (did you mean “\(folder.path("run2.jsonl"))”?): reading begins when it appears"
      ])
    #expect(try reader.drain().notices.isEmpty)
    try folder.write("run.jsonl", noteLines(0..<3))
    drained = try reader.drain()
    #expect(drained.said == [0, 1, 2] && !reader.isAwaited)
    try folder.append("run.jsonl", noteLine(3))
    #expect(try reader.drain().said == [3])
    #expect(reader.generation == 0)
  }

  @Test func whatComesMayBeAPipe() throws {
    let reader = try reader("run.jsonl")
    _ = try reader.drain()
    try folder.makePipe("run.jsonl")
    _ = try reader.drain()
    try folder.append("run.jsonl", noteLine(1))
    var said: [Int] = []
    for _ in 0..<5 where said.isEmpty { said += try reader.drain().said }
    #expect(said == [1])
    _ = try reader.drain()
    #expect(reader.hasLostWriter)
    try folder.append("run.jsonl", noteLine(2))
    #expect(try reader.drain().said == [2])
  }

  @Test func aMissingFolderAndAFolderInItsPlaceAreErrors() throws {
    #expect(throws: SourceError.missingFolder(path: folder.path("none/run.jsonl"))) {
      try reader("none/run.jsonl")
    }
    #expect(throws: SourceError.directory(path: folder.path, example: nil)) {
      try LogReader(.file(path: folder.path, follow: true), waitsForFile: true)
    }
    #expect(throws: SourceError.missing(path: folder.path("run.jsonl"), nearest: nil)) {
      try LogReader(.file(path: folder.path("run.jsonl"), follow: false), waitsForFile: true)
    }
  }
}
