import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct SharedLineTests {
  private func lines(_ text: String, offset: Int = 0) -> [LogLine] {
    var lines: [LogLine] = []
    var decoder = LineDecoder(offset: offset, line: 1)
    Array(text.utf8).withUnsafeBytes { decoder.append($0, to: &lines) }
    _ = decoder.finish(to: &lines)
    return lines
  }

  private let one = #"{"type":"end","reason":"}{"}"#
  private let other = #"{"type":"note","level":"info","text":"\"{"}"#

  @Test func objectsSideBySideAreSoManyEvents() {
    let text = "\u{FEFF}\(one) \(other)\(one)\r\n\(other)\n"
    let lines = lines(text)
    #expect(lines.map(\.number) == [1, 1, 1, 2])
    #expect(lines.map(\.isContinued) == [true, true, false, false])
    #expect(lines.map(\.remarks.count) == [1, 1, 0, 0])
    #expect(
      lines[0].remarks[0].reason.kind == .sharedLine && lines[0].remarks[0].field == FieldRemark.wholeLine)
    // Offsets and lengths have no gaps, so that reading can go on behind every event.
    #expect(lines[0].offset == 0)
    for (line, next) in zip(lines, lines.dropFirst()) { #expect(line.offset + line.length == next.offset) }
    #expect(lines.last.map { $0.offset + $0.length } == text.utf8.count)
    for (index, line) in lines.enumerated() {
      #expect(line.content == EventDecoder().decode(index % 2 == 0 && index != 3 ? one : other))
    }
    // From the middle of the line on, the rest of it is the same.
    let rest = String(decoding: Array(text.utf8)[lines[1].offset...], as: UTF8.self)
    #expect(self.lines(rest, offset: lines[1].offset) == Array(lines.dropFirst()))
  }

  @Test func anObjectThatIsNoEventIsAFaultInItsPlace() {
    let lines = lines("{}\(one){\"type\":7}\n")
    #expect(lines.count == 3)
    let kinds = lines.map { line -> FaultReason.Kind? in
      if case .fault(let reason) = line.content { return reason.kind }
      return nil
    }
    #expect(kinds == [.missingField, nil, .illTypedField])
  }

  @Test(arguments: [
    #"{"type":"end"} x"#, #"{"type":"end"},{"type":"end"}"#, #"{"type":"end"}{"type":"end""#,
    #"{"type":"end"}{"type":}"#,
    #"{"type":"end"}[1]"#, #"{"type":"end"}}"#, #"x{"type":"end"}{"type":"end"}"#, #"{"type":"end"}{"a":"\"#,
  ])
  func anythingElseIsOneFault(text: String) {
    let lines = lines(text + "\n")
    #expect(lines.count == 1)
    guard case .fault(let reason) = lines[0].content else {
      Issue.record("accepted")
      return
    }
    #expect(reason.kind == .invalidJSON && lines[0].remarks.isEmpty)
  }

  @Test func atMost65536ObjectsStandOnALine() {
    #expect(
      lines(String(repeating: "{}", count: SharedLine.mostObjects) + "\n").count == SharedLine.mostObjects)
    #expect(lines(String(repeating: "{}", count: SharedLine.mostObjects + 1) + "\n").count == 1)
  }

  @Test func judgedPairsSideBySideAreTakenToo() throws {
    let folder = try TemporaryFolder()
    let pair = #"{"type":"judged","x":[1],"labels":{"r":true}}"#
    let path = try folder.write("pairs", Array("\(pair)\(pair)\n\(pair){\n".utf8))
    let pairs = try JudgedPairReader(.file(path: path, follow: false)).read()
    #expect(pairs.pairs.count == 2 && pairs.faultTotal == 1)
    #expect(pairs.remarks.total == 1 && pairs.remarks.byField.map(\.kind) == [.sharedLine])
  }
}
