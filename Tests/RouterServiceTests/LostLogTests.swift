import Files
import Router
import RouterService
import RunEvents
import RunState
import TestSupport
import Testing

/// A log that is taken away from under a router: nothing is written where nobody would find it.
struct LostLogTests {
  private let desk: TestDesk
  private let aside: String

  init() throws {
    desk = try TestDesk(rewardModels: ["a", "b"])
    aside = desk.folder.file("aside.jsonl")
    try desk.send(Self.pair(0))
  }

  private static func pair(_ number: Int) -> String {
    #"{"type":"pair","id":"p\#(number)","step":1,"x":[1,\#(number)]}"#
  }

  private func expectRefused(_ words: String, _ comment: String = "") throws {
    let answer = try desk.send(Self.pair(1)) ?? ""
    #expect(answer.contains("log_unwritable") && answer.contains(words), "\(comment) \(answer)")
    let status = try desk.send(#"{"type":"status"}"#) ?? ""
    #expect(status.contains(#""writable":false"#) && status.contains(words), "\(status)")
    #expect(try desk.desk.retry() == nil)
  }

  /// It is tried again, and goes on as though nothing had been.
  private func expectItGoesOn(_ words: String) throws {
    let said = try desk.desk.retry()
    #expect(said?.contains(words) == true, "\(said ?? "nothing")")
    #expect(try desk.send(Self.pair(1))?.contains(#""type":"decision""#) == true)
    #expect(try desk.folder.text("run.jsonl").contains(#""id":"p1""#))
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
    // A log has one writer, also the one that was put back.
    #expect(throws: ServiceError.self) {
      try RoutingDesk(
        log: desk.logPath, header: RunHeader(name: "x", rewardModels: []), priors: .none, syncing: .never,
        clock: desk.clock.read, check: { _ in nil })
    }
    let before = try desk.folder.text("run.jsonl")
    try desk.restart()
    #expect(try desk.send(Self.pair(1))?.contains("repeated") == true)
    #expect(try desk.folder.text("run.jsonl") == before)
  }

  @Test func oneThatWasMovedIsGoneOnWithWhenItIsBack() throws {
    let before = try desk.folder.text("run.jsonl")
    #expect(rename(desk.logPath, aside) == 0)
    try expectRefused("run.jsonl was moved away: put it back")
    #expect(try desk.folder.text("aside.jsonl") == before)
    #expect(rename(aside, desk.logPath) == 0)
    try expectItGoesOn("was moved away")
  }

  @Test func oneThatWasRemovedIsPutBackAsItIsSaid() throws {
    #expect(unlink(desk.logPath) == 0)
    try expectRefused("was removed: put it back with cp /proc/")
    let sentence = try desk.send(Self.pair(1)) ?? ""
    let open = try #require(sentence.firstMatch(of: #/cp (/proc/\d+/fd/\d+) /#)?.1)
    let bytes = try #require(try? readWhole(String(open)))
    try desk.folder.write(String(decoding: bytes.dropLast(5), as: UTF8.self), to: "run.jsonl")
    // While it is copied.
    #expect(try desk.desk.retry() == nil)
    try expectRefused("another file, of")
    try desk.folder.write(String(decoding: bytes, as: UTF8.self), to: "run.jsonl")
    try expectItGoesOn("another file, of")
  }

  @Test func anotherFileInItsPlaceIsLeftAlone() throws {
    let before = try desk.folder.text("run.jsonl")
    #expect(rename(desk.logPath, aside) == 0)
    let other = before.replacing(#""id":"p0""#, with: #""id":"q0""#)
    try desk.folder.write(other + other, to: "run.jsonl")
    try expectRefused("another file stands in the place of")
    try expectRefused("another file stands in the place of", "looked at once")
    #expect(try desk.folder.text("run.jsonl") == other + other)
    #expect(try desk.folder.text("aside.jsonl") == before)
    #expect(rename(aside, desk.logPath) == 0)
    try expectItGoesOn("another file stands in the place of")
  }

  /// As an editor saves it: a new file under the old name, here with a line more.
  @Test func aLongerCopyIsGoneOnWith() throws {
    let before = try desk.folder.text("run.jsonl")
    try desk.folder.write(
      before + #"{"type":"note","level":"info","text":"by hand"}"# + "\n", to: "aside.jsonl")
    #expect(rename(aside, desk.logPath) == 0)
    // There is nothing to wait for.
    #expect(try desk.desk.watchLog()?.contains("another program has written 1 line") == true)
    #expect(try desk.send(Self.pair(1))?.contains(#""type":"decision""#) == true)
    let log = try desk.folder.text("run.jsonl")
    #expect(log.hasPrefix(before) && log.contains("by hand") && log.contains(#""id":"p1""#))
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }

  /// Nobody writes, and it is seen all the same.
  @Test func itIsMissedWithoutALine() throws {
    #expect(try desk.desk.watchLog() == nil)
    #expect(unlink(desk.logPath) == 0)
    #expect(try desk.desk.watchLog() == nil)
    #expect(try desk.send(#"{"type":"status"}"#)?.contains("was removed") == true)
  }

  private func readWhole(_ path: String) throws -> [UInt8] {
    let file = try OwnedDescriptor(path: path, flags: O_RDONLY)
    return try file.bytes(at: 0, count: 1 << 20)
  }
}
