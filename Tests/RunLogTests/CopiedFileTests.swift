import Files
import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

/// A log that is a copy of another, or was cut back: what was read is not read again, and what is gone is forgotten.
@Suite struct CopiedFileTests {
  private let folder: TemporaryFolder
  private let clock = HandClock()

  init() throws { folder = try TemporaryFolder() }

  private func follow(_ text: String) throws -> LogReader {
    try LogReader(.file(path: try folder.write("run.jsonl", text), follow: true), clock: clock.read)
  }

  private func move(_ text: String) throws {
    try folder.write("new", text)
    try folder.rename("new", to: "run.jsonl")
  }

  /// What follows the last fresh start, as a fold would have it.
  private func readOn(_ reader: LogReader, _ said: inout [Int]) throws -> [String] {
    var notices: [String] = []
    for _ in 0..<1000 {
      var lines: [LogLine] = []
      let result = try reader.read(into: &lines, maximumBytes: 200, maximumLines: .max)
      if result.startsAfresh { said = [] }
      said += Drained(lines: lines).said
      notices += result.notices
      if result.reachedEnd { break }
    }
    return notices
  }

  @Test func aLongerCopyThatIsMovedOverIsReadOnAndSaidOnce() throws {
    let reader = try follow(noteLines(0..<5))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    var notices: [String] = []
    for end in 6..<12 {
      try move(noteLines(0..<end))
      notices += try readOn(reader, &said)
    }
    #expect(said == Array(0..<11))
    #expect(reader.generation == 0)
    #expect(notices.count == 1 && notices[0].contains("is being copied over"))
  }

  /// The hash of all bytes decides: behind the last place whose hash is kept there is nothing else to tell by.
  @Test(arguments: [10, 37, 300], [true, false])
  func aCopyThatDiffersInItsLastLineIsFoldedAfresh(count: Int, isMoved: Bool) throws {
    let first = 1000
    let last = first + count - 1
    let reader = try follow(noteLines(first..<(last + 1)))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    #expect(said.last == last)
    let other = noteLines(first..<last) + noteLines(9000..<9001) + noteLines((last + 1)..<(last + 4))
    if isMoved { try move(other) } else { try folder.write("run.jsonl", other) }
    _ = try readOn(reader, &said)
    clock.advance(PlainFile.quietSeconds)
    _ = try readOn(reader, &said)
    #expect(said == Array(first..<last) + [9000] + Array((last + 1)..<(last + 4)))
  }

