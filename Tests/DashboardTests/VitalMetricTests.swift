import RunState
import Testing

@testable import Dashboard

@Suite struct VitalMetricTests {
  private func labels(_ names: String..., evaluations: Set<String> = []) -> [String] {
    let metrics = names.map { name in
      var metric = MetricSeries(name: name, last: 1, better: evaluations.contains(name) ? .more : nil)
      for step in 0..<4 { metric.series.append(position: Double(step), value: Double(step)) }
      return metric
    }
    return VitalMetric.chosen(of: metrics).map(\.label)
  }

  @Test func ofTRL() {
    #expect(
      labels(
        "learning_rate", "objective/kl", "objective/entropy", "rewards/margins", "rewards/accuracies", "loss",
        "eval/win_rate", "grad_norm", evaluations: ["eval/win_rate"])
        == ["loss", "kl", "win_rate", "margins", "accuracies", "entropy", "grad_norm"])
  }

  @Test func ofOpenRLHF() {
    #expect(
      labels("policy_loss", "actor_lr", "kl", "reward", "return", "response_length")
        == ["policy_loss", "kl", "response_length"])
  }

  @Test func ofVerl() {
    #expect(
      labels(
        "actor/entropy", "actor/kl_loss", "actor/pg_loss", "actor/grad_norm", "critic/rewards/mean",
        "response_length/mean", "actor/ppo_kl")
        == ["pg_loss", "ppo_kl", "entropy", "grad_norm", "response_length"])
    // Where it is a part of the loss only, the KL is that part.
    #expect(labels("actor/kl_loss", "actor/pg_loss") == ["pg_loss", "kl_loss"])
  }

  @Test func namesAreShortAndSafe() {
    #expect(VitalMetric.shortName("critic/score/mean") == "score")
    #expect(VitalMetric.shortName("mean") == "mean" && VitalMetric.shortName("/") == "/")
    #expect(!VitalMetric.shortName("a/lo\u{1B}[31mss").contains("\u{1B}"))
    #expect(VitalMetric.shortName(String(repeating: "l", count: 500)).count <= 25)
    #expect(labels("loss", "eval/loss", evaluations: ["eval/loss"]) == ["loss", "eval/loss"])
    #expect(labels() == [])
  }
}
