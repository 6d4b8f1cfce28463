import RunEvents
import RunLog
import TestSupport
import Testing

/// Equality by what is printed of every field, so that NaN equals NaN and −0 differs from 0.
///
/// The scope of a run's rewards may be named or left to the rule: both are the same settings.
private func bits(_ event: TimedEvent) -> String {
  var event = event
  if case .run(var run) = event.event {
    run.router.reward.scope = run.router.reward.effectiveScope
    event.event = .run(run)
  }
  return String(reflecting: event)
}

@Suite struct EventEncoderTests {
  @Test(arguments: 0..<60) func decodingGivesBackWhatWasEncoded(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let encoder = EventEncoder()
    let decoder = EventDecoder()
    for _ in 0..<40 {
      let event = generator.timedEvent()
      for full in [false, true] {
        let line = encoder.encode(event, full: full)
        #expect(!line.utf8.contains(0x0A))
        guard case .event(let decoded) = decoder.decode(line) else {
          Issue.record("\(decoder.decode(line)) for \(line)")
          return
        }
        #expect(bits(event) == bits(decoded), "\(line)")
      }
    }
  }

  @Test func fieldsStandInTheOrderOfTheTable() {
    let decision = DecisionEvent(
      id: "p-1", rewardModel: "b", step: 3, by: "thompson", propensity: 0.25,
      scores: [LoggedScore(rewardModel: "b", mean: 1, standardDeviation: 0.5, draw: -0.0)], repeated: true,
      description: PairDescription(features: .context([1, 0.1]), category: "math", prompt: "2+2"))
    #expect(
      EventEncoder().encode(TimedEvent(time: 1.5, .decision(decision)))
        == #"{"t":1.5,"type":"decision","id":"p-1","rm":"b","step":3,"by":"thompson","p":0.25,"#
        + #""scores":{"b":{"mean":1,"sd":0.5,"draw":-0.0}},"repeated":true,"x":[1,0.1],"#
        + #""category":"math","prompt":"2+2"}"#)
  }

  @Test func contextsArePackedOnlyWhenNothingIsLost() {
    func line(_ values: [Double]) -> String {
      EventEncoder().encode(
        TimedEvent(.pair(PairEvent(id: "a", description: PairDescription(features: .context(values))))))
    }
    #expect(line([1]) == #"{"type":"pair","id":"a","x_f32":"AACAPw=="}"#)
    #expect(line([-0.0]) == #"{"type":"pair","id":"a","x_f32":"AAAAgA=="}"#)
    #expect(line([0.1]) == #"{"type":"pair","id":"a","x":[0.1]}"#)
    #expect(line([1e39]) == #"{"type":"pair","id":"a","x":[1e+39]}"#)
    #expect(line([.nan, .infinity]) == #"{"type":"pair","id":"a","x":[NaN,Infinity]}"#)
  }

  @Test func settingsAreWrittenOutOnlyWhenAskedFor() {
    var run = RunHeader(name: "r", rewardModels: [RewardModelInfo(id: "a")], dimension: 2)
    let encoder = EventEncoder()
    let short = #"{"type":"run","version":1,"run":"r","rms":[{"id":"a"}],"dim":2"#
    #expect(encoder.encode(TimedEvent(.run(run))) == short + "}")
    run.router.priorPrecision = .value(50)
    run.router.reward.rule = .emaZ
    #expect(
      encoder.encode(TimedEvent(.run(run)))
        == short + #","router":{"prior_precision":50,"reward":{"normalise":"ema-z"}}}"#)
    #expect(
      encoder.encode(TimedEvent(.run(run)), full: true)
        == short + #","router":{"policy":"thompson","prior_precision":50,"noise_variance":1,"exploration":1,"#
        + #""forgetting":1,"intercept":false,"prior":0,"prior_scale":1,"propensity_floor":0,"alpha":0.1,"#
        + #""ridge":1,"seed":0,"group":32,"step_slack":8,"reward":{"normalise":"ema-z","clip":2,"alpha":0.01,"#
        + #""min_count":5,"min_history":20,"low":0.2,"high":0.8,"scope":"rm","ties":"skip","errors":"skip","#
        + #""history":4194304}}}"#)
  }
}