  @Test func aCopyIsReadOnWhateverWasUnreadOfTheFileItReplaces() throws {
    let reader = try follow(noteLines(0..<9))
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 2)
    #expect(reader.countLinesAhead() == 7)
    try move(noteLines(0..<12))
    var said = Drained(lines: lines).said
    _ = try readOn(reader, &said)
    #expect(said == Array(0..<12))
    #expect(reader.countLinesAhead() == 0)
    reader.seek(to: .start)
    #expect(try reader.drain().said == Array(0..<12))
  }

  @Test func copiesThatPileUpWhileNothingIsReadAreOne() throws {
    let reader = try follow(noteLines(0..<3))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    for end in 4..<9 {
      try move(noteLines(100..<(100 + end)))
      var none: [LogLine] = []
      _ = try reader.read(into: &none, maximumBytes: 0, maximumLines: 0)
    }
    _ = try readOn(reader, &said)
    #expect(said == [0, 1, 2] + Array(100..<108))
    #expect(reader.generation == 1)
  }

  @Test func aFileWrittenOverByItsCopyIsReadOn() throws {
    let reader = try follow(noteLines(0..<50))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    let copy = Array(noteLines(0..<60).utf8)
    // cp empties it first, then writes it piece by piece, and is looked at in between.
    try folder.truncate("run.jsonl", to: 0)
    var notices = try readOn(reader, &said)
    for start in stride(from: 0, to: copy.count, by: 700) {
      try folder.append(
        "run.jsonl", String(decoding: copy[start..<min(copy.count, start + 700)], as: UTF8.self))
      clock.advance(PlainFile.quietSeconds / 2)
      notices += try readOn(reader, &said)
    }
    #expect(said == Array(0..<60))
    #expect(reader.generation == 0)
    #expect(notices.count == 1 && notices[0].contains("is being copied over"))
  }

  @Test func aSeekWhileACopyIsBeingWrittenWaitsForIt() throws {
    let reader = try follow(noteLines(0..<5))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    try folder.write("run.jsonl", noteLines(0..<2))
    _ = try readOn(reader, &said)
    reader.seek(to: .start)
    var lines: [LogLine] = []
    let result = try reader.read(into: &lines, maximumBytes: .max, maximumLines: .max)
    #expect(lines.isEmpty && !result.reachedEnd)
    try folder.write("run.jsonl", noteLines(0..<6))
    #expect(try reader.drain().said == Array(0..<6))
  }

  @Test(arguments: [1, 2, 4]) func aFileCutBackInPlaceIsFoldedAfresh(kept: Int) throws {
    let reader = try follow(noteLines(0..<5))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    try folder.truncate("run.jsonl", to: noteLines(0..<kept).utf8.count)
    #expect(try readOn(reader, &said).isEmpty)
    #expect(said == Array(0..<5))
    clock.advance(PlainFile.quietSeconds)
    let notices = try readOn(reader, &said)
    #expect(notices.count == 1 && notices[0].contains("was cut back to"))
    #expect(notices[0].hasSuffix("it is folded afresh from its start"))
    #expect(said == Array(0..<kept) && reader.generation == 1)
    try folder.append("run.jsonl", noteLine(77))
    _ = try readOn(reader, &said)
    #expect(said == Array(0..<kept) + [77])
  }

  @Test func aFileCutBackAndContinuedBetweenTwoLooksIsFoldedAfresh() throws {
    let reader = try follow(noteLines(0..<50))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    try folder.truncate("run.jsonl", to: noteLines(0..<30).utf8.count)
    try folder.append("run.jsonl", noteLines(130..<190))
    let notices = try readOn(reader, &said)
    #expect(said == Array(0..<30) + Array(130..<190))
    #expect(notices.count == 1 && notices[0].contains("was changed in what had been read"))
  }

  @Test func anEditorsSaveIsFoldedAfresh() throws {
    let reader = try follow(noteLines(0..<50))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    try move(noteLines(Array(0..<20) + Array(21..<50)))
    let notices = try readOn(reader, &said)
    #expect(said == Array(0..<20) + Array(21..<50))
    #expect(notices.count == 1 && notices[0].contains("was replaced by another version of it"))
  }

  @Test func oneByteChangedInPlaceIsFound() throws {
    let reader = try follow(noteLines(10..<60))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    let file = try OwnedDescriptor(path: folder.path("run.jsonl"), flags: O_WRONLY)
    let place = noteLines(10..<30).utf8.count + noteLine(30).utf8.count - 5
    _ = withUnsafeBytes(of: UInt8(ascii: "9")) { bytes in
      Glibc.pwrite(file.raw, bytes.baseAddress, 1, off_t(place))
    }
    try #require(utimes(folder.path("run.jsonl"), [timeval(), timeval()]) == 0)
    _ = try readOn(reader, &said)
    #expect(said.count == 50 && said[20] == 90)
  }

  @Test func aCopyCutBackAndMovedOverIsFoldedAfreshWhenItStandsStill() throws {
    let reader = try follow(noteLines(0..<9))
    var said: [Int] = []
    _ = try readOn(reader, &said)
    try move(noteLines(0..<4))
    #expect(try readOn(reader, &said).isEmpty)
    clock.advance(PlainFile.quietSeconds)
    let notices = try readOn(reader, &said)
    #expect(said == Array(0..<4))
    #expect(notices.count == 1 && notices[0].contains("was replaced by the first"))
  }

  @Test func aRotatedLogWhoseFilesBeginWithTheSameLinesIsReadFileByFile() throws {
    let reader = try follow(noteLines(0..<9))
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 3)
    var said = Drained(lines: lines).said
    try folder.rename("run.jsonl", to: "run.jsonl.1")
    try folder.write("run.jsonl", noteLines(0..<2))
    _ = try readOn(reader, &said)
    clock.advance(2 * PlainFile.quietSeconds)
    _ = try readOn(reader, &said)
    #expect(said == Array(0..<9))
    try folder.append("run.jsonl", noteLine(50))
    _ = try readOn(reader, &said)
    #expect(said == Array(0..<9) + [0, 1, 50])
  }

  /// Whatever is done to the file: in the end what was read since the last fresh start is what stands in it.
  @Test(arguments: 0..<60) func randomChangesEndWithTheFileAsItIs(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var next = 1000
    func numbers(_ count: Int) -> [Int] {
      defer { next += count }
      return Array(next..<next + count)
    }
    var content = numbers(20)
    let reader = try follow(noteLines(content))
    var said: [Int] = []
    // Lines of files that another has replaced.
    var former: [Int] = []
    func look() throws {
      let before = reader.generation
      var afresh = false
      for _ in 0..<1000 {
        var lines: [LogLine] = []
        let result = try reader.read(
          into: &lines, maximumBytes: Int.random(in: 50...5000, using: &generator), maximumLines: .max)
        if result.startsAfresh {
          said = []
          afresh = true
        }
        said += Drained(lines: lines).said
        if result.reachedEnd { break }
      }
      if afresh || reader.generation != before { former = afresh ? [] : former }
    }
    try look()
    for _ in 0..<30 {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0, 1:
        let new = numbers(Int.random(in: 1...9, using: &generator))
        content += new
        try folder.append("run.jsonl", noteLines(new))
      case 2:
        content += numbers(Int.random(in: 0...9, using: &generator))
        try move(noteLines(content))
      case 3:
        content += numbers(Int.random(in: 0...9, using: &generator))
        try folder.truncate("run.jsonl", to: Bool.random(using: &generator) ? 0 : 300)
        if Bool.random(using: &generator) { try look() }
        try folder.write("run.jsonl", noteLines(content))
      case 4 where content.count > 1:
        content.removeLast(Int.random(in: 1..<content.count, using: &generator))
        try folder.truncate("run.jsonl", to: noteLines(content).utf8.count)
      default:
        // Another file: its lines come after those of this one.
        try look()
        clock.advance(PlainFile.quietSeconds)
        try look()
        former = said
        content = numbers(Int.random(in: 1...20, using: &generator))
        if Bool.random(using: &generator) {
          try move(noteLines(content))
        } else {
          try folder.write("run.jsonl", noteLines(content))
        }
        try look()
      }
      if Bool.random(using: &generator) { try look() }
      if Int.random(in: 0..<3, using: &generator) == 0 { clock.advance(PlainFile.quietSeconds) }
    }
    for _ in 0..<3 {
      try look()
      clock.advance(PlainFile.quietSeconds)
    }
    #expect(said == former + content, "seed \(seed)")
  }
}
