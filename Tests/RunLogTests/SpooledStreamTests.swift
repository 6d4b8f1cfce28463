import Files
import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

/// Both ends of a pipe.
final class Pipe {
  let reading: OwnedDescriptor
  var writing: OwnedDescriptor?

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw POSIXError(.EIO) }
    reading = OwnedDescriptor(ends[0])
    writing = OwnedDescriptor(ends[1])
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws {
    if let writing { try writeAll(writing.raw, bytes) }
  }

  /// No writer is left.
  func end() { writing = nil }
}

@Suite struct SpooledStreamTests {
  @Test func standardInputIsReadAsItComesAndEndsWithItsWriter() throws {
    let pipe = try Pipe()
    let reader = try LogReader(.standardInput, standardInput: pipe.reading.raw)
    #expect(try reader.drain().reachedEnd)
    #expect(reader.canGrow)
    try pipe.write(noteLine(1) + noteLine(2).prefix(9))
    #expect(reader.wait(milliseconds: 60_000) == .news)
    #expect(try reader.drain().said == [1])
    try pipe.write(String(noteLine(2).dropFirst(9)) + noteLine(3).dropLast())
    #expect(try reader.drain().said == [2])
    #expect(reader.canGrow)
    pipe.end()
    #expect(reader.wait(milliseconds: 60_000) == .news)
    let drained = try reader.drain()
    #expect(drained.said == [3] && drained.reachedEnd && !drained.tornTail)
    #expect(!reader.canGrow)
    #expect(reader.wait(milliseconds: 0) == .timeout)
    reader.seek(to: .start)
    #expect(try reader.drain().said == [1, 2, 3])
  }

  @Test func oneByteAtATimeGivesTheSameLinesPlainAndPacked() throws {
    let text = noteLines(0..<4)
    for bytes in [Array(text.utf8), packed(text)] {
      let pipe = try Pipe()
      let reader = try LogReader(.standardInput, standardInput: pipe.reading.raw)
      var said: [Int] = []
      for byte in bytes {
        try pipe.write([byte])
        said += try reader.drain().said
      }
      pipe.end()
      said += try reader.drain().said
      #expect(said == Array(0..<4))
    }
  }

  @Test func aSingleByteAndNothingAtAllEndWell() throws {
    for (text, faults, isTorn) in [("", 0, false), ("{", 0, true), ("\u{1F}", 1, false), ("\n", 0, false)] {
      let pipe = try Pipe()
      let reader = try LogReader(.standardInput, standardInput: pipe.reading.raw)
      try pipe.write(text)
      pipe.end()
      let drained = try reader.drain()
      #expect(drained.reachedEnd && !reader.canGrow)
      #expect(drained.lines.count == faults && drained.tornTail == isTorn && drained.notices.isEmpty)
      #expect(reader.progress == (text.utf8.count, text.utf8.count))
    }
  }

  @Test func aPipeIsEmptiedAlthoughNoLineIsAskedFor() throws {
    let pipe = try Pipe()
    let reader = try LogReader(.standardInput, standardInput: pipe.reading.raw)
    let text = noteLines(0..<1000)
    var lines: [LogLine] = []
    // Twenty times what a pipe holds: a writer that is not read would block here.
    for _ in 0..<20 {
      try pipe.write(text)
      _ = try reader.read(into: &lines, maximumBytes: 0, maximumLines: 0)
    }
    #expect(lines.isEmpty)
    #expect(reader.progress == (0, 20 * text.utf8.count))
    #expect(reader.countLinesAhead() == 20_000)
    #expect(try reader.drain().lines.count == 20_000)
  }

  @Test func standardInputFromAFileIsReadToItsEnd() throws {
    let folder = try TemporaryFolder()
    for bytes in [Array(noteLines(0..<2000).utf8), packed(noteLines(0..<2000))] {
      let file = try OwnedDescriptor(path: try folder.write("run", bytes), flags: O_RDONLY)
      let reader = try LogReader(.standardInput, standardInput: file.raw)
      var said: [Int] = []
      while reader.canGrow { said += try reader.drain(maximumBytes: 5000).said }
      #expect(said + (try reader.drain().said) == Array(0..<2000))
    }
  }

