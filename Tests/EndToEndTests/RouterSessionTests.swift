import Foundation
import TestSupport
import Testing

/// The screen on a router's socket: its log, its controls, its absence.
@Suite(.serialized)
struct RouterSessionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start(_ options: [String] = []) throws -> (FakeRouter, PtyProcess) {
    let router = try FakeRouter(path: folder.file("s"), log: SampleLines.log(steps: 5))
    let program = try PtyProcess(["watch", router.address] + options)
    try program.wait(for: "the whole first screen") { screen in
      ["e2e-run", "step 4", "LIVE", "├", "q quit"].allSatisfy(screen.text.contains)
    }
    return (router, program)
  }

  @Test func aBanGoesOverTheConnectionOnWhichTheLogComes() throws {
    let (router, program) = try start()
    program.type("b")
    try program.wait(forText: "Enter send")
    program.type("\r")
    try program.wait(forText: "obeyed")
    #expect(router.requests.count == 2)
    #expect(router.requests.last?.contains(#""action":"ban""#) == true)
    router.append(SampleLines.step(5))
    try program.wait(forText: "step 5")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  @Test func aRouterThatIsAwayIsSaidAndMayComeBack() throws {
    let (router, program) = try start()
    router.stop()
    try program.wait(forText: "INPUT ENDED")
    try program.wait(forText: "is lost")
    program.type("b")
    try program.wait(forText: "Enter send")
    program.type("\r")
    try program.wait(forText: "nothing was sent")
    router.append(SampleLines.step(5))
    try router.start()
    try program.wait(for: "the rest of the log") { $0.text.contains("step 5") && $0.text.contains("LIVE") }
    program.type("b")
    try program.wait(forText: "Enter send")
    program.type("\r")
    try program.wait(forText: "obeyed")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  @Test func anotherLogIsFoldedAfresh() throws {
    let (router, program) = try start()
    router.stop()
    router.replaceLog(SampleLines.log(steps: 2))
    try router.start()
    try program.wait(for: "the other log") { $0.text.contains("step 1 ") && $0.text.contains("8 decisions") }
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  @Test func readOnlySendsNothing() throws {
    let (router, program) = try start(["--read-only"])
    program.type("b")
    try program.wait(forText: "--read-only")
    program.type("q")
    #expect(try program.waitForExit() == 0)
    #expect(router.requests.count == 1)
  }
}
