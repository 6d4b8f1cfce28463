import RunEvents
import Testing

@testable import RunLog

private let mebibyte = 1 << 20

@Suite struct LineLimitTests {
  /// Feeds `head`, `size` bytes of filling and `tail`, a mebibyte at a time, and looks at the memory held.
  private func lines(
    head: String, filling: UInt8 = UInt8(ascii: "a"), size: Int, tail: String, mostHeld: Int
  ) -> [LogLine] {
    var decoder = LineDecoder()
    var lines: [LogLine] = []
    decoder.append(head, to: &lines)
    let chunk = [UInt8](repeating: filling, count: mebibyte)
    var rest = size
    while rest > 0 {
      decoder.append(Array(chunk.prefix(rest)), to: &lines)
      rest -= chunk.count
      #expect(decoder.heldCapacity <= mostHeld)
    }
    decoder.append(tail, to: &lines)
    decoder.append(#"{"type":"end"}"# + "\n", to: &lines)
    #expect(decoder.heldCapacity <= 10 * mebibyte)
    #expect(lines.last?.content == .event(TimedEvent(.end(EndEvent()))))
    #expect(lines.last?.offset == head.utf8.count + size + tail.utf8.count)
    return lines
  }

  private func kind(_ line: LogLine?) -> FaultReason.Kind? {
    if case .fault(let reason) = line?.content { reason.kind } else { nil }
  }

  @Test(arguments: [5, 200]) func aLineThatIsTooLongIsNotHeld(mebibytes: Int) {
    let found = lines(
      head: #"{"type":"pair","id":"a","prompt":""#, size: mebibytes * mebibyte, tail: "\"}\n",
      mostHeld: 9 * mebibyte)
    #expect(found.count == 2)
    #expect(kind(found.first) == .lineTooLong)
    #expect(found.first?.length == mebibytes * mebibyte + 37)
  }

  @Test func binaryWithoutLinesIsNotHeld() {
    let found = lines(head: "", filling: 0xFF, size: 100 * mebibyte, tail: "\n", mostHeld: 9 * mebibyte)
    #expect(kind(found.first) == .lineTooLong)
  }

  @Test func aRunLineMayBeLonger() {
    let header =
      #"{"unread":[{"type":"pair"},"}"],"type":"run","version":1,"run":"r","rms":[{"id":"a"}],"tags":{"long":""#
    let found = lines(head: header, size: 20 * mebibyte, tail: "\"}}\n", mostHeld: 64 * mebibyte)
    guard case .event(let event) = found.first?.content, case .run(let run) = event.event else {
      Issue.record("no run")
      return
    }
    #expect(run.tags.first?.value.utf8.count == 20 * mebibyte)
  }

  @Test func theTypeMayStandAtTheEnd() {
    let run = lines(
      head: #"{"tags":{"long":""#, size: 6 * mebibyte,
      tail: #""},"type":"run","version":1,"run":"r","rms":[{"id":"a"}]}"# + "\n", mostHeld: 64 * mebibyte)
    #expect(kind(run.first) == nil)
    let pair = lines(
      head: #"{"prompt":""#, size: 6 * mebibyte, tail: #"","type":"pair","id":"a"}"# + "\n",
      mostHeld: 64 * mebibyte)
    #expect(kind(pair.first) == .lineTooLong)
  }

  @Test func aRunLineEndsAt64Mebibytes() {
    let found = lines(
      head: #"{"type":"run","run":""#, size: 65 * mebibyte, tail: "\"}\n", mostHeld: 130 * mebibyte)
    #expect(kind(found.first) == .lineTooLong)
  }

  /// At the limit to the byte, in one piece and in two.
  @Test func theLimitIsExact() {
    for extra in [0, 1] {
      let head = #"{"type":"note","level":"info","text":""#
      let filling = String(repeating: "a", count: LineLimit.longest - head.utf8.count - 2 + extra)
      let whole = head + filling + "\"}"
      #expect(whole.utf8.count == LineLimit.longest + extra)
      for pieces in [[whole + "\n"], [head, filling + "\"}\n"], [whole, "\n"]] {
        var lines: [LogLine] = []
        var decoder = LineDecoder()
        for piece in pieces { decoder.append(piece, to: &lines) }
        #expect(kind(lines.first) == (extra == 0 ? nil : .lineTooLong))
      }
    }
  }

  @Test func anUnfinishedLineThatIsTooLongIsAFault() {
    var lines: [LogLine] = []
    var decoder = LineDecoder()
    decoder.append(
      #"{"type":"pair","prompt":""# + String(repeating: "a", count: LineLimit.longest), to: &lines)
    let isTorn = decoder.finish(to: &lines)
    #expect(!isTorn)
    #expect(kind(lines.first) == .lineTooLong)
  }

  @Test(arguments: [
    (#"{"type":"run""#, LineLimit.Beginning.run), (#" { "type" : "run" ,"#, .run),
    (#"{"type":"pair","#, .other),
    (#"{"a":{"type":"run"},"type":"pair""#, .other),
    (#"{"a":"\"type\":\"run\",","b":[1,{}],"type":"run""#, .run),
    (#"{"type":"#, .unknown), (#"{"type":"ru"#, .unknown), (#"{"type":5"#, .unknown), (#"{"a":"\"#, .unknown),
    (#"{"ty\u0070e":"run""#, .unknown), (#"{"a":1}"#, .unknown), ("", .other), ("[", .other), ("{", .unknown),
  ])
  func theTypeOfABeginning(text: String, expected: LineLimit.Beginning) {
    let found = Array(text.utf8).withUnsafeBytes { LineLimit.type(of: $0) }
    #expect(found == expected)
  }
}
