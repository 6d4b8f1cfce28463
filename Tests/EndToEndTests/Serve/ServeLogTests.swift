import Foundation
import TestSupport
import Testing

/// What becomes of a router's log is seen by all who look at the router.
struct ServeLogTests {
  private let serve: ServeProcess

  init() throws { serve = try ServeProcess(in: TemporaryFolder()) }

  @Test func aLogThatIsRemovedIsMissedOnTheScreenAndPutBack() throws {
    let trainer = try ServeClient(serve)
    #expect(try trainer.ask(Lines.pair("p", step: 1)).type == "decision")
    let screen = try PtyProcess(["watch", "unix:" + serve.socket])
    try screen.wait(for: "the run") { $0.text.contains("step 1") && $0.text.contains("LIVE") }
    try #require(unlink(serve.log) == 0)
    // Nobody writes.
    try screen.wait(forText: "the router cannot write its log")
    try screen.wait(forText: "was removed: put it back")
    screen.type("b")
    try screen.wait(forText: "Enter send")
    screen.type("\r")
    // A frame may be seen half written.
    try screen.wait(for: "the refusal, and nothing pending") {
      $0.text.contains("refused: the log cannot be written") && !$0.text.contains("pending")
    }
    #expect(try trainer.ask(Lines.pair("q", step: 2)).code == "log_unwritable")
    let ban = try ProgramCall(["ctl", "--socket", serve.socket, "ban", "a"])
    #expect(ban.status != 0 && ban.errors.contains("run.jsonl was removed"), "\(ban.errors)")
    try serve.waitForErrors("run.jsonl was removed")

    let trouble = try #require(try trainer.ask(Lines.status)["trouble"])
    let open = try #require(trouble.firstMatch(of: #/cp (/proc/\d+/fd/\d+) run\.jsonl/#)?.1, "\(trouble)")
    let copy = try ProgramCall([String(open), serve.log], program: "/bin/cp")
    #expect(copy.status == 0, "\(copy.errors)")
    try serve.wait(for: "a decision") {
      try trainer.ask(Lines.pair("q", step: 2)).type == "decision"
    }
    try screen.wait(for: "the end of the trouble") {
      $0.text.contains("step 2") && !$0.text.contains("the router cannot write its log")
        && $0.text.contains("LIVE")
    }
    screen.type("b")
    try screen.wait(forText: "Enter send")
    screen.type("\r")
    try screen.wait(forText: "obeyed")
    screen.type("q")
    #expect(try screen.waitForExit() == 0)
    let lines = try serve.expectLogIsState().lines
    #expect(lines.count { $0.contains(#""type":"control""#) } == 1)
    try serve.end()
  }

  /// What another program writes into it is on the screens too.
  @Test func aStrangersLineReachesWhoFollows() throws {
    let follower = try ServeClient(serve)
    _ = try follower.ask(#"{"type":"subscribe","from":"now"}"#)
    let line = Lines.note("by hand")
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: serve.log))
    try file.seekToEnd()
    try file.write(contentsOf: Data((line + "\n").utf8))
    let lines = try follower.next(2)
    #expect(lines[0] == line)
    #expect(lines[1].contains("another program has written 1 line into the log of this router"))
    try serve.waitForErrors("another program has written 1 line")
    try serve.expectLogIsState()
  }
}
