import Files
import RouterService
import RunState
import TestSupport
import Testing

/// Another program writes into a router's log: nothing of it is lost, and nothing is lost to it.
struct StrangersLinesTests {
  private let desk: TestDesk

  init() throws {
    desk = try TestDesk(rewardModels: ["a", "b"])
    try desk.send(Self.pair(0))
  }

  private static func pair(_ number: Int) -> String {
    #"{"type":"pair","id":"p\#(number)","step":1,"x":[1,\#(number)]}"#
  }

  private func append(_ text: String) throws {
    let file = try OwnedDescriptor(path: desk.logPath, flags: O_WRONLY | O_APPEND)
    try file.write(Array(text.utf8))
  }

  private func log() throws -> [String] {
    try desk.folder.text("run.jsonl").split(separator: "\n").map(String.init)
  }

  @Test func wholeLinesCountLikeAnyOther() throws {
    let strangers = [
      #"{"type":"feedback","id":"p0","loss":0.25}"#, #"{"type":"note","level":"info","text":"by hand"}"#,
      "garbage", #"{"type":"pair","id":"p7","step":1,"x":[3,4]}"#,
    ]
    let before = try log()
    try append(strangers.joined(separator: "\n") + "\n")
    let answer = try #require(try desk.send(Self.pair(1)))
    #expect(answer.contains(#""type":"decision""#))
    let after = try log()
    #expect(Array(after.prefix(before.count + 4)) == before + strangers)
    #expect(
      after[before.count + 4].contains("another program has written 4 lines into the log of this router"))
    #expect(after.last == answer)
    #expect(try desk.desk.state.counts.feedbacks == 1 && desk.desk.state.faults.total == 1)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
    // The stranger's pair is one that has no decision yet.
    #expect(try desk.send(#"{"type":"pair","id":"p7","step":1,"x":[9,4]}"#)?.contains("id_reused") == true)
    #expect(try desk.send(#"{"type":"pair","id":"p7","step":1,"x":[3,4]}"#)?.contains("decision") == true)
    let lines = try log()
    try desk.restart()
    #expect(try desk.send(Self.pair(1))?.contains("repeated") == true)
    #expect(try log() == lines)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }

  @Test func theyAreSeenWithoutALineOfOurs() throws {
    try append(#"{"type":"feedback","id":"p0","loss":0.25}"# + "\n")
    #expect(try desk.desk.watchLog()?.contains("another program has written 1 line") == true)
    #expect(try desk.desk.watchLog() == nil)
    #expect(try desk.desk.state.counts.feedbacks == 1)
    #expect(try log().last?.contains("another program") == true)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }

  @Test func anUnfinishedLineIsWaitedFor() throws {
    let note = #"{"type":"note","level":"info","text":"by hand"}"#
    try append(note + "\n" + note.prefix(10))
    let answer = try desk.send(Self.pair(1)) ?? ""
    #expect(
      answer.contains("log_unwritable") && answer.contains("an unfinished line at its end, of 10 bytes"))
    #expect(try desk.desk.retry() == nil)
    #expect(try desk.folder.text("run.jsonl").hasSuffix(note + "\n" + note.prefix(10)))
    try append(note.dropFirst(10) + "\n")
    #expect(try desk.desk.retry()?.contains("an unfinished line") == true)
    #expect(try desk.send(Self.pair(1))?.contains("decision") == true)
    #expect(try log().count { $0 == note } == 2)
    #expect(try log().count { $0.contains("another program has written 1 line ") } == 2)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }

  /// Two routers on one log would answer one pair differently.
  @Test(arguments: [
    #"{"type":"decision","id":"p9","rm":"a","step":1}"#,
    #"{"type":"run","version":1,"run":"other","rms":[{"id":"q"}]}"#,
    #"{"type":"applied","seq":"s-1","ok":true}"#,
  ]) func aRoutersLinesEndItsDeciding(line: String) throws {
    let digest = try desk.desk.state.digestText
    try append(#"{"type":"note","level":"info","text":"by hand"}"# + "\n" + line + "\n")
    let before = try log()
    let answer = try desk.send(Self.pair(1)) ?? ""
    #expect(
      answer.contains("log_unwritable") && answer.contains("another program writes a router's lines into it"),
      "\(answer)")
    #expect(try desk.desk.retry() == nil)
    #expect(try log() == before)
    #expect(try desk.desk.state.digestText == digest)
    // What is there counts for who starts on it knowingly.
    try desk.restart()
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
    #expect(try log() == before)
  }

  /// Between a burst's first line and its write.
  @Test func whoComesInBetweenIsNotCutOff() throws {
    let note = #"{"type":"note","level":"info","text":"by hand"}"#
    let desk = try desk.desk
    var line = Self.pair(1)
    let request = line.withUTF8 { desk.read(UnsafeRawBufferPointer($0), number: 1) }
    _ = desk.take([request], at: 0, from: .client)
    try append(note + "\n")
    #expect(desk.commit()?.code == .logUnwritable)
    #expect(try log().last == note)
    #expect(desk.retry()?.contains("another program has written into it") == true)
    #expect(try self.desk.send(Self.pair(1))?.contains(#""type":"decision""#) == true)
    #expect(try log().contains(note))
    #expect(try self.desk.digestOfLog() == desk.state.digestText)
  }
}
