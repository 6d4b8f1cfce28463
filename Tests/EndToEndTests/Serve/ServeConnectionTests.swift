import Foundation
import TestSupport
import Testing

/// Connections as they come in life: half closed, broken off, too long, too many.
struct ServeConnectionTests {
  private let serve: ServeProcess

  init() throws { serve = try ServeProcess(in: TemporaryFolder()) }

  @Test func whoHasSaidAllIsAnsweredAndLetGo() throws {
    let client = try ServeClient(serve)
    try client.send([Lines.pair("p1"), Lines.feedback("p1"), Lines.pair("p2"), "garbage"])
    client.endWriting()
    let replies = try client.rest().map(Reply.init)
    #expect(replies.map(\.type) == ["decision", "decision", "error"])
    #expect(replies.map(\.id) == ["p1", "p2", nil])
    #expect(try serve.expectLogIsState().lines(ofType: "feedback").count == 1)
  }

  @Test func whoVanishesLeavesNothingBehindButWholeLines() throws {
    for number in 0..<24 {
      let client = try ServeClient(serve)
      let line = Lines.pair("p\(number)")
      switch number % 3 {
      case 0: try client.send(bytes: Array(line.utf8.dropLast(5)))
      case 1: try client.send([line])
      default: _ = try client.ask(#"{"type":"subscribe","from":0}"#)
      }
    }
    let client = try ServeClient(serve)
    try serve.wait(for: "everybody else to be gone") { try client.ask(Lines.status).number("clients") == 1 }
    let run = try serve.expectLogIsState()
    #expect(Set(run.lines(ofType: "pair").keys) == Set((0..<8).map { "p\($0 * 3 + 1)" }))
    #expect(run.lines(ofType: "decision").count == 8)
  }

  @Test(arguments: ["", #"{"type":"run","version":1,"run":""#])
  func anOversizedLineIsAnsweredAndTheNextOneIsRead(beginning: String) throws {
    let client = try ServeClient(serve)
    try client.send(bytes: Array(beginning.utf8) + Array(repeating: UInt8(ascii: "x"), count: 5 << 20))
    try client.send(["", Lines.pair("p")])
    let replies = try client.next(2).map(Reply.init)
    #expect(replies[0].code == "too_long" && replies[0].number("line") == 1, "\(replies[0].text)")
    #expect(replies[1].type == "decision")
    try serve.expectLogIsState()
  }

  /// Though it is started with fewer descriptors than that: it may have more.
  @Test func beyond256ConnectionsTheRouterIsBusy() throws {
    let serve = try ServeProcess(
      in: TemporaryFolder(), launcher: ["/usr/bin/prlimit", "--nofile=64:4096"])
    var clients = try (0..<256).map { _ in try ServeClient(serve) }
    // A connection counts once the router has taken it.
    #expect(try clients[255].ask(Lines.status).number("clients") == 256)
    let late = try ServeClient(serve)
    let replies = try late.rest().map(Reply.init)
    #expect(replies.map(\.code) == ["busy"], "\(replies)")
    #expect(try clients[0].ask(Lines.pair("p")).type == "decision")
    clients.removeLast(2)
    try serve.wait(for: "a free place") {
      let next = try ServeClient(serve)
      try? next.send([Lines.pair("q")])
      return try next.next().map { Reply($0).type } == "decision"
    }
  }

  /// Where the system gives it few descriptors it says so, and does not leave clients waiting.
  @Test func withFewDescriptorsTheRouterIsBusyEarlier() throws {
    let serve = try ServeProcess(
      in: TemporaryFolder(), launcher: ["/usr/bin/prlimit", "--nofile=64:64"])
    let clients = try (0..<80).map { _ in try ServeClient(serve) }
    var taken: [ServeClient] = []
    for client in clients {
      try? client.send([Lines.status])
      let reply = Reply(try client.next(1)[0])
      if reply.type == "status" { taken.append(client) } else { #expect(reply.code == "busy") }
    }
    #expect(taken.count == 32)
    #expect(try taken[31].ask(Lines.pair("p")).type == "decision")
  }
}
