import Files
import Router
import RouterService
import RunEvents
import RunState
import TestSupport
import Testing

/// The service without its sockets: lines in, answers and a log out.
struct RoutingDeskTests {
  private static let pair = #"{"type":"pair","id":"p1","step":1,"x":[1,2]}"#

  @Test func aPairIsDecidedAndBothLinesAreInTheLog() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    let answer = try #require(try desk.send(Self.pair))
    let lines = try desk.folder.text("run.jsonl").split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(lines[0].contains(#""type":"run""#))
    #expect(lines[1] == #"{"t":1000,"# + Self.pair.dropFirst())
    #expect(lines[2] == answer)
    #expect(answer.contains(#""type":"decision","id":"p1""#))
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }

  @Test func theRunLineHasEverySetting() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    let run = try #require(try desk.folder.text("run.jsonl").split(separator: "\n").first)
    for field in SettingField.all where !field.name.contains(".") {
      #expect(run.contains("\"\(field.name)\":"), "\(field.name)")
    }
    #expect(run.contains(#""intercept":true"#))
  }

  @Test func aRepeatedPairGetsTheRecordedDecisionAndNothingIsLogged() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    let answer = try #require(try desk.send(Self.pair))
    let log = try desk.folder.text("run.jsonl")
    let repeated = answer.dropLast() + #","repeated":true}"#
    #expect(try desk.send(Self.pair) == String(repeated))
    #expect(try desk.send(#"{"type":"pair","id":"p1","step":1}"#) == String(repeated))
    #expect(try desk.folder.text("run.jsonl") == log)
    try desk.restart()
    #expect(try desk.send(Self.pair) == String(repeated))
  }

  /// Within the burst that decided it, before it is in the file.
  @Test func aPairSentTwiceAtOnceIsDecidedOnce() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    let answers = try desk.send(together: [Self.pair, Self.pair])
    #expect(answers.count == 2)
    #expect(answers.last == answers.first.map { $0.dropLast() + #","repeated":true}"# })
  }

  @Test func anIdWithAnotherContextIsRefused() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    try desk.send(Self.pair)
    let answer = try desk.send(#"{"type":"pair","id":"p1","step":1,"x":[1,3]}"#)
    #expect(
      answer?.contains(#""line":2,"of":"pair","id":"p1","code":"id_reused""#) == true, "\(answer ?? "")")
    #expect(
      try desk.send(#"{"type":"pair","id":"p1","step":1,"x_f32":"AACAPwAAAEA="}"#)?.contains("repeated")
        == true)
  }

  /// A step far back is a restarted trainer, whose ids are new (rule 3).
  @Test func aRestartedTrainerMayUseItsIdsAgain() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    try desk.send(#"{"type":"pair","id":"p1","step":50,"x":[1,2]}"#)
    let answer = try desk.send(#"{"type":"pair","id":"p1","step":1,"x":[2,2]}"#)
    #expect(answer?.contains(#""type":"decision""#) == true)
    #expect(answer?.contains("repeated") == false)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }

  /// Killed between a pair and its decision: it is decided when it is sent again, and stands in the log once.
  @Test func aPairWithoutItsDecisionIsDecidedWhenItIsSentAgain() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    let answer = try #require(try desk.send(Self.pair))
    let lines = try desk.folder.text("run.jsonl").split(separator: "\n")
    try desk.folder.write(
      lines.prefix(2).joined(separator: "\n") + "\n" + lines[2].prefix(20), to: "run.jsonl")
    try desk.restart()
    #expect(try desk.send(Self.pair) == answer)
    #expect(try desk.folder.text("run.jsonl") == lines.joined(separator: "\n") + "\n")
  }

  @Test(arguments: [
    ("garbage", "bad_json"),
    (#"{"type":"pair","id":"p","x":[1,2]} {"#, "bad_json"),
    (#"{"type":"pair","step":1}"#, "bad_field"),
    (#"{"type":"pair","id":"p","x":[1,2,3]}"#, "dimension"),
    (#"{"type":"pair","id":"p","x":[1,Infinity]}"#, "dimension"),
    (#"{"type":"control","seq":"s-1","action":"ban","rm":"z"}"#, "unknown_rm"),
    (#"{"type":"decision","id":"p","rm":"a"}"#, "bad_field"),
    (#"{"type":"run","version":1,"run":"other","rms":[{"id":"q"}]}"#, "bad_field"),
    (#"{"type":"paris","id":"p"}"#, "bad_field"),
    (#"{"type":"hello","version":2}"#, "bad_field"),
    (#"{"type":"subscribe","from":3}"#, "bad_field"),
    (#"{"type":"subscribe","from":1000000}"#, "bad_field"),
    (#"{"type":"subscribe","from":0,"answers":"all"}"#, "bad_field"),
    (#"{"type":"status","digest":0.5}"#, "bad_field"),
    (#"{"type":"note","text":""# + String(repeating: "x", count: 5 << 20) + #""}"#, "too_long"),
  ])
  func whatIsRefusedIsSaidInItsPlaceAndLogsNothing(line: String, code: String) throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    try desk.send(Self.pair)
    let log = try desk.folder.text("run.jsonl")
    let answer = try #require(try desk.send(line))
    #expect(answer.hasPrefix(#"{"type":"error","line":2"#), "\(answer)")
    #expect(answer.contains(#""code":"\#(code)""#), "\(answer)")
    #expect(try desk.folder.text("run.jsonl") == log)
  }

  @Test func theDigestIsOnDemand() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    func digest(_ line: String) throws -> String? {
      try desk.send(line)?.firstMatch(of: #/"digest":"([0-9a-f]{16})"/#).map { String($0.1) }
    }
    let status = #"{"type":"status"}"#
    #expect(try digest(#"{"type":"status","digest":false}"#) == nil)
    var seen: Set<String> = []
    for number in 1..<4 {
      _ = try desk.decide("p\(number)", step: 1, context: [1, Double(number)])
      for _ in 0..<2 { #expect(try digest(status) == desk.desk.state.digestText) }
      seen.insert(try desk.desk.state.digestText)
    }
    #expect(seen.count == 3)
    try desk.restart()
    #expect(try digest(status) == desk.desk.state.digestText)
  }

  @Test func aStrangerMustSayHelloAndAFollowerMayOnlySteer() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    #expect(try desk.send(Self.pair, as: .stranger)?.contains("not_authorised") == true)
    #expect(
      try desk.send(#"{"type":"hello","version":1}"#, as: .stranger)?.contains(#""rms":["a","b"]"#) == true)
    #expect(try desk.send(Self.pair, as: .follower)?.contains("bad_field") == true)
    #expect(try desk.send(#"{"type":"note","level":"info","text":"hi"}"#, as: .follower) == nil)
    #expect(try desk.folder.text("run.jsonl").contains(#""text":"hi""#))
  }

  @Test func everyControlIsObeyedOrRefusedWithItsReason() throws {
    let desk = try TestDesk(rewardModels: ["a", "b", "c"])
    try desk.send(Self.pair)
    func control(_ number: Int, _ rest: String) throws -> String {
      try #require(try desk.send(#"{"type":"control","seq":"0a1b2c3d-\#(number)",\#(rest)}"#))
    }
    let ok = #""ok":true"#
    #expect(try control(1, #""action":"ban","rm":"a""#).contains(ok))
    #expect(try control(2, #""action":"remove","rm":"b""#).contains(ok))
    #expect(try control(3, #""action":"ban","rm":"c""#).contains("no reward model would be left"))
    #expect(
      try control(4, #""action":"remove","rm":"c""#).contains("without c no reward model would be allowed"))
    #expect(try control(5, #""action":"add","rm":"c""#).contains("c is in the run already"))
    #expect(
      try control(6, #""action":"add","rm":"d","prior":[1,2]"#).contains(
        "expected a prior of 3 numbers, got 2"))
    #expect(try control(7, #""action":"add","rm":"d","prior":[1,2,0]"#).contains(ok))
    #expect(try control(8, #""action":"pin","rm":"d""#).contains(ok))
    #expect(try control(9, #""action":"forget","rm":"d","keep":0.5"#).contains(ok))
    #expect(try control(10, #""action":"reset""#).contains(ok))
    #expect(try control(11, #""action":"unban","rm":"c""#).contains(#""ok":false"#))
    #expect(try desk.decide("p2", step: 2, context: [1, 2]) == "d")
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
    // A repeated seq is not done again, also after a restart.
    try desk.restart()
    let log = try desk.folder.text("run.jsonl")
    #expect(try control(8, #""action":"ban","rm":"d""#).contains(ok))
    #expect(try control(3, #""action":"ban","rm":"c""#).contains("no reward model would be left"))
    #expect(try desk.folder.text("run.jsonl") == log)
  }

  @Test func aBanHoldsFromTheNextPairOn() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    try desk.send(Self.pair)
    try desk.send(#"{"type":"control","seq":"s-1","action":"ban","rm":"a"}"#)
    for index in 0..<20 {
      #expect(try desk.decide("q\(index)", step: 1, context: [1, Double(index)]) == "b")
    }
  }

  /// Feedback that is sent again after a lost connection is neither logged nor counted.
  @Test func repeatedFeedbackChangesNothing() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    try desk.send(Self.pair)
    try desk.feedback("p1", loss: 0.3)
    let log = try desk.folder.text("run.jsonl")
    try desk.feedback("p1", loss: 0.4)
    #expect(try desk.folder.text("run.jsonl") == log)
    try desk.restart()
    try desk.feedback("p1", loss: 0.3)
    #expect(try desk.folder.text("run.jsonl") == log)
  }

  @Test(arguments: ["thompson", "cautious", "offline", "random", "roundrobin", "fixed:b"])
  func everyPolicyGoesOnWhereItWasKilled(_ word: String) throws {
    var settings = RouterSettings.ofService
    settings.policy = try #require(PolicyName(word: word))
    settings.seed = 7
    let steady = try TestDesk(rewardModels: ["a", "b", "c"], settings: settings)
    let killed = try TestDesk(rewardModels: ["a", "b", "c"], settings: settings)
    var random = SeededGenerator(seed: 3)
    for index in 0..<60 {
      let context = random.vector(4)
      let wanted = try steady.decide("p\(index)", step: index / 4, context: context)
      #expect(try killed.decide("p\(index)", step: index / 4, context: context) == wanted)
      let loss = random.uniform()
      try steady.feedback("p\(index)", loss: loss)
      try killed.feedback("p\(index)", loss: loss)
      if index % 7 == 0 { try killed.restart() }
    }
    #expect(try killed.folder.text("run.jsonl") == steady.folder.text("run.jsonl"))
    #expect(try killed.desk.state.digestText == steady.desk.state.digestText)
  }

  @Test func policiesThatCannotBeStartedAgainAreRefused() throws {
    var settings = RouterSettings.ofService
    settings.policy = .linucb
    #expect(throws: ServiceError.self) { try TestDesk(rewardModels: ["a", "b"], settings: settings) }
    settings.policy = .thompson
    settings.forgetting = .auto
    #expect(throws: ServiceError.self) { try TestDesk(rewardModels: ["a", "b"], settings: settings) }
  }

  /// The log has the context, so that a fold of it needs no transform.
  @Test func embeddingsBecomeTheContextThatThePriorFileMakesOfThem() throws {
    let contexts = ContextMaker { a, b, category in
      a.count == 2 && b.count == 2 ? [a[0] - b[0], a[1] - b[1] + (category == "math" ? 1 : 0)] : nil
    }
    let desk = try TestDesk(rewardModels: ["a", "b"], contexts: contexts)
    let pair = #"{"type":"pair","id":"p1","step":1,"category":"math","a":[3,4],"b":[1,1]}"#
    let answer = try #require(try desk.send(pair))
    #expect(answer.contains(#""by":"thompson""#))
    let log = try desk.folder.text("run.jsonl")
    #expect(log.contains(#""x_f32":"AAAAQAAAgEA=""#) && !log.contains(#""a":["#))
    #expect(try desk.send(pair)?.contains("repeated") == true)
    #expect(try desk.send(pair.replacing("[3,4]", with: "[3,5]"))?.contains("id_reused") == true)
    let long = #"{"type":"pair","id":"p2","step":1,"a":[3,4,5],"b":[1,1,1]}"#
    #expect(try desk.send(long)?.contains(#""code":"dimension""#) == true)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
    let plain = try TestDesk(rewardModels: ["a", "b"])
    #expect(try plain.send(pair)?.contains("send the context as x") == true)
  }

  /// A log has one writer.
  @Test func aLogThatIsHeldIsRefused() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    #expect(
      throws: ServiceError.cannotCreate(
        "the log \(desk.logPath) is held by another router: one log has one writer")
    ) {
      try RoutingDesk(
        log: desk.logPath, header: RunHeader(name: "x", rewardModels: []), priors: .none, syncing: .never,
        clock: desk.clock.read, check: { _ in nil })
    }
  }

  /// Somebody else cut the log: what it no longer has was not decided, and it is said when writing goes on.
  @Test func aLogThatWasTamperedWithStopsDecidingUntilItIsRead() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    try desk.send(Self.pair)
    let lines = try desk.folder.text("run.jsonl").split(separator: "\n")
    truncate(desk.logPath, off_t(lines[0].utf8.count + 1))
    #expect(
      try desk.send(#"{"type":"pair","id":"p2","step":1,"x":[1,3]}"#)?.contains("log_unwritable") == true)
    #expect(try desk.desk.state.counts.decisions == 0)
    #expect(try desk.send(Self.pair)?.contains("log_unwritable") == true)
    #expect(try desk.send(#"{"type":"status"}"#)?.contains(#""writable":false"#) == true)
    desk.clock.advance(2)
    let said = try #require(try desk.desk.retry())
    #expect(
      said
        == "the log could not be written for 2 seconds: another program has cut it; 2 lines of clients refused in that time"
    )
    #expect(try desk.send(Self.pair)?.contains(#""type":"decision""#) == true)
    #expect(try desk.digestOfLog() == desk.desk.state.digestText)
  }
}
