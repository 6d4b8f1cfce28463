import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateRewardHealthTests {
  private func score(_ rm: String, _ mean: Double?, _ deviation: Double?) -> [LoggedScore] {
    // Another RM's score first: only that of the RM chosen counts.
    [
      LoggedScore(rewardModel: "other", mean: 9, standardDeviation: 9),
      LoggedScore(rewardModel: rm, mean: mean, standardDeviation: deviation, draw: 5),
    ]
  }

  /// Rewards of `a` under rule `none` that are `shift` above what its logged scores say, from decision `change` on.
  private func drifting(
    count: Int, change: Int = 0, shift: Double = 0, seed: Int = 1, hasScores: Bool = true
  ) -> RunState {
    var numbers = NormalNumbers(seed)
    var log = LogBuilder()
    log.run { router in
      router.reward.rule = .none
      router.noiseVariance = .value(0.75)
    }
    for index in 0..<count {
      let mean = 0.25 * numbers.next()
      log.decide(
        "\(index)", "a", step: index / 4, x: [1, 0], by: "fixed",
        scores: hasScores ? score("a", mean, 0.5) : [])
      // σ² + v = 1.
      log.loss("\(index)", -(mean + numbers.next() + (index >= change ? shift : 0)))
    }
    log.add(.end(EndEvent(reason: nil)))
    // Innovations are of posteriors, and not of beliefs.
    return fold(log.lines, into: RunState(takesBeliefs: false))
  }

  private func texts(_ state: RunState) -> [String] {
    state.journal.filter { $0.subject == .alarm }.map(\.text)
  }

  @Test func anInnovationIsStandardisedByNoiseAndPosterior() throws {
    let state = folded { log in
      log.run { router in
        router.reward.rule = .none
        router.noiseVariance = .value(4)
      }
      log.decide("1", "a", step: 0, x: [1, 0], scores: score("a", 0.5, 1.5))
      log.loss("1", -3)
      log.decide("2", "b", step: 1, x: [1, 0], scores: score("b", -1, 0))
      log.loss("2", 3)
      log.decide("3", "c", step: 2, x: [1, 0])
    }
    // (3 − 0.5)/√(4 + 2.25); b's batch closes at step 2: (−3 + 1)/2.
    #expect(try #require(state.conditions.innovations[0].figures).mean == 1)
    #expect(try #require(state.conditions.innovations[1].figures).mean == -1)
    #expect(state.conditions.innovations[2].figures == nil)
  }

  @Test func whatStandsForATieIsNoReward() throws {
    let state = folded { log in
      log.run { router in
        router.reward.rule = .none
        router.reward.ties = .number(0)
      }
      for index in 0..<4 {
        log.decide("\(index)", "a", step: 0, x: [1, 0], scores: score("a", Double(index), 0))
      }
      log.feedback("0", .tie)
      log.loss("1", -2)
      log.feedback("2", .tie)
      log.loss("3", -6)
      log.decide("9", "a", step: 1)
    }
    let figures = try #require(state.conditions.innovations[0].figures)
    #expect(figures.count == 2)
    // 2 − 1 and 6 − 3 with σ² = 1.
    #expect(figures.mean == 2)
    #expect(state.conditions.innovations[0].unscored == 0)
  }

  @Test func withoutLoggedScoresNothingIsSaid() {
    let state = drifting(count: 800, change: 200, shift: 2, hasScores: false)
    #expect(state.conditions.innovations[0].figures == nil)
    #expect(state.conditions.innovations[0].unscored == 800)
    #expect(texts(state).isEmpty)
    #expect(state.summary.rewardModels[0].innovations == nil)
  }

  @Test(arguments: [(nil, 1.0), (0.0, nil), (.nan, 1), (0, .infinity), (0, -1)] as [(Double?, Double?)])
  func scoresThatAreNoneAreNone(mean: Double?, deviation: Double?) {
    let state = folded { log in
      log.run { $0.reward.rule = .none }
      log.decide("1", "a", step: 0, x: [1, 0], scores: score("a", mean, deviation))
      log.loss("1", 1)
      log.decide("2", "a", step: 1)
    }
    #expect(state.conditions.innovations[0].count == 0)
    #expect(state.conditions.innovations[0].unscored == 1)
  }

  @Test func drift() throws {
    let state = drifting(count: 1200, change: 600, shift: 1)
    #expect(texts(state).count == 1)
    let text = try #require(texts(state).first)
    #expect(text.hasPrefix("alarm: a: rewards higher than its posterior said, since about step 1"))
    #expect(state.conditions.map(\.kind) == [.drift])
    #expect(state.conditions.first?.arm == 0)
    let drift = try #require(state.conditions.innovations[0].drift)
    #expect(abs(drift.start - 150) < 12)
    #expect(state.markers.filter { $0.kind == .alarm }.count == 1)
  }

  @Test func noDriftWhileRewardsComeAsPredicted() {
    for seed in 0..<3 {
      let state = drifting(count: 3000, seed: seed)
      #expect(texts(state).isEmpty)
      let coverage = state.conditions.innovations[0].figures?.coverage ?? 0
      #expect(abs(coverage - 0.95) < 0.05)
    }
  }

  @Test func aRemovedRMHasNoConditions() {
    let shifted = drifting(count: 400, shift: 1)
    #expect(shifted.conditions.count == 1)
    var log = LogBuilder()
    log.control("s-1", .remove, "a")
    log.applied("s-1")
    #expect(fold(log.lines, into: shifted).conditions.isEmpty)
  }

  private func evaluated(_ name: String, falls: Bool, rises: Bool = true) -> RunState {
    folded { log in
      log.run()
      for step in 0..<200 {
        for place in 0..<3 {
          log.decide("\(step)-\(place)", ["a", "b", "c"][place], step: step)
          log.loss("\(step)-\(place)", Double(rises ? 200 - step : 7 * step % 11) / 100)
        }
        if step % 10 == 9 {
          log.metrics(step, ("loss", 1), (name, Double(falls ? 200 - step : step) / 200))
        }
      }
    }
  }

  @Test func divergence() throws {
    let state = evaluated("eval/win_rate", falls: true)
    #expect(texts(state).count == 1)
    #expect(
      texts(state).first
        == "alarm: eval/win_rate fell from 0.93 to 0.63 over the last 8 evaluations (since step 9), while the "
        + "mean reward rose from -1.905 to -1.305")
    #expect(state.conditions.map(\.kind) == [.divergence])
    #expect(state.conditions.first?.metric == 1)
  }

  @Test func noDivergence() {
    #expect(texts(evaluated("eval/win_rate", falls: false)).isEmpty)
    #expect(texts(evaluated("eval/win_rate", falls: true, rises: false)).isEmpty)
    #expect(texts(evaluated("eval/loss", falls: true)).isEmpty)
    #expect(texts(evaluated("rewards/accuracies", falls: true)).isEmpty)
  }

  @Test func entropyOfFreeDecisions() throws {
    func entropy(_ rms: [String], by: String = "thompson") -> Double? {
      folded { log in
        log.run(rms: ["a", "b", "c", "d"])
        for index in 0..<512 { log.decide("\(index)", rms[index % rms.count], step: index, by: by) }
      }.selectionEntropy
    }
    #expect(entropy(["a"]) == 0)
    #expect(abs(try #require(entropy(["a", "b", "c", "d"])) - 1) < 1e-12)
    #expect(abs(try #require(entropy(["a", "b"])) - 0.5) < 1e-12)
    #expect(entropy(["a"], by: "pin") == nil)
  }

  /// With one RM left there is nothing to choose among.
  @Test func withOneRMLeftThereIsNoEntropy() {
    let state = folded { log in
      log.run(rms: ["a", "b"])
      for index in 0..<10 { log.decide("\(index)", ["a", "b"][index % 2], step: index) }
      log.control("s-1", .remove, "b")
      log.applied("s-1")
    }
    #expect(state.selectionEntropy == nil)
  }

  /// A reward that comes after its RM was removed says nothing of it any more.
  @Test func aRemovedRMHasNoInnovations() {
    let state = folded { log in
      log.run { $0.reward.rule = .none }
      log.decide("1", "a", step: 0, x: [1, 0], scores: score("a", 0, 1))
      log.control("s-1", .remove, "a")
      log.applied("s-1")
      log.loss("1", 1)
      log.decide("2", "b", step: 1, x: [1, 0])
    }
    #expect(state.progress.closes == 1)
    #expect(state.conditions.innovations[0].count == 0)
    #expect(state.conditions.innovations[0].unscored == 0)
  }

  @Test func callsBesideAnEnsemble() {
    func calls(_ costs: [Double?]) -> CallFigures {
      folded { log in
        let models = costs.enumerated().map { RewardModelInfo(id: ["a", "b", "c"][$0], cost: $1) }
        log.add(.run(RunHeader(name: "t", rewardModels: models, dimension: 2, router: RouterSettings())))
        for index in 0..<10 { log.decide("\(index)", index < 7 ? "a" : "b", step: index) }
        log.control("s-1", .remove, "c")
        log.applied("s-1")
        for index in 10..<14 { log.decide("\(index)", "a", step: index) }
      }.calls
    }
    let figures = calls([1, 2, 4])
    #expect(figures == CallFigures(made: 14, ensemble: 38, cost: 17, ensembleCost: 82))
    #expect(figures.saved == 24)
    #expect(calls([1, nil, 4]) == CallFigures(made: 14, ensemble: 38, cost: nil, ensembleCost: nil))
    #expect(RunState().calls.savedShare == nil)
  }

  /// Two logs that differ in one logged number alone are two states once its reward is folded.
  @Test func innovationsAreInTheDigest() {
    func digest(_ mean: Double) -> UInt64 {
      folded { log in
        log.run { $0.reward.rule = .none }
        log.decide("1", "a", step: 0, scores: score("a", mean, 1))
        log.loss("1", 1)
        log.decide("2", "a", step: 1)
      }.digest
    }
    #expect(digest(0) != digest(0.5))
    #expect(digest(0.5) == digest(0.5))
  }

  @Test func textOfALogIsPrintable() {
    let state = folded { log in
      log.run(rms: ["a\u{1b}[31m", "b"])
      for index in 0..<300 {
        log.decide("\(index)", "a\u{1b}[31m", step: index)
        log.loss("\(index)", Double(index))
      }
    }
    #expect(texts(state).count == 1)
    #expect(!texts(state).joined().unicodeScalars.contains("\u{1b}"))
  }

  @Test func numbersOfSentences() {
    for (value, text) in [
      (0.461_87, "0.4619"), (-0.132_55, "-0.1326"), (1234.5678, "1235"), (25.416, "25.42"), (3, "3"),
      (0, "0"),
      (1e300, "1e+300"), (.nan, "nan"), (0.000_012_345_6, "1.235e-05"),
    ] {
      #expect(HealthCondition.brief(value) == text)
    }
  }
}
