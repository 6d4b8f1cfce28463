import Files
import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct PlainFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func follow(_ text: String) throws -> LogReader {
    try LogReader(.file(path: try folder.write("run.jsonl", text), follow: true))
  }

  @Test func appendedLinesAreReadAndAPartialLineWaitsForItsEnd() throws {
    let reader = try follow(noteLine(1) + noteLine(2).prefix(10))
    var drained = try reader.drain()
    #expect(drained.said == [1] && drained.reachedEnd && !drained.tornTail)
    #expect(reader.canGrow)
    try folder.append("run.jsonl", String(noteLine(2).dropFirst(10).dropLast()))
    #expect(try reader.drain().lines.isEmpty)
    try folder.append("run.jsonl", "\n" + noteLine(3))
    drained = try reader.drain()
    #expect(drained.said == [2, 3])
    #expect(drained.lines.map(\.number) == [2, 3])
    #expect(drained.lines.map(\.offset) == [noteLine(1).utf8.count, 2 * noteLine(1).utf8.count])
  }

  @Test func withoutFollowTheFileIsWhatItWasWhenItWasOpened() throws {
    let path = try folder.write("run.jsonl", noteLines(0..<5))
    let reader = try LogReader(.file(path: path, follow: false))
    try folder.append("run.jsonl", noteLines(5..<9))
    #expect(try reader.drain().said == Array(0..<5))
    #expect(!reader.canGrow)
  }

  @Test func aFileThatShrinksWhileItIsReadToItsEndSaysSo() throws {
    let path = try folder.write("run.jsonl", noteLines(0..<5))
    let reader = try LogReader(.file(path: path, follow: false))
    try folder.truncate("run.jsonl", to: noteLines(0..<2).utf8.count)
    let drained = try reader.drain()
    #expect(drained.said == [0, 1] && drained.reachedEnd)
    #expect(drained.notices.count == 1 && drained.notices[0].contains("became shorter while it was read"))
  }

  @Test func anEmptiedFileIsReadAgainFromItsStartWhenItGetsOtherLines() throws {
    let clock = HandClock()
    let reader = try LogReader(
      .file(path: try folder.write("run.jsonl", noteLines(0..<5)), follow: true), clock: clock.read)
    #expect(try reader.drain().said == Array(0..<5))
    try folder.truncate("run.jsonl", to: 0)
    var drained = try reader.drain()
    // It may be about to be written over with a copy of itself.
    #expect(drained.notices.isEmpty && drained.reachedEnd)
    clock.advance(PlainFile.quietSeconds)
    drained = try reader.drain()
    #expect(
      drained.notices == [
        "\(folder.path("run.jsonl")) was truncated to 0 bytes: what is written to it next is read from its start"
      ])
    #expect(try reader.drain().notices.isEmpty)
    try folder.append("run.jsonl", noteLines(7..<9))
    drained = try reader.drain()
    #expect(drained.said == [7, 8] && drained.notices.count == 1)
    #expect(drained.lines.map(\.number) == [1, 2])
    #expect(reader.generation == 1)
  }

  @Test func aTruncatedFileSaysHowMuchOfItWasUnread() throws {
    let reader = try follow(noteLines(0..<5))
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 3)
    try folder.write("run.jsonl", noteLine(7))
    let unread = noteLines(0..<2).utf8.count
    let drained = try reader.drain()
    #expect(drained.notices.count == 1 && drained.notices[0].contains("\(unread) bytes of it unread"))
    #expect(drained.said == [7])
  }

  @Test func bytesCutOffBeforeTheyWereReadAreASentence() throws {
    let reader = try follow(noteLines(0..<5))
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 2)
    #expect(reader.countLinesAhead() == 3)
    try folder.truncate("run.jsonl", to: noteLines(0..<3).utf8.count)
    let drained = try reader.drain()
    #expect(drained.said == [2])
    #expect(drained.notices.count == 1 && drained.notices[0].contains("was cut back by"))
    #expect(reader.countLinesAhead() == 0)
    #expect(reader.generation == 0)
  }

  @Test func aTornTailThatIsCutOffOnlyDropsThePartialLine() throws {
    let whole = noteLines(0..<3)
    for kept in [0, 1, 9] {
      let reader = try follow(whole + noteLine(8).prefix(10))
      #expect(try reader.drain().said == [0, 1, 2])
      try folder.truncate("run.jsonl", to: whole.utf8.count + kept)
      var drained = try reader.drain()
      #expect(drained.lines.isEmpty)
      #expect(drained.notices.count == 1 && drained.notices[0].contains("unfinished last line"))
      #expect(reader.generation == 0)
      try folder.truncate("run.jsonl", to: whole.utf8.count)
      try folder.append("run.jsonl", noteLines(3..<5))
      drained = try reader.drain()
      #expect(drained.said == [3, 4] && drained.lines.map(\.number) == [4, 5])
    }
  }

  @Test func aTornTailThatWasCutAndWrittenOverBetweenTwoLooksIsNoticed() throws {
    let whole = noteLines(0..<3)
    let reader = try follow(whole + noteLine(8, padding: 5).prefix(45))
    #expect(try reader.drain().said == [0, 1, 2])
    try folder.truncate("run.jsonl", to: whole.utf8.count)
    try folder.append("run.jsonl", noteLines(3..<9))
    let drained = try reader.drain()
    #expect(drained.said == Array(3..<9))
    #expect(drained.lines.first?.offset == whole.utf8.count)
  }

  @Test func aReaderThatHasGoneBackKeepsItsPlaceWhenTheTornTailIsCut() throws {
    let whole = noteLines(0..<4)
    let reader = try follow(whole + noteLine(8).prefix(10))
    _ = try reader.drain()
    reader.seek(to: .start)
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: noteLine(0).utf8.count + 5, maximumLines: 9)
    try folder.truncate("run.jsonl", to: whole.utf8.count)
    try folder.append("run.jsonl", noteLine(4))
    let rest = try reader.drain()
    #expect(Drained(lines: lines + rest.lines).said == Array(0..<5))
    #expect(reader.generation == 0)
  }

  @Test func aFileWrittenAnewIsNoticedEvenWhenItHasOutgrownTheCursor() throws {
    let reader = try follow(noteLines(0..<5))
    #expect(try reader.drain().said == Array(0..<5))
    try folder.write("run.jsonl", noteLines(100..<200))
    let drained = try reader.drain()
    #expect(drained.said == Array(100..<200))
    #expect(drained.notices.count == 1 && drained.notices[0].contains("was written anew"))
    #expect(reader.generation == 1)
  }

  @Test func aReplacedFileIsReadToItsEndFirstThenTheNewOneFromItsStart() throws {
    let reader = try follow(noteLines(0..<5))
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 2)
    try folder.write("new", noteLines(50..<53))
    try folder.rename("new", to: "run.jsonl")
    let drained = try reader.drain(maximumLines: 1)
    #expect(drained.said == [2, 3, 4, 50, 51, 52])
    #expect(drained.lines.map(\.number) == [3, 4, 5, 1, 2, 3])
    #expect(drained.notices.count == 1 && drained.notices[0].contains("was replaced by a new file"))
    #expect(!drained.tornTail)
    #expect(reader.generation == 1)
    try folder.append("run.jsonl", noteLine(53))
    #expect(try reader.drain().said == [53])
  }

  @Test func theTornLastLineOfAReplacedFileIsLeftOutWithASentence() throws {
    let reader = try follow(noteLine(0) + noteLine(1).prefix(20))
    try folder.write("new", noteLine(2))
    try folder.rename("new", to: "run.jsonl")
    let drained = try reader.drain()
    #expect(drained.said == [0, 2])
    #expect(drained.tornTail && drained.notices.count == 2)
  }

  @Test func noCallMixesLinesOfTwoFiles() throws {
    let reader = try follow(noteLines(0..<3))
    try folder.write("new", noteLines(10..<13))
    try folder.rename("new", to: "run.jsonl")
    var seen: [[Int]] = []
    for _ in 0..<10 {
      var lines: [LogLine] = []
      let result = try reader.read(into: &lines, maximumBytes: .max, maximumLines: .max)
      let said = Drained(lines: lines).said
      #expect(said.allSatisfy { ($0 >= 10) == (result.generation == 1) })
      seen.append(said)
      if result.reachedEnd { break }
    }
    #expect(seen.flatMap { $0 } == [0, 1, 2, 10, 11, 12])
  }

  @Test func aRotatedFileIsReadOnUntilTheNewOneHasBytes() throws {
    let reader = try follow(noteLines(0..<2))
    #expect(try reader.drain().said == [0, 1])
    try folder.rename("run.jsonl", to: "run.jsonl.1")
    try folder.write("run.jsonl", "")
    #expect(try reader.drain().lines.isEmpty)
    try folder.append("run.jsonl.1", noteLine(2))
    #expect(try reader.drain().said == [2])
    try folder.append("run.jsonl", noteLine(3))
    #expect(try reader.drain().said == [3])
  }

  @Test func severalReplacementsBetweenTwoLooksAtATimeEachGiveTheirLines() throws {
    let reader = try follow(noteLine(0))
    for number in 1..<6 {
      try folder.write("new", noteLine(number))
      try folder.rename("new", to: "run.jsonl")
      var none: [LogLine] = []
      _ = try reader.read(into: &none, maximumBytes: 0, maximumLines: 0)
    }
    #expect(try reader.drain().said == Array(0..<6))
    #expect(reader.generation == 5)
  }

  @Test func moreReplacementsThanCanBeKeptAreSaid() throws {
    let reader = try follow(noteLine(0))
    var notices: [String] = []
    let last = PlainFile.mostSuccessors + 5
    for number in 1...last {
      try folder.write("new", noteLine(number))
      try folder.rename("new", to: "run.jsonl")
      var none: [LogLine] = []
      notices += try reader.read(into: &none, maximumBytes: 0, maximumLines: 0).notices
    }
    #expect(notices.count { $0.contains("is left out") } == 5)
    #expect(try reader.drain().said == [0] + Array(6...last))
  }

  @Test func aRemovedFileIsGoneOnceMayStillBeWrittenAndComesBack() throws {
    let reader = try follow(noteLine(0))
    let writer = try OwnedDescriptor(path: folder.path("run.jsonl"), flags: O_WRONLY | O_APPEND)
    #expect(try reader.drain().said == [0])
    try folder.remove("run.jsonl")
    var drained = try reader.drain()
    #expect(drained.notices.count == 1 && drained.notices[0].contains("is gone"))
    #expect(try reader.drain().notices.isEmpty)
    try writeAll(writer.raw, Array(noteLine(1).utf8))
    #expect(try reader.drain().said == [1])
    try folder.write("run.jsonl", noteLine(2))
    drained = try reader.drain()
    #expect(drained.said == [2])
    #expect(drained.notices.count == 1 && drained.notices[0].contains("was replaced by a new file"))
  }

  @Test func aFileRenamedAwayAndBackIsTheSameFile() throws {
    let reader = try follow(noteLine(0))
    #expect(try reader.drain().said == [0])
    try folder.rename("run.jsonl", to: "away")
    #expect(try reader.drain().notices.count == 1)
    try folder.rename("away", to: "run.jsonl")
    try folder.append("run.jsonl", noteLine(1))
    let drained = try reader.drain()
    #expect(drained.said == [1])
    #expect(drained.notices == ["\(folder.path("run.jsonl")) is back"])
    #expect(reader.generation == 0)
  }

  @Test func aFolderOrAPipeInItsPlaceIsSaidAndTheFileIsReadOn() throws {
    let reader = try follow(noteLine(0))
    #expect(try reader.drain().said == [0])
    try folder.rename("run.jsonl", to: "away")
    try folder.makePipe("run.jsonl")
    var drained = try reader.drain()
    #expect(drained.notices.count == 1 && drained.notices[0].contains("no longer a regular file"))
    try folder.append("away", noteLine(1))
    drained = try reader.drain()
    #expect(drained.said == [1] && drained.notices.isEmpty)
  }

  @Test func aSymbolicLinkIsFollowedToItsNewTarget() throws {
    try folder.write("one", noteLine(0))
    try folder.write("two", noteLine(1))
    try folder.link("latest", to: "one")
    let reader = try LogReader(.file(path: folder.path("latest"), follow: true))
    #expect(try reader.drain().said == [0])
    try folder.link("next", to: "two")
    try folder.rename("next", to: "latest")
    let drained = try reader.drain()
    #expect(drained.said == [1])
    #expect(drained.notices.count == 1 && drained.notices[0].contains("was replaced"))
  }

  @Test func randomWritesTornAndWholeGiveTheLinesOfOneRead() throws {
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: seed)
      let bytes = Array(noteLines(0..<80).utf8)
      let reader = try follow("")
      var drained = Drained()
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 1...150, using: &generator))
        try folder.append("run.jsonl", String(decoding: bytes[start..<end], as: UTF8.self))
        start = end
        if Bool.random(using: &generator) { drained.lines += try reader.drain(maximumBytes: 64).lines }
      }
      drained.lines += try reader.drain().lines
      let whole = try LogReader(.file(path: folder.path("run.jsonl"), follow: false)).drain()
      #expect(drained.lines == whole.lines, "seed \(seed)")
      #expect(drained.said == Array(0..<80))
    }
  }
}
