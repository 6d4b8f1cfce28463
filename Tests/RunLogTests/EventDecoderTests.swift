import RunEvents
import RunLog
import TestSupport
import Testing
import Wording

private func decoded(_ line: String) -> RunEvent? {
  if case .event(let event) = EventDecoder().decode(line) { event.event } else { nil }
}

@Suite struct EventDecoderTests {
  @Test func aTrainersLine() {
    let line =
      #"{"t": 1795376754.416, "type": "decision", "id": "p-0", "step": 0, "rm": "vowel", "by": "thompson", "#
      + #""p": 0.25, "scores": {"vowel": {"mean": 0.5, "sd": 1, "draw": -2e-1, "more": []}, "b": {}}, "new": {"a": [null]}}"#
    let expected = DecisionEvent(
      id: "p-0", rewardModel: "vowel", step: 0, by: "thompson", propensity: 0.25,
      scores: [
        LoggedScore(rewardModel: "vowel", mean: 0.5, standardDeviation: 1, draw: -0.2),
        LoggedScore(rewardModel: "b"),
      ])
    #expect(EventDecoder().decode(line) == .event(TimedEvent(time: 1795376754.416, .decision(expected))))
  }

  @Test(arguments: [
    ("17", "17"), ("-5", "-5"), ("0", "0"), ("18446744073709551615", "18446744073709551615"),
    ("340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
    (#""""#, ""), (#""\u0000\ud83d\ude42""#, "\0🙂"),
  ])
  func idsAreTextOrIntegers(written: String, id: String) {
    #expect(decoded(#"{"type":"pair","id":\#(written)}"#) == .pair(PairEvent(id: id)))
  }

  @Test(arguments: [
    ("0", 0), ("3", 3), ("3.0", 3), ("3e0", 3), ("0.3e1", 3), ("-0", 0), ("-0.0", 0),
    ("9007199254740992", 9_007_199_254_740_992), ("9007199254740992.0", 9_007_199_254_740_992),
  ])
  func stepsAreWholeNumbers(written: String, step: Int) {
    #expect(decoded(#"{"type":"pair","id":"a","step":\#(written)}"#) == .pair(PairEvent(id: "a", step: step)))
  }

  @Test func numbersThatAreNotFiniteAreData() {
    for (written, expected) in [
      ("NaN", Double.nan), ("Infinity", .infinity), ("-Infinity", -.infinity), ("1e400", .infinity),
      ("-1e400", -.infinity),
    ] {
      guard
        case .feedback(let feedback) = decoded(
          #"{"type":"feedback","id":"a","loss":\#(written),"score_a":\#(written)}"#),
        case .loss(let loss) = feedback.outcome
      else {
        Issue.record("\(written)")
        continue
      }
      #expect(loss.bitPattern == expected.bitPattern)
      #expect(feedback.scoreA?.bitPattern == expected.bitPattern)
    }
  }

  /// A control without a name could be neither answered nor told from a repetition.
  @Test(arguments: [
    #"{"type":"control","action":"ban","rm":"a","seq":""}"#, #"{"type":"applied","ok":true,"seq":""}"#,
  ])
  func aSequenceHasAName(line: String) {
    #expect(
      EventDecoder().decode(line)
        == .fault(FaultReason(.outOfRange, "`seq` is empty: a text of 1 to 64 bytes is expected")))
  }

  @Test func ofDuplicateKeysTheFirstCounts() {
    #expect(
      decoded(#"{"type":"pair","type":"end","id":"a","id":"b","step":1,"step":"x"}"#)
        == .pair(PairEvent(id: "a", step: 1)))
    #expect(
      decoded(#"{"type":"metrics","step":1,"values":{"a":1,"b":2,"a":"x"}}"#)
        == .metrics(
          MetricsEvent(step: 1, values: [.init(name: "a", value: 1), .init(name: "b", value: 2)])))
    let many = (0..<40).map { #""k\#($0)":\#($0)"# }
    guard
      case .metrics(let metrics) = decoded(
        #"{"type":"metrics","step":1,"values":{\#((many + many).joined(separator: ","))}}"#)
    else {
      Issue.record("refused")
      return
    }
    #expect(metrics.values.map(\.value) == (0..<40).map(Double.init))
  }

  @Test func nullIsAnAbsentField() {
    #expect(
      decoded(
        #"{"type":"feedback","id":"a","loss":1,"reward":null,"tie":null,"step":null,"labels":{"b":null,"c":1}}"#
      )
        == .feedback(
          FeedbackEvent(
            id: "a", outcome: .loss(1), labels: [RewardModelLabel(rewardModel: "c", isRight: true)])))
    #expect(decoded(#"{"type":"end","t":null,"reason":null}"#) == .end(EndEvent()))
  }

  @Test func anUnknownTypeIsNoFault() {
    #expect(decoded(#"{"type":"Pair","id":[]}"#) == .unknown(type: "Pair"))
    #expect(decoded(#"{"type":"","t":"x"}"#) == .unknown(type: ""))
  }

  @Test func aContextGoesBeforeEmbeddings() {
    #expect(
      decoded(#"{"type":"pair","id":"p","x":[1,2],"a":"unread","b":7}"#)
        == .pair(PairEvent(id: "p", description: PairDescription(features: .context([1, 2])))))
    #expect(
      decoded(#"{"type":"pair","id":"p","a":[1,0],"b_f32":"AACAPw=="}"#)
        == .pair(PairEvent(id: "p", description: PairDescription(features: .embeddings(a: [1, 0], b: [1])))))
    #expect(
      decoded(#"{"type":"pair","id":"p","x":[0,-1,18446744073709551615,0.5]}"#)
        == .pair(PairEvent(id: "p", description: PairDescription(features: .context([0, -1, 0x1p64, 0.5])))))
  }

  /// What `--set` refuses the log refuses, by the same words.
  @Test(arguments: [("Infinity", "Infinity"), ("NaN", "NaN"), ("-1", "-1"), ("0", "0")])
  func aClipIsAFiniteNumber(text: String, said: String) throws {
    let line =
      #"{"type":"run","version":1,"run":"r","rms":[{"id":"a"}],"router":{"reward":{"clip":\#(text)}}}"#
    guard case .fault(let reason) = EventDecoder().decode(line) else {
      Issue.record("\(text) was taken")
      return
    }
    #expect(reason.message.contains("reward.clip`: expected a finite number above 0, got \(said)"))
  }

  @Test func aRunLineWithSettings() {
    let line =
      #"{"type":"run","version":1.0,"run":"r","dim":2,"rms":[{"id":1,"cost":0.5},{"id":"b","name":"B","endpoint":"u"}],"#
      + #""router":{"policy":"fixed:b","prior_precision":"auto","seed":18446744073709551615,"unread":1,"#
      + #""prior":{"b":[1,2,3]},"reward":{"from":"loss","normalise":"ema-z","ties":0.5,"clip":9}},"#
      + #""tags":{"z":"last","lr":1e-5,"on":true,"deep":{"a":[1,[],null,"x"]},"none":null,"big":123456789012345678901}}"#
    var router = RouterSettings()
    router.policy = .fixed("b")
    router.priorPrecision = .auto
    router.seed = .max
    router.prior = .vectors([PriorVector(rewardModel: "b", mean: [1, 2, 3])])
    router.reward.rule = .emaZ
    router.reward.ties = .number(0.5)
    router.reward.clip = 9
    let expected = RunHeader(
      name: "r",
      rewardModels: [
        RewardModelInfo(id: "1", cost: 0.5), RewardModelInfo(id: "b", name: "B", endpoint: "u"),
      ], dimension: 2, router: router,
      tags: [
        .init(key: "big", value: "123456789012345678901"),
        .init(key: "deep", value: #"{"a":[1,[],null,"x"]}"#),
        .init(key: "lr", value: "1e-05"), .init(key: "on", value: "true"), .init(key: "z", value: "last"),
      ])
    #expect(decoded(line) == .run(expected))
  }

  @Test func sixtyFourRewardModelsAndNoMore() {
    for (count, isAccepted) in [(64, true), (65, false)] {
      let rewardModels = (0..<count).map { #"{"id":\#($0)}"# }.joined(separator: ",")
      let event = decoded(#"{"type":"run","version":1,"run":"r","rms":[\#(rewardModels)]}"#)
      #expect((event != nil) == isAccepted)
    }
  }

  /// Any bytes give an event or a fault, and the same one at the second time.
  @Test(arguments: 0..<40) func mutatedLinesNeverTrap(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let encoder = EventEncoder()
    let decoder = EventDecoder()
    let bad = try BadLine.all()
    let literals = [
      "9223372036854775807", "-9223372036854775808", "1e308", "1e400", "NaN", "null", "{}", "[]", "\"\"",
      "-1", "18446744073709551616",
      "true", "\"auto\"", "[[", "\\ud800",
    ].map { Array($0.utf8) }
    for _ in 0..<60 {
      var bytes =
        generator.chance(30)
        ? bad.randomElement(using: &generator)!.bytes : Array(encoder.encode(generator.timedEvent()).utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
        case 3: bytes.removeSubrange(at..<min(bytes.count, at + 9))
        default:
          // A value in the place of another, so that the line stays JSON more often.
          let from = bytes[at...].firstIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? at
          let to =
            bytes[from...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? bytes.count
          bytes.replaceSubrange(from..<to, with: literals.randomElement(using: &generator)!)
        }
      }
      let first = bytes.withUnsafeBytes { decoder.decode($0) }
      let second = bytes.withUnsafeBytes { decoder.decode($0) }
      #expect(String(reflecting: first) == String(reflecting: second))
      if case .fault(let reason) = first {
        #expect(reason.message == printableText(reason.message))
        #expect(reason.message.utf8.count < 2000)
      }
    }
  }
}
