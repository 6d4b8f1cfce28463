import Foundation
import TestSupport
import Testing

/// How a router begins and ends: its socket, its log, and what is in their way.
struct ServeStartTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theSocketIsItsOwnersAndAStaleOneIsReplaced() throws {
    let serve = try ServeProcess(in: folder)
    var facts = stat()
    try #require(lstat(serve.socket, &facts) == 0)
    #expect(facts.st_mode & S_IFMT == S_IFSOCK && facts.st_mode & 0o777 == 0o600)
    #expect(try ServeClient(serve).ask(Lines.pair("p")).type == "decision")
    try serve.crash()
    try #require(lstat(serve.socket, &facts) == 0, "a killed router leaves its socket")
    let next = try ServeProcess(in: folder)
    #expect(try ServeClient(next).ask(Lines.pair("p")).isRepeated)
  }

  @Test func aSocketOrALogInUseIsRefused() throws {
    let serve = try ServeProcess(in: folder)
    let live = try ServeProcess.refusal(in: folder, log: "other.jsonl")
    #expect(live.status == 73)
    #expect(live.errors.contains("the socket s is in use by process \(serve.pid)"), "\(live.errors)")
    let held = try ServeProcess.refusal(in: folder, socket: "other")
    #expect(held.status == 73)
    #expect(
      held.errors.contains("the log run.jsonl is held by another router: one log has one writer"),
      "\(held.errors)")
    #expect(try names() == ["run.jsonl", "s"])
    #expect(try ServeClient(serve).ask(Lines.pair("p")).type == "decision")
  }

  /// A supervisor that starts it twice: the one that has the log has the socket too.
  @Test func ofManyThatAreStartedAtOnceOneServes() throws {
    for _ in 0..<2 {
      // The socket of this one is stale.
      try ServeProcess(in: folder).crash()
      let all = try (0..<4).map { _ in try ServeProcess.begun(in: folder) }
      var serving: [ServeProcess] = []
      for serve in all {
        do {
          try serve.waitForErrors("serving on")
          serving.append(serve)
        } catch {
          #expect(try serve.waitForExit() == 73, "\(serve.errors)")
        }
      }
      try #require(serving.count == 1)
      #expect(try ServeClient(path: folder.file("s")).ask(Lines.pair("p")).type == "decision")
      try serving[0].crash()
    }
  }

  /// Who has a log of its own, and finds a socket stale, may not take away the one that another has made since.
  @Test func ofTwoLogsOnOneStaleSocketTheFirstIsServed() throws {
    try ServeProcess(in: folder).crash()
    // As a router that is about to replace the socket.
    let lock = open(folder.path, O_RDONLY)
    defer { close(lock) }
    try #require(flock(lock, LOCK_EX) == 0)
    let second = try ServeProcess.begun(in: folder, log: "other.jsonl")
    // It has found the socket stale, and begun its log.
    try second.wait(for: "its run line") { (try? folder.text("other.jsonl"))?.contains("run") == true }
    let first = try FakeRouter(path: folder.file("s"))
    try #require(flock(lock, LOCK_UN) == 0)
    #expect(try second.waitForExit() == 73)
    #expect(second.errors.contains("the socket s is in use by process \(getpid())"), "\(second.errors)")
    #expect(try ServeClient(path: folder.file("s")).ask(Lines.hello).type == "hello")
    first.stop()
    try ServeProcess(in: folder, []).end()
  }

  /// One that ends leaves alone what another has made meanwhile.
  @Test func whoEndsTakesAwayNoOthersSocket() throws {
    let first = try ServeProcess(in: folder)
    try #require(unlink(first.socket) == 0)
    let second = try ServeProcess.begun(in: folder, log: "other.jsonl")
    try second.waitForErrors("serving on")
    try first.end()
    #expect(try ServeClient(path: folder.file("s")).ask(Lines.pair("p")).type == "decision")
    try second.end()
    #expect(try names() == ["other.jsonl", "run.jsonl"])
  }

  @Test func whatStandsInTheSocketsPlaceIsLeftAlone() throws {
    try folder.write("precious", to: "file")
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "nowhere")
    for name in ["file", "link"] {
      let run = try ServeProcess.refusal(in: folder, socket: name)
      #expect(run.status == 73)
      #expect(run.errors.contains("\(name) is there already, and is not a socket"), "\(run.errors)")
    }
    let long = try ServeProcess.refusal(in: folder, socket: String(repeating: "x", count: 108))
    #expect(
      long.status == 73 && long.errors.contains("has 108 bytes: a socket's path has 1 to 107"),
      "\(long.errors)")
    let missing = try ServeProcess.refusal(in: folder, socket: "none/s")
    #expect(missing.status == 73 && missing.errors.contains("the socket's folder none"), "\(missing.errors)")
    #expect(try folder.text("file") == "precious")
    #expect(try names() == ["file", "link"], "no log is begun for a router that does not start")
  }

  @Test(arguments: [(0o777, false), (0o770, false), (0o1777, true), (0o755, true)])
  func theSocketsFolderIsNotForOthersToWrite(mode: Int, isAccepted: Bool) throws {
    try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: false)
    try #require(chmod(folder.file("sub"), mode_t(mode)) == 0)
    if isAccepted {
      let serve = try ServeProcess(in: folder, socket: "sub/s")
      #expect(try ServeClient(serve).ask(Lines.hello).type == "hello")
    } else {
      let run = try ServeProcess.refusal(in: folder, socket: "sub/s")
      #expect(run.status == 73)
      #expect(run.errors.contains("others may write into the socket's folder sub"), "\(run.errors)")
    }
  }

  @Test(arguments: [SIGTERM, SIGINT]) func aSignalEndsItWhoeverIsConnected(_ signal: Int32) throws {
    let serve = try ServeProcess(in: folder)
    let asker = try ServeClient(serve)
    let answer = try asker.ask(Lines.pair("p"))
    let halfway = try ServeClient(serve)
    try halfway.send(bytes: Array(#"{"type":"pa"#.utf8))
    let follower = try ServeClient(serve)
    _ = try follower.ask(#"{"type":"subscribe","from":0}"#)
    // Neither reads what the router has for it.
    let reader = try ServeClient(serve)
    let hellos = Array(repeating: Lines.hello + "\n", count: 20_000).joined()
    try reader.send(bytes: Array(hellos.utf8), reads: false)
    let long = String(repeating: "x", count: 60_000)
    for number in 0..<20 { try asker.send([Lines.note("\(number) \(long)")]) }
    #expect(try asker.ask(Lines.status).type == "status")

    serve.signal(signal)
    #expect(try serve.waitForExit(seconds: 10) == 0)
    #expect(try names() == ["run.jsonl"])
    #expect(try asker.next() == nil)
    #expect(try halfway.next() == nil)
    let before = try folder.text("run.jsonl")
    #expect(!before.contains(#""type":"end""#))

    let next = try ServeProcess(in: folder, [])
    let repeated = try ServeClient(next).ask(Lines.pair("p"))
    #expect(repeated.isRepeated && repeated.original == answer.text)
    #expect(try ServeClient(next).ask(Lines.pair("q")).type == "decision")
    #expect(try next.expectLogIsState().lines.count == before.split(separator: "\n").count + 2)
  }

  @Test(arguments: [
    (["--rms", "a,b"], "its reward models are a, b, c, and a, b were asked for"),
    (["--rms", "a,c,b"], "its reward models are a, b, c, and a, c, b were asked for"),
    (["--name", "other"], "its name is “run”, and “other” was asked for"),
    (["--dim", "3"], "its contexts have 2 numbers, and 3 were asked for"),
    (["--set", "exploration=2"], "its exploration is 1, and 2 was asked for"),
  ]) func anotherRunThanTheLogsIsRefused(options: [String], difference: String) throws {
    let serve = try ServeProcess(in: folder, ["--rms", "a,b,c", "--dim", "2"])
    try serve.end()
    let before = try folder.text("run.jsonl")
    let run = try ServeProcess.refusal(in: folder, options)
    #expect(run.status == 64)
    #expect(run.errors == "rmtop: the log run.jsonl is of another run: \(difference)\n")
    #expect(try folder.text("run.jsonl") == before)
    #expect(try names() == ["run.jsonl"])
  }

  @Test func aNewLogNeedsRewardModels() throws {
    let run = try ServeProcess.refusal(in: folder, [])
    #expect(run.status == 64 && run.errors.contains("a new log needs --rms"), "\(run.errors)")
    #expect(try names() == [])
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }
}
