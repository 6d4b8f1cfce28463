import Foundation
import Synchronization
import TestSupport
import Testing

/// Several clients at once, in a hurry or slow.
struct ServeClientsTests {
  private let serve: ServeProcess

  init() throws { serve = try ServeProcess(in: TemporaryFolder()) }

  @Test func whoeverAsksFirstAnIdHasOneDecision() throws {
    let (path, count) = (serve.socket, 300)
    let results = Mutex<[String]>([])
    // Each on a thread of its own; every other pair is the other's too, and each begins at another end.
    DispatchQueue.concurrentPerform(iterations: 2) { number in
      let all = (0..<count).map { $0 % 2 == 0 ? "shared\($0)" : "own\(number)-\($0)" }
      let ids = number == 0 ? all : all.reversed()
      do {
        let client = try ServeClient(path: path)
        var replies: [Reply] = []
        for start in stride(from: 0, to: count, by: 30) {
          let burst = ids[start..<(start + 30)]
          try client.send(burst.map { Lines.pair($0) })
          replies += try client.next(burst.count).map(Reply.init)
        }
        #expect(replies.map(\.id) == ids)
        let texts = replies.map(\.text)
        results.withLock { $0 += texts }
      } catch {
        Issue.record(error)
      }
    }
    let replies = results.withLock { $0 }.map(Reply.init)
    try #require(replies.count == 2 * count)
    for (id, both) in Dictionary(grouping: replies, by: { $0.id ?? "" }) {
      #expect(both.count == (id.hasPrefix("shared") ? 2 : 1))
      #expect(both.count { !$0.isRepeated } == 1, "\(id)")
      #expect(Set(both.map(\.original)).count == 1, "\(id)")
    }
    let run = try serve.expectLogIsState()
    #expect(run.lines(ofType: "decision").count == count + count / 2)
    #expect(run.lines(ofType: "decision").allSatisfy { $0.value.count == 1 })
  }

  @Test func aWholeBatchMayBeSentBeforeAnAnswerIsRead() throws {
    let client = try ServeClient(serve)
    let lines = (0..<2000).map { Lines.pair("p\($0)", step: $0 / 100, [1, Double($0)]) }
    try client.send(bytes: Array((lines.joined(separator: "\n") + "\n").utf8), reads: false)
    let replies = try client.next(2000).map(Reply.init)
    #expect(replies.map(\.id) == (0..<2000).map { "p\($0)" })
    #expect(replies.allSatisfy { $0.type == "decision" && !$0.isRepeated })
    let logged = try serve.expectLogIsState().lines(ofType: "decision")
    #expect(replies.allSatisfy { logged[$0.id ?? ""] == [$0.text] })
  }

  /// `hello` is answered with the ids of all reward models: here 8 KiB.
  private func serveOfLongNames() throws -> (serve: ServeProcess, hello: Int) {
    let names = (0..<40).map { "\($0)-" + String(repeating: "n", count: 200) }
    let serve = try ServeProcess(in: TemporaryFolder(), ["--rms", names.joined(separator: ",")])
    return (serve, try ServeClient(serve).ask(Lines.hello).text.utf8.count + 1)
  }

  /// Answers of 64 reward models are fifty times as long as the pairs: whoever reads gets them all.
  @Test func whoReadsIsNeverCutOffHoweverMuchItAsksAtOnce() throws {
    let names = (0..<64).map { "\($0)-" + String(repeating: "n", count: 120) }
    let serve = try ServeProcess(in: TemporaryFolder(), ["--rms", names.joined(separator: ",")])
    let client = try ServeClient(serve)
    let lines = (0..<1200).map { Lines.pair("p\($0)", step: 1, [1]) }
    try client.send(bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
    let answers = try client.next(1200)
    #expect(answers.map { Reply($0).id } == (0..<1200).map { "p\($0)" })
    #expect(answers.reduce(0) { $0 + $1.utf8.count } > 12 << 20, "more than may ever wait")
    try serve.end()
  }

  @Test func whoNeverReadsIsDisconnectedAndNobodyElse() throws {
    let (serve, hello) = try serveOfLongNames()
    let line = Array((Lines.hello + "\n").utf8)
    func hellos(_ bytes: Int) -> [UInt8] { Array(repeatElement(line, count: bytes / hello).joined()) }
    // Below the limit nobody is cut off, however late they read.
    let late = try ServeClient(serve)
    try late.send(bytes: hellos(6 << 20), reads: false)
    let never = try ServeClient(serve)
    // What may wait, what the system keeps for a socket, and more.
    #expect(throws: (any Error).self) {
      for _ in 0..<64 { try never.send(bytes: hellos(1 << 20), reads: false) }
    }
    try serve.waitForErrors("bytes of answers unread")
    let read = try never.rest().count * hello
    #expect(read < 8 << 20, "what is left for it is what the system had taken")
    #expect(try ServeClient(serve).ask(Lines.pair("p")).type == "decision")
    #expect(try late.next((6 << 20) / hello).allSatisfy { $0.hasPrefix(#"{"type":"hello""#) })
    #expect(try late.ask(Lines.pair("q")).type == "decision")
    try serve.end()
  }

  @Test func aSlowFollowerGetsTheLogByteForByte() throws {
    let follower = try ServeClient(serve)
    #expect(try follower.ask(#"{"type":"subscribe","from":0}"#).number("offset") == 0)
    let client = try ServeClient(serve)
    let text = String(repeating: "x", count: 60_000)
    var followed: [UInt8] = []
    for number in 0..<260 {
      try client.send([Lines.note("\(number) \(text)")])
      if number % 40 == 0 {
        #expect(try client.ask(Lines.pair("p\(number)")).type == "decision")
        // A little now and then: far less than what is written.
        followed += try follower.bytes(10)
      }
    }
    #expect(try client.ask(Lines.status).type == "status")
    let log = try serve.logBytes()
    #expect(log.count > 14 << 20)
    followed += try follower.bytes(log.count - followed.count)
    #expect(followed == log)
  }

  /// What a follower says that is refused is not answered: an answer would stand in its log.
  @Test func nothingButTheLogComesToAFollower() throws {
    let follower = try ServeClient(serve)
    let start = try follower.ask(#"{"type":"subscribe","from":"now"}"#).number("offset")
    let before = try serve.logBytes()
    #expect(start == before.count)
    try follower.send([Lines.note("of the follower"), "garbage", Lines.pair("not-from-here"), Lines.status])
    try follower.send(bytes: Array((String(repeating: "y", count: 5 << 20) + "\n").utf8))
    try follower.send([Lines.control("f-1", "ban", "a")])
    let lines = try follower.next(3)
    #expect(lines.map { Reply($0).type } == ["note", "control", "applied"], "\(lines)")
    #expect(try serve.logBytes() == before + Array((lines.joined(separator: "\n") + "\n").utf8))
  }
}

extension ServeProcess {
  fileprivate func logBytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: log))) }
}
