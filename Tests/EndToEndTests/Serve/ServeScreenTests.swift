import Foundation
import TestSupport
import Testing

/// People and scripts that steer a router while a trainer asks it.
struct ServeScreenTests {
  private let serve: ServeProcess

  init() throws { serve = try ServeProcess(in: TemporaryFolder()) }

  private func decisions(_ client: ServeClient, _ name: String, count: Int, step: Int) throws -> [String] {
    var random = SeededGenerator(seed: step)
    try client.send((0..<count).map { Lines.pair("\(name)\($0)", step: step, random.vector(2)) })
    return try client.next(count).map { try #require(Reply($0)["rm"], "\($0)") }
  }

  @Test func aBanAtAScreenHoldsFromTheNextPairOn() throws {
    let trainer = try ServeClient(serve)
    #expect(try Set(decisions(trainer, "p", count: 60, step: 1)) == ["a", "b", "c"])
    let screen = try PtyProcess(["watch", "unix:" + serve.socket])
    let other = try PtyProcess(["watch", "unix:" + serve.socket])
    try screen.wait(for: "the run") { $0.text.contains("step 1") && $0.text.contains("LIVE") }
    screen.type("b")
    try screen.wait(forText: "Enter send")
    screen.type("\r")
    try screen.wait(forText: "obeyed")
    let control = try #require(try serve.expectLogIsState().lines.first { $0.contains(#""type":"control""#) })
    let banned = try #require(Reply(control)["rm"])
    let others = Set(["a", "b", "c"]).subtracting([banned])
    #expect(try Set(decisions(trainer, "q", count: 60, step: 2)) == others)
    for program in [screen, other] {
      try program.wait(forText: "step 2")
      program.type("q")
      #expect(try program.waitForExit() == 0)
    }
    try serve.wait(for: "the screens to be gone") { try trainer.ask(Lines.status).number("clients") == 1 }
    try serve.expectLogIsState()
  }

  @Test func scriptsSteerItWithCtl() throws {
    func ctl(_ arguments: String...) throws -> ProgramCall {
      try ProgramCall(["ctl", "--socket", serve.socket] + arguments)
    }
    let trainer = try ServeClient(serve)
    #expect(try Set(decisions(trainer, "p", count: 60, step: 1)) == ["a", "b", "c"])
    for name in ["a", "b"] {
      let ban = try ctl("ban", name)
      #expect(ban.status == 0 && ban.errors.contains("obeyed"), "\(ban.errors)")
    }
    let last = try ctl("ban", "c")
    #expect(last.status == 77 && last.errors.contains("no reward model would be left"), "\(last.errors)")
    #expect(try Set(decisions(trainer, "q", count: 40, step: 2)) == ["c"])
    let words = try ctl("status").output
    #expect(words.contains("decisions  100\n") && words.contains("allowed    all: c\n"), "\(words)")
    #expect(try ctl("unban", "a").status == 0)
    #expect(try Set(decisions(trainer, "r", count: 60, step: 3)) == ["a", "c"])
    let status = try Reply(ctl("status", "--json").output)
    #expect(try serve.expectLogIsState().digest == status["digest"])
  }
}
