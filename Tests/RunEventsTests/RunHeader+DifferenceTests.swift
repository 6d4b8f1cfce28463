import RunEvents
import Testing

@Suite struct RunHeaderDifferenceTests {
  private func header(
    _ name: String = "r", _ ids: [String] = ["a", "b", "c"], dim: Int? = 32,
    _ change: (inout RouterSettings) -> Void = { _ in }
  ) -> RunHeader {
    var settings = RouterSettings()
    change(&settings)
    return RunHeader(
      name: name, rewardModels: ids.map { RewardModelInfo(id: $0) }, dimension: dim, router: settings)
  }

  private func difference(_ new: RunHeader) -> String? { new.difference(from: header()) }

  @Test func everyDifferenceIsNamed() {
    #expect(difference(header("r", ["c", "a", "b"])) == "rms in another order")
    #expect(difference(header("r", ["a", "x", "c"])) == "rms: added x, removed b")
    #expect(difference(header("r", ["a", "b", "c", "d", "e"])) == "rms: added d, e")
    #expect(difference(header(dim: 64)) == "dim 64, was 32")
    #expect(difference(header(dim: nil)) == "dim not given, was 32")
    #expect(difference(header { $0.priorPrecision = .value(2) }) == "prior_precision 2, was 1")
    #expect(
      difference(header { $0.policy = .fixed("b\u{1b}[2J") })?.contains("\u{1b}") == false)
    #expect(difference(header("s")) == "run “s”, was “r”")
    #expect(
      difference(
        header("r", ["b", "a", "c"], dim: 64) {
          $0.noiseVariance = .auto
          $0.reward.clip = 2.5
        })
        == "rms in another order, dim 64, was 32, noise_variance auto, was 1, reward.clip 2.5, was 2")
  }

  @Test func anotherRunHasNoDifferenceAndNeitherHasTheSame() {
    #expect(difference(header()) == nil)
    #expect(difference(header("s", ["x", "y"])) == nil)
  }

  /// A field that keeps a run line from continuing the run has a word.
  @Test func noFieldIsForgotten() {
    let changes: [(inout RouterSettings) -> Void] = [
      { $0.policy = .random }, { $0.priorPrecision = .value(3) }, { $0.noiseVariance = .value(3) },
      { $0.exploration = 3 }, { $0.forgetting = .value(0.5) }, { $0.intercept = true },
      { $0.prior = .file(name: "p", sha256: nil) },
      { $0.prior = .vectors([PriorVector(rewardModel: "a", mean: [1])]) }, { $0.priorScale = .value(3) },
      { $0.propensityFloor = 0.5 }, { $0.alpha = 3 }, { $0.ridge = 3 }, { $0.seed = 3 }, { $0.group = 3 },
      { $0.stepSlack = 3 }, { $0.reward.rule = .welford }, { $0.reward.clip = 3 }, { $0.reward.alpha = 0.5 },
      { $0.reward.minimumCount = 3 }, { $0.reward.minimumHistory = 3 }, { $0.reward.low = 0.3 },
      { $0.reward.high = 0.7 }, { $0.reward.scope = .rewardModel }, { $0.reward.ties = .number(3) },
      { $0.reward.errors = .number(3) }, { $0.reward.history = 3 },
    ]
    for change in changes {
      let new = header("r", ["a", "b", "c"], dim: 32, change)
      #expect(!new.continues(header()) && difference(new) != nil)
    }
    func vectors(_ number: Double) -> RunHeader {
      header { $0.prior = .vectors([PriorVector(rewardModel: "a", mean: [number])]) }
    }
    #expect(vectors(1).difference(from: vectors(2)) == "other prior vectors")
  }
}
