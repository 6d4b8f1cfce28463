import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct RouterPiecesTests {
  private static let log =
    noteLines(0..<5) + #"{"type":"trouble","text":"no: this is a line of the log"}"# + "\n"
  private static let refusal =
    #"{"type":"error","line":2,"of":"control","id":"s-1","code":"log_unwritable","message":"no space"}"#

  /// The log, however its pieces are cut, and what is said between them.
  private static func stream(_ random: inout SeededGenerator) -> (bytes: [UInt8], lines: [String]) {
    var bytes: [UInt8] = []
    var lines: [String] = []
    var rest = Array(log.utf8)[...]
    while !rest.isEmpty {
      if random.chance(30) {
        lines.append(random.chance(50) ? refusal : #"{"type":"trouble"}"#)
        bytes += Array((lines[lines.count - 1] + "\n").utf8)
      }
      let piece = rest.prefix(random.below(80))
      rest = rest.dropFirst(piece.count)
      bytes += Array("{\"type\":\"log\",\"bytes\":\(piece.count)}\n".utf8) + piece
    }
    return (bytes, lines)
  }

  @Test func theLogComesWholeHoweverTheBytesAreCut() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let (bytes, lines) = Self.stream(&random)
      var pieces = RouterPieces()
      var log: [UInt8] = []
      var said: [String] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        var chunk = rest.prefix(1 + random.below(100))
        rest = rest.dropFirst(chunk.count)
        while let part = pieces.next(of: &chunk) {
          switch part {
          case .log(let bytes): log += bytes
          case .line(let line): said.append(String(decoding: line, as: UTF8.self))
          }
        }
      }
      #expect(String(decoding: log, as: UTF8.self) == Self.log)
      #expect(said == lines)
    }
  }

  /// A line without an end is not gathered for ever.
  @Test func aLineWithoutAnEndIsNoRouters() {
    var pieces = RouterPieces()
    var parts: [RouterPieces.Part] = []
    for _ in 0...(RouterAnswers.longest >> 20) {
      var chunk = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)[...]
      while let part = pieces.next(of: &chunk) { parts.append(part) }
    }
    #expect(parts.count == 1)
  }

  @Test func aReaderTellsWhatTheRouterSays() throws {
    let folder = try TemporaryFolder()
    let router = try FakeRouter(path: folder.file("s"))
    let lines = noteLines(0..<2)
    let (refusal, trouble) = (Self.refusal, #"{"type":"trouble","text":"run.jsonl was removed"}"#)
    router.answer { line in
      if line.contains("subscribe") {
        return #"{"type":"subscribe","offset":0,"end":0,"answers":true}"# + "\n"
          + #"{"type":"log","bytes":\#(lines.utf8.count)}"# + "\n" + lines + trouble
      }
      return line.contains("control") ? refusal : #"{"type":"trouble"}"#
    }
    let address = try #require(try RouterAddress(source: router.address))
    let reader = try LogReader(.router(address, follow: true))
    var read: [LogLine] = []
    var told = LogReader.ReadResult()
    func wait(until isEnough: () -> Bool) throws {
      for _ in 0..<3_000 where !isEnough() {
        let result = try reader.read(into: &read, maximumBytes: 1 << 16, maximumLines: 100)
        told.notices += result.notices
        told.refusals += result.refusals
        if !isEnough() { reader.wait(milliseconds: 20) }
      }
    }
    try wait { read.count == 2 && reader.logTrouble != nil }
    #expect(read.count == 2 && reader.logTrouble == "run.jsonl was removed")
    try reader.controls?.append(line: #"{"type":"control","seq":"s-1","action":"ban","rm":"a"}"#)
    try wait { !told.refusals.isEmpty }
    #expect(told.refusals == [ControlRefusal(sequence: "s-1", message: "no space")])
    try reader.controls?.append(line: #"{"type":"note"}"#)
    try wait { reader.logTrouble == nil }
    #expect(
      told.notices == [
        "the router cannot write its log, and decides nothing: run.jsonl was removed",
        "the router can write its log again",
      ])
    #expect(read.count == 2 && reader.generation == 0)
  }
}
