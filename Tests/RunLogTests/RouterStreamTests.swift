import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct RouterStreamTests {
  private let folder: TemporaryFolder
  private let clock = HandClock()

  init() throws { folder = try TemporaryFolder() }

  private func router(_ log: String = "") throws -> FakeRouter {
    try FakeRouter(path: folder.file("s"), log: log)
  }

  private func open(_ router: FakeRouter, follow: Bool = true) throws -> LogReader {
    let address = try #require(try RouterAddress(source: router.address))
    return try LogReader(.router(address, follow: follow), clock: clock.read)
  }

  /// Reads until what was read is what is wanted; time goes on by itself.
  private func drain(
    _ reader: LogReader, _ comment: Comment? = nil, until isEnough: (Drained) -> Bool
  ) throws -> Drained {
    var all = Drained()
    for _ in 0..<3_000 {
      let drained = try reader.drain()
      all.lines += drained.lines
      all.notices += drained.notices
      all.reachedEnd = drained.reachedEnd
      if isEnough(all) { return all }
      reader.wait(milliseconds: 20)
      clock.advance(0.1)
    }
    Issue.record(comment ?? "what was waited for has not come: \(all.said) \(all.notices)")
    return all
  }

  @Test func aLogIsReadAsItGrowsAndReadAgain() throws {
    let router = try router(noteLines(0..<3))
    let reader = try open(router)
    #expect(try drain(reader) { $0.lines.count == 3 }.said == [0, 1, 2])
    router.append(noteLine(3) + noteLine(4).prefix(12))
    #expect(reader.wait(milliseconds: 60_000) == .news)
    #expect(try drain(reader) { $0.lines.count == 1 }.said == [3])
    router.append(String(noteLine(4).dropFirst(12)))
    let rest = try drain(reader) { $0.lines.count == 1 }
    #expect(rest.said == [4] && rest.notices.isEmpty && rest.reachedEnd)
    #expect(reader.canGrow && !reader.hasLostWriter)
    reader.seek(to: .start)
    #expect(try reader.drain().said == Array(0..<5))
    #expect(router.requests == [#"{"type":"subscribe","from":0,"answers":true}"#])
  }

  @Test func aLostConnectionIsMadeAgainAndTheLogReadOn() throws {
    let router = try router(noteLines(0..<300))
    let reader = try open(router)
    _ = try drain(reader) { $0.lines.count == 300 }
    router.stop()
    let lost = try drain(reader) { _ in reader.hasLostWriter }
    #expect(
      lost.notices == [
        "the connection to the router on \(router.address) is lost: it is tried again twice a second"
      ])
    #expect(reader.canGrow && lost.reachedEnd)
    // Said once, however often it is tried.
    for _ in 0..<5 {
      clock.advance(1)
      #expect(try reader.drain().notices.isEmpty)
    }
    router.append(noteLines(300..<302))
    try router.start()
    let back = try drain(reader) { $0.lines.count == 2 }
    #expect(back.said == [300, 301])
    #expect(back.notices == ["the router on \(router.address) is back"])
    #expect(!reader.hasLostWriter && reader.generation == 0)
    // Not the whole log is asked for again, but lines of it.
    let from = router.requests.last?.matches(of: #/\d+/#).compactMap { Int($0.0) }.first ?? 0
    #expect(from > 0 && from <= noteLines(0..<300).utf8.count - RouterStream.overlap / 2)
  }

  @Test func itIsTriedTwiceASecondAndNoOftener() throws {
    let router = try router(noteLine(0))
    let reader = try open(router)
    _ = try drain(reader) { $0.lines.count == 1 }
    router.stop()
    _ = try drain(reader) { _ in reader.hasLostWriter }
    try router.start()
    _ = try reader.drain()
    #expect(router.requests.count == 1)
    clock.advance(RouterStream.pause)
    _ = try drain(reader) { _ in !reader.hasLostWriter }
    #expect(router.requests.count == 2)
  }

  @Test(arguments: [true, false]) func anUnfinishedLineIsTakenAnew(isCutBack: Bool) throws {
    let router = try router(noteLines(0..<2) + noteLine(2).prefix(20))
    let reader = try open(router)
    _ = try drain(reader) { _ in reader.progress.offset == noteLines(0..<2).utf8.count + 20 }
    router.stop()
    _ = try drain(reader) { _ in reader.hasLostWriter }
    router.replaceLog(noteLines(0..<2) + (isCutBack ? "" : noteLine(2)))
    try router.start()
    let back = try drain(reader) { _ in !reader.hasLostWriter }
    router.append(noteLine(3))
    let rest = try drain(reader) { $0.said.last == 3 }
    #expect(back.said + rest.said == (isCutBack ? [3] : [2, 3]))
    let sentence = "the unfinished last line of the log (20 bytes) was cut off by the router"
    #expect((back.notices + rest.notices).contains(sentence) == isCutBack)
    #expect(reader.generation == 0)
    reader.seek(to: .start)
    #expect(try reader.drain().lines.map(\.number) == Array(1...(isCutBack ? 3 : 4)))
  }

  @Test(arguments: [noteLine(0), noteLines([0, 1, 7]), "", noteLines([0, 1, 3, 4])])
  func anotherLogIsFoldedAfresh(other: String) throws {
    let router = try router(noteLines(0..<3))
    let reader = try open(router)
    _ = try drain(reader) { $0.lines.count == 3 }
    router.stop()
    _ = try drain(reader) { _ in reader.hasLostWriter }
    router.replaceLog(other)
    try router.start()
    var back = try drain(reader) { _ in reader.generation == 1 && !reader.hasLostWriter }
    router.append(noteLine(9))
    let rest = try drain(reader) { $0.said.last == 9 }
    back.lines += rest.lines
    back.notices += rest.notices
    #expect(reader.generation == 1)
    #expect(back.lines.map(\.number) == Array(1...back.lines.count))
    #expect(back.lines.count == other.split(separator: "\n").count + 1)
    #expect(
      back.notices.contains { $0.contains("another log") && $0.contains("folded afresh") }, "\(back.notices)")
  }

  /// The overlap is of whole lines, also where these are longer than all that is read at once.
  @Test(arguments: [100, 5000, 70_000]) func longLinesAreReadOn(padding: Int) throws {
    let lines = (0..<3).map { noteLine($0, padding: padding) }
    let router = try router(lines.joined())
    let reader = try open(router)
    _ = try drain(reader) { $0.lines.count == 3 }
    router.stop()
    _ = try drain(reader) { _ in reader.hasLostWriter }
    router.append(noteLine(3))
    try router.start()
    #expect(try drain(reader) { !$0.lines.isEmpty }.said == [3])
    #expect(reader.generation == 0)
  }

  @Test func withoutFollowingItIsWhatItWas() throws {
    let router = try router(noteLines(0..<2000))
    let reader = try open(router, follow: false)
    router.append(noteLine(2000))
    let drained = try drain(reader) { _ in !reader.canGrow && reader.progress.offset == reader.progress.size }
    #expect(drained.said + (try reader.drain().said) == Array(0..<2000))
    #expect(!reader.isDamaged && !reader.hasLostWriter)
    let empty = try FakeRouter(path: folder.file("e"))
    let nothing = try open(empty, follow: false)
    #expect(try nothing.drain().lines.isEmpty && !nothing.canGrow)
  }

  @Test func aLogThatIsCutOffIsSaidToBeDamaged() throws {
    let router = try router(noteLines(0..<3))
    router.answer { _ in #"{"type":"subscribe","offset":0,"end":1000}"# }
    let reader = try open(router, follow: false)
    router.stop()
    let drained = try drain(reader) { _ in !reader.canGrow }
    #expect(reader.isDamaged)
    #expect(drained.notices.count == 1 && drained.notices[0].contains("was not read to its end"))
  }

  @Test func controlsTakeTheSameConnection() throws {
    let router = try router(noteLine(0))
    let reader = try open(router)
    let controls = try #require(reader.controls)
    let line = #"{"type":"control","seq":"s-1","action":"ban","rm":"a"}"#
    try controls.append(line: line)
    let drained = try drain(reader) { $0.lines.count == 3 }
    #expect(drained.lines[1].control?.sequence == "s-1")
    #expect(router.requests == [#"{"type":"subscribe","from":0,"answers":true}"#, line])
    #expect(throws: AppendError.notOneLine) { try controls.append(line: "a\nb") }
    router.stop()
    _ = try drain(reader) { _ in reader.hasLostWriter }
    let address = try #require(try RouterAddress(source: router.address))
    #expect(throws: AppendError.routerIsAway(address)) { try controls.append(line: line) }
    try router.start()
    _ = try drain(reader) { _ in !reader.hasLostWriter }
    try controls.append(line: line)
    _ = try drain(reader) { $0.lines.contains { $0.control != nil } }
  }

  @Test func aRouterThatDoesNotReadIsNotWaitedForForEver() throws {
    var ends: [Int32] = [0, 0]
    #expect(rawSocketPair(&ends) == 0)
    let address = try RouterAddress(path: "s")
    let controls = RouterControls(address)
    controls.use(ends[0])
    let line = String(repeating: "x", count: 100_000)
    #expect(throws: AppendError.routerIsBusy(address)) {
      for _ in 0..<1000 { try controls.append(line: line) }
    }
    // Half a line went out: nothing may follow it.
    #expect(throws: AppendError.routerIsAway(address)) { try controls.append(line: "{}") }
    controls.use(nil)
    for end in ends { rawClose(end) }
  }
}
