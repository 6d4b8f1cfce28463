import Files
import Testing

@testable import RunLog

@Suite struct SeenBytesTests {
  private func seen(_ pieces: [String]) -> SeenBytes {
    var seen = SeenBytes()
    for piece in pieces { take(piece, at: seen.end, &seen) }
    return seen
  }

  private func take(_ text: String, at offset: Int, _ seen: inout SeenBytes) {
    let bytes = Array(text.utf8)
    let lineEnd = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    bytes.withUnsafeBytes { seen.take($0, at: offset, lineEnd: lineEnd) }
  }

  private func verdict(_ seen: SeenBytes, _ text: String) throws -> SourceLook.Verdict {
    let bytes = Array(text.utf8)
    return try seen.verdict(size: bytes.count) { (offset, count) throws(SystemFailure) in
      Array(bytes.dropFirst(offset).prefix(count))
    }
  }

  @Test func bytesThatStillStandThereAreTheSame() throws {
    #expect(try verdict(SeenBytes(), "") == .same)
    #expect(try verdict(SeenBytes(), "anything") == .same)
    let seen = seen(["one\ntw", "o\nthr"])
    #expect(seen.end == 11 && seen.wholeEnd == 8)
    #expect(try verdict(seen, "one\ntwo\nthr") == .same)
    #expect(try verdict(seen, "one\ntwo\nthree\nfour\n") == .same)
  }

  @Test func anUnfinishedLineThatWasCutOrWrittenAnewIsToldApart() throws {
    let seen = seen(["one\ntwo\nthr"])
    #expect(try verdict(seen, "one\ntwo\nth") == .partialLineChanged)
    #expect(try verdict(seen, "one\ntwo\n") == .partialLineChanged)
    #expect(try verdict(seen, "one\ntwo\nfour\nfive\n") == .partialLineChanged)
  }

  @Test func wholeLinesThatChangedAreAChangedFile() throws {
    let seen = seen(["one\ntwo\nthr"])
    #expect(try verdict(seen, "one\ntwo") == .changed)
    #expect(try verdict(seen, "") == .changed)
    #expect(try verdict(seen, "one\ntww\nthree\n") == .changed)
  }

  @Test func aChangeBeyondTheReachOfTheTailShowsInTheHead() throws {
    let long = String(repeating: "x", count: 1000)
    let seen = seen(["first\n\(long)\n"])
    #expect(try verdict(seen, "first\n\(long)\nmore\n") == .same)
    #expect(try verdict(seen, "other\n\(long)\nmore\n") == .changed)
  }

  @Test func takingAgainWhatWasTakenChangesNothing() throws {
    let whole = seen(["one\ntwo\nthree\nfo"])
    var again = seen(["one\ntwo\nth"])
    take("one\ntwo\n", at: 0, &again)
    take("two\nthree\nfo", at: 4, &again)
    #expect(again == whole)
  }

  @Test func droppingTheUnfinishedLineLeavesTheWholeOnes() throws {
    var one = seen(["one\ntwo\nthr"])
    one.dropPartial()
    #expect(one == seen(["one\ntwo\n"]))
    take("four\n", at: 8, &one)
    #expect(try verdict(one, "one\ntwo\nfour\n") == .same)
  }
}
