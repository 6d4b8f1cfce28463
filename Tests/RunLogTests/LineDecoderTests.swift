import RunEvents
import TestSupport
import Testing

@testable import RunLog

extension LineDecoder {
  mutating func append(_ text: String, to lines: inout [LogLine]) {
    append(Array(text.utf8), to: &lines)
  }

  mutating func append(_ bytes: [UInt8], to lines: inout [LogLine]) {
    bytes.withUnsafeBytes { append($0, to: &lines) }
  }
}

private func end(_ reason: String) -> LineContent {
  .event(TimedEvent(.end(EndEvent(reason: reason))))
}

private func line(_ reason: String) -> String { #"{"type":"end","reason":"\#(reason)"}"# }

@Suite struct LineDecoderTests {
  @Test func linesAreNumberedAndPlaced() {
    var lines: [LogLine] = []
    var decoder = LineDecoder()
    decoder.append("\u{FEFF}\(line("a"))\r\n\n  \t\r\n\(line("b"))\nx\n\(line("c"))", to: &lines)
    #expect(lines.map(\.number) == [1, 4, 5])
    #expect(lines.map(\.offset) == [0, 38, 66])
    #expect(lines.map(\.length) == [32, 28, 2])
    #expect(lines[0].content == end("a"))
    #expect(lines[1].content == end("b"))
    #expect(decoder.endOfWholeLines == (68, 6))
    #expect(decoder.partialLength == 27)
    let isTorn = decoder.finish(to: &lines)
    #expect(!isTorn)
    #expect(lines.last == LogLine(number: 6, offset: 68, length: 27, content: end("c")))
    #expect(decoder.endOfWholeLines == (95, 7))
    #expect(decoder.partialLength == 0)
  }

  @Test func aByteOrderMarkIsOnlyAcceptedAtTheBeginning() {
    var lines: [LogLine] = []
    var decoder = LineDecoder()
    decoder.append("\(line("a"))\n\u{FEFF}\(line("b"))\n", to: &lines)
    #expect(lines[0].content == end("a"))
    guard case .fault(let reason) = lines[1].content else {
      Issue.record("accepted")
      return
    }
    #expect(reason.kind == .invalidJSON)
    var resumed = LineDecoder(offset: 28, line: 2)
    lines = []
    resumed.append("\(line("b"))\n", to: &lines)
    #expect(lines == [LogLine(number: 2, offset: 28, length: 28, content: end("b"))])
  }

  @Test(arguments: [
    #"{"type":"end","rea"#, "{", "\u{FEFF}{", #"  {"type":"end""#, #"{"type":"end"} {"#,
    #"{"type":"metrics","step":1,"values":{"a":1"#,
  ])
  func aTornLastLineIsARemark(torn: String) {
    var lines: [LogLine] = []
    var decoder = LineDecoder()
    decoder.append(line("a") + "\n" + torn, to: &lines)
    let isTorn = decoder.finish(to: &lines)
    #expect(isTorn)
    #expect(lines.count == 1)
    #expect(decoder.endOfWholeLines == (28 + torn.utf8.count, 3))
  }

  @Test func aLineTornInsideACharacterIsARemark() {
    var lines: [LogLine] = []
    var decoder = LineDecoder()
    decoder.append(Array(#"{"type":"note","text":"caf"#.utf8) + [0xC3], to: &lines)
    let isTorn = decoder.finish(to: &lines)
    #expect(isTorn)
    #expect(lines.isEmpty)
  }

  @Test func aLastLineThatNoEventBeginsWithIsAFault() {
    for text in ["PK\u{3}\u{4}", "# comment", "[1,2", "17", #"{"type":"pair"}"#] {
      var lines: [LogLine] = []
      var decoder = LineDecoder()
      decoder.append(text, to: &lines)
      let isTorn = decoder.finish(to: &lines)
      #expect(!isTorn)
      #expect(lines.count == 1, "\(text)")
      if case .event = lines[0].content { Issue.record("\(text)") }
    }
  }

  @Test func aBlankRestIsNothing() {
    for text in ["", " ", "\r", "\t \r", "\u{FEFF}", "\u{FEFF}\r"] {
      var lines: [LogLine] = []
      var decoder = LineDecoder()
      decoder.append(text, to: &lines)
      let isTorn = decoder.finish(to: &lines)
      #expect(!isTorn)
      #expect(lines.isEmpty)
    }
  }

  @Test func aDroppedPartialLineIsForgotten() {
    var lines: [LogLine] = []
    var decoder = LineDecoder()
    decoder.append(line("a") + "\n" + #"{"type":"en"#, to: &lines)
    decoder.dropPartial()
    #expect(decoder.partialLength == 0)
    decoder.append(line("b") + "\n", to: &lines)
    #expect(lines.map(\.content) == [end("a"), end("b")])
    #expect(lines.map(\.offset) == [0, 28])
    #expect(lines.map(\.number) == [1, 2])
  }

  /// The same bytes give the same lines, however they are cut.
  @Test(arguments: 0..<30) func chunksDoNotMatter(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let encoder = EventEncoder()
    let bad = try BadLine.all()
    var bytes: [UInt8] = generator.chance(30) ? [0xEF, 0xBB, 0xBF] : []
    for _ in 0..<30 {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes += bad.randomElement(using: &generator)!.bytes
      case 1: bytes += generator.chance(50) ? [] : Array("  ".utf8)
      default: bytes += Array(encoder.encode(generator.timedEvent()).utf8)
      }
      bytes += generator.chance(30) ? [0x0D, 0x0A] : [0x0A]
    }
    if generator.chance(50) { bytes.removeLast(min(bytes.count, 5)) }
    var whole: [LogLine] = []
    var decoder = LineDecoder()
    decoder.append(bytes, to: &whole)
    let torn = decoder.finish(to: &whole)
    #expect(whole.count > 5)
    for size in [1, 2, 7, 64, 1000] {
      var lines: [LogLine] = []
      var other = LineDecoder()
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = size < 8 ? size : Int.random(in: 0...size, using: &generator)
        other.append(Array(rest.prefix(count)), to: &lines)
        rest = rest.dropFirst(count)
        #expect(other.endOfWholeLines.offset + other.partialLength == bytes.count - rest.count)
      }
      let isTorn = other.finish(to: &lines)
      #expect(isTorn == torn)
      #expect(String(reflecting: lines) == String(reflecting: whole))
      #expect(other.endOfWholeLines == decoder.endOfWholeLines)
    }
  }
}