  @Test func aFIFOOutlivesItsWriters() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makePipe("pipe")
    let reader = try LogReader(.file(path: path, follow: true))
    #expect(try reader.drain().reachedEnd)
    #expect(reader.wait(milliseconds: 0) == .timeout)
    for number in 0..<5 {
      try folder.append("pipe", noteLine(number))
      #expect(reader.wait(milliseconds: 60_000) == .news)
      let drained = try reader.drain()
      #expect(drained.said == [number] && drained.notices.isEmpty)
      #expect(drained.lines.map(\.number) == [number + 1])
      // The writer is gone, and that must not ring for ever.
      _ = try reader.drain()
      #expect(reader.wait(milliseconds: 0) == .timeout)
      #expect(reader.canGrow)
    }
    reader.seek(to: .start)
    #expect(try reader.drain().said == Array(0..<5))
  }

  @Test func aWriterThatDiesInTheMiddleOfALineHarmsNoOther() throws {
    let folder = try TemporaryFolder()
    let reader = try LogReader(.file(path: try folder.makePipe("pipe"), follow: true))
    try folder.append("pipe", noteLine(1) + noteLine(2).prefix(12))
    var drained = try reader.drain()
    drained.notices += try reader.drain().notices
    try folder.append("pipe", noteLine(3))
    let after = try reader.drain()
    #expect(drained.said == [1] && after.said == [3])
    #expect((drained.notices + after.notices).count == 1)
  }

  @Test func aFIFOThatIsNotFollowedEndsWithItsFirstWriter() throws {
    let folder = try TemporaryFolder()
    let reader = try LogReader(.file(path: try folder.makePipe("pipe"), follow: false))
    #expect(try reader.drain().reachedEnd)
    #expect(reader.canGrow, "its writer has not come yet")
    try folder.append("pipe", noteLines(0..<3))
    #expect(try reader.drain().said == [0, 1, 2])
    _ = try reader.drain()
    #expect(!reader.canGrow)
  }

  @Test func aFIFOThatIsMadeAnewIsReadOn() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makePipe("pipe")
    let reader = try LogReader(.file(path: path, follow: true))
    try folder.append("pipe", noteLine(0))
    #expect(try reader.drain().said == [0])
    _ = try reader.drain()
    try folder.remove("pipe")
    _ = try reader.drain()
    try folder.makePipe("pipe")
    _ = try reader.drain()
    try folder.append("pipe", noteLine(1))
    #expect(try reader.drain().said == [1])
    #expect(reader.canGrow)
  }

  @Test func aFileInPlaceOfAFIFOIsNotTakenForOne() throws {
    let folder = try TemporaryFolder()
    let reader = try LogReader(.file(path: try folder.makePipe("pipe"), follow: true))
    try folder.remove("pipe")
    try folder.write("pipe", noteLine(9))
    let drained = try reader.drain()
    #expect(drained.lines.isEmpty)
    #expect(drained.notices.count == 1 && drained.notices[0].contains("no longer a pipe"))
    #expect(try reader.drain().notices.isEmpty)
  }

  @Test func aFullDiskLosesNothing() throws {
    let pipe = try Pipe()
    let full = Spool(try OwnedDescriptor(path: "/dev/full", flags: O_RDWR), folder: "/full")
    let stream = try SpooledStream(
      input: try OwnedDescriptor(duplicating: pipe.reading.raw), name: "standard input", ending: .final,
      isLive: true, spool: full)
    let reader = LogReader(.standardInput, bytes: stream)
    try pipe.write(noteLine(1))
    for _ in 0..<3 {
      #expect(throws: SourceError.temporaryFile(folder: "/full", reason: "no space is left on the disk")) {
        try reader.drain()
      }
    }
    #expect(stream.unsaved == Array(noteLine(1).utf8))
    #expect(stream.newsDescriptor == nil, "a full disk must not make the reader spin")
  }
}
