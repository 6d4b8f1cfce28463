import Files
import Foundation
import TestSupport
import Testing

@testable import RunLog

@Suite struct LogAppenderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func linesAreWrittenWhenTheyAreFlushedWhole() throws {
    let appender = try LogAppender(path: folder.path("log"))
    try appender.append("one")
    #expect(try folder.text("log") == "")
    try appender.append(lines: ["two", "three"])
    try appender.flush()
    #expect(try folder.text("log") == "one\ntwo\nthree\n")
    try appender.flush()
    #expect(try folder.text("log") == "one\ntwo\nthree\n")
  }

  @Test func muchIsWrittenByItselfAndTheRestWhenTheAppenderGoesAway() throws {
    let line = String(repeating: "x", count: 99)
    do {
      let appender = try LogAppender(path: folder.path("log"))
      for _ in 0..<10_000 { try appender.append(line) }
      let size = try folder.text("log").utf8.count
      #expect(size > 900_000 && size % 100 == 0)
    }
    #expect(try folder.text("log").utf8.count == 1_000_000)
  }

  @Test func aFileThatIsThereIsReplacedAddedToOrLeftAlone() throws {
    let path = try folder.write("log", "old\nhal")
    do {
      try LogAppender(path: path, mode: .append).append("new")
      try LogAppender(path: path, mode: .append).append("newer")
    }
    #expect(try folder.text("log") == "old\nhal\nnew\nnewer\n")
    #expect(throws: AppendError.notWritable(path: path, reason: "it exists already")) {
      try LogAppender(path: path, mode: .keep)
    }
    #expect(try folder.text("log") == "old\nhal\nnew\nnewer\n")
    _ = try LogAppender(path: path)
    #expect(try folder.text("log") == "")
  }

  @Test func refusalsAreSentences() throws {
    #expect(throws: AppendError.directory(path: folder.path)) { try LogAppender(path: folder.path) }
    let path = folder.path("no/log")
    #expect(throws: AppendError.missingFolder(path: path, folder: folder.path("no"))) {
      try LogAppender(path: path)
    }
    let appender = try LogAppender(path: folder.path("log"))
    #expect(throws: AppendError.notOneLine) { try appender.append(lines: ["one", "two\nthree"]) }
    try appender.flush()
    #expect(try folder.text("log") == "")
    let full = try LogAppender(path: "/dev/full")
    try full.append("one")
    #expect(throws: AppendError.notWritable(path: "/dev/full", reason: "no space is left on the disk")) {
      try full.flush()
    }
  }

  @Test func aPipeWhoseReaderIsGoneIsAValueAndNoSignal() throws {
    // The default action of SIGPIPE would end the test run here.
    let before = signal(SIGPIPE, SIG_DFL)
    defer { signal(SIGPIPE, before) }
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    let writing = OwnedDescriptor(ends[1])
    let appender = try LogAppender(descriptor: writing.raw)
    for _ in 0..<3 {
      try appender.append("one")
      #expect(throws: AppendError.readerIsGone(path: "standard output")) { try appender.flush() }
    }
  }

  @Test func aFileThatMayNotGrowKeepsWholeLinesOnly() throws {
    let path = folder.path("log")
    let file = try OwnedDescriptor(path: path, flags: O_WRONLY | O_CREAT | O_APPEND, mode: 0o644)
    try writeAll(file.raw, Array("one\ntwo\nthr".utf8))
    cutBack(file.raw, by: 3)
    #expect(try folder.text("log") == "one\ntwo\n")
    try writeAll(file.raw, Array("three".utf8))
    try folder.append("log", "someone else's\n")
    cutBack(file.raw, by: 5)
    #expect(try folder.text("log") == "one\ntwo\nthreesomeone else's\n")
  }
}
