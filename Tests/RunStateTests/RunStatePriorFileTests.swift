import Router
import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct RunStatePriorFileTests {
  private static let digest = String(repeating: "ab", count: 32)

  static func loader(_ prior: RouterPrior) -> PriorLoader {
    PriorLoader { name, digest in
      guard name == "p.safetensors" else { return .refused("there is no \(name)") }
      return digest == Self.digest ? .loaded(prior) : .refused("it is another one")
    }
  }

  private func log(
    rms: [String] = ["a", "b", "c"], file: String = "p.safetensors", sha256: String? = digest,
    router: (inout RouterSettings) -> Void = { _ in }
  ) -> LogBuilder {
    var log = LogBuilder()
    log.run(rms: rms, dim: 2) { settings in
      settings.prior = .file(name: file, sha256: sha256)
      router(&settings)
    }
    return log
  }

  private let prior = RouterPrior(rewardModels: ["b", "a", "z"], means: [[1, 2], [3, 4], [5, 9]])

  private func state(_ log: LogBuilder, _ prior: RouterPrior) -> RunState {
    looked(fold(log.lines, into: RunState(priors: Self.loader(prior))))
  }

  @Test func rowsAreThoseOfTheFile() {
    var log = log { $0.priorScale = .value(0.5) }
    log.decide("1", "a", step: 0, x: [1, 1])
    var state = state(log, prior)
    #expect(state.posterior == .available)
    let report = state.posteriorReport()
    #expect(report?.rewardModels.map(\.mean) == [[1.5, 2], [0.5, 1], [1.5, 2.5]])
    let notes = state.journal.filter { $0.text.contains("has no row for") }
    #expect(
      notes.map(\.text) == [
        "the prior file “p.safetensors” has no row for c: the mean of its rows is taken"
      ])
  }

  @Test func whatIsMissingIsSaidAndTheRestIsShown() {
    let cases: [(LogBuilder, String)] = [
      (log(file: "q"), "there is no q"),
      (log(sha256: String(repeating: "0", count: 64)), "it is another one"),
      (
        log(sha256: nil),
        "the prior file “p.safetensors” comes without router.prior_sha256, which says what must be in it"
      ),
      (
        log {
          $0.intercept = true
          $0.priorPrecision = .value(2)
        }, ""
      ),
    ]
    for (log, sentence) in cases {
      var log = log
      log.decide("1", "a", step: 0, x: [1, 1])
      log.loss("1", 1)
      log.decide("2", "b", step: 1, x: [1, 1])
      let state = state(log, prior)
      #expect(state.posterior == (sentence.isEmpty ? .available : .unavailable(sentence)))
      #expect(state.counts.decisions == 2)
      #expect(state.rewardModels[0].meanReward == -1)
    }
    // Without a loader, too.
    #expect(
      fold(log().lines).posterior == .unavailable("router.prior is a file, and files are not looked for here")
    )
  }

  @Test func aMatrixThatIsNoneIsRefused() {
    var broken = prior
    broken.shape = .shared([1, 2, 2, 1])
    #expect(
      state(log(), broken).posterior
        == .unavailable(
          "the prior file “p.safetensors”: the prior matrix of reward model 1 is not symmetric and positive "
            + "definite"))
    broken.shape = .shared([1, 0, 0, 1, 0, 0, 0, 0, 1])
    #expect(state(log(), broken).posterior != .available)
    broken.shape = .identity
    broken.means = [[1, 2, 3], [1, 2, 3], [1, 2, 3]]
    #expect(
      state(log(), broken).posterior
        == .unavailable(
          "the prior file “p.safetensors” has rows of 3 numbers, and contexts of 2 without an intercept take 2"
        ))
  }

  @Test func aBaselineTakesTwoRules() {
    var prior = prior
    prior.baseline = SharedBaseline(weights: [1, 1], level: 0.5, gain: 0.4)
    for rule in RewardSettings.Rule.allCases {
      let state = state(log { $0.reward.rule = rule }, prior)
      #expect((state.posterior == .available) == (rule == .batch || rule == .none), "\(rule)")
      guard case .unavailable(let sentence) = state.posterior else { continue }
      #expect(
        sentence
          == "the prior file “p.safetensors” brings a baseline, for which router.reward has to be normalise batch "
          + "with scope all, or none (it is \(rule.rawValue))")
    }
    let byModel = state(log { $0.reward.scope = .rewardModel }, prior)
    guard case .unavailable(let sentence) = byModel.posterior else {
      Issue.record("available")
      return
    }
    #expect(sentence.hasSuffix("(it is batch with scope rm)"))
  }

  /// The rule changes mid-run to one without innovations: posteriors end there, with a sentence.
  @Test func aRuleThatComesLaterIsRefusedThen() {
    var prior = prior
    prior.baseline = SharedBaseline(weights: [1, 1], level: 0.5, gain: 0.4)
    var log = log()
    var change = RouterSettingsChange()
    change.reward.rule = .welford
    log.add(.settings(SettingsEvent(reason: "by hand", change: change)))
    #expect(state(log, prior).posterior != .available)
  }

  @Test func fewerThanFourGiveNoneAndAreCounted() {
    var prior = prior
    prior.baseline = SharedBaseline(weights: [1, 1], level: 0.5, gain: 0.4)
    for (count, refused) in [(3, 3), (4, 0)] {
      var log = log()
      for index in 0..<count {
        log.decide("\(index)", "a", step: 0, x: [Double(index), 1])
        log.loss("\(index)", Double(index))
      }
      // Usable, but without a context: it does not make four of three.
      log.decide("x", "a", step: 0)
      log.loss("x", 1)
      log.add(.end(EndEvent()))
      var state = state(log, prior)
      #expect(state.counts.refusedRewards == refused)
      #expect(state.counts.rewardsWithoutContext == 1)
      let report = state.posteriorReport()
      #expect(report?.rewardModels[0].observations == count - refused)
    }
  }

  /// The prior's tick with a matrix: xᵀ M⁻¹ x / λ₀ over the probes.
  @Test func thePriorsBeliefHasItsMatrix() throws {
    var prior = prior
    prior.shape = .perArm([[2, 0, 0, 8], [4, 0, 0, 4], [1, 0, 0, 1]])
    var log = log(rms: ["a", "b"]) { $0.priorPrecision = .value(0.5) }
    log.decide("1", "a", step: 0, x: [1, 2])
    log.decide("2", "b", step: 0, x: [3, 0])
    log.loss("1", 1)
    log.loss("2", 2)
    log.decide("3", "b", step: 1, x: [0, 0])
    let state = state(log, prior)
    let a = try #require(state.beliefs[0].prior)
    let b = try #require(state.beliefs[1].prior)
    // a: M = 4 I, E = (3, 4); b: M = diag(2, 8), E = (1, 2); probes (1, 2) and (3, 0) at the close.
    #expect(isNear([a.mean, b.mean], [(11.0 + 9) / 2, (5.0 + 3) / 2]))
    #expect(
      isNear(
        [a.standardDeviation, b.standardDeviation],
        [((5.0 / 4 + 9.0 / 4) / 2 / 0.5).squareRoot(), ((0.5 + 0.5 + 4.5) / 2 / 0.5).squareRoot()]))
  }

  @Test func scaleNoughtIsPriorOff() {
    var prior = prior
    prior.shape = .shared([2, 1, 1, 3])
    var log = log { $0.priorScale = .value(0) }
    log.decide("1", "a", step: 0, x: [1, 1])
    var state = state(log, prior)
    let report = state.posteriorReport()
    #expect(report?.rewardModels.map(\.mean) == [[0, 0], [0, 0], [0, 0]])
    #expect(isNear(report?.rewardModels[2].variance ?? [], [0.6, 0.4]))
  }

  /// The same bits whole, from a checkpoint, and with looks in between; another run line asks again.
  @Test func theBitsAreTheSameFromACheckpoint() {
    var prior = prior
    prior.baseline = SharedBaseline(weights: [1, -1], level: 0.5, gain: 0.4)
    prior.shape = .shared([2, 1, 1, 3])
    var numbers = SeededGenerator(seed: 4)
    var log = log { $0.forgetting = .value(0.9) }
    for step in 0..<30 {
      for index in 0..<(2 + step % 7) {
        let id = "\(step)-\(index)"
        log.decide(id, ["a", "b", "c"][numbers.below(3)], step: step, x: numbers.vector(2))
        log.loss(id, numbers.number())
      }
      if step == 20 {
        log.run("other", rms: ["a", "z"], dim: 2) {
          $0.prior = .file(name: "p.safetensors", sha256: Self.digest)
        }
      }
    }
    let whole = state(log, prior)
    #expect(whole.posterior == .available)
    for cut in [0, 1, 40, 150] {
      var checkpoint = fold(log.lines[..<cut], into: RunState(priors: Self.loader(prior)))
      _ = checkpoint.posteriorReport()
      #expect(fold(log.lines[cut...], into: checkpoint).digest == whole.digest)
    }
  }
}
