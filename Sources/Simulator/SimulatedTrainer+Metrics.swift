import ElementaryFunctions
import RunEvents

extension SimulatedTrainer {
  /// Steps between two evaluations, and between two checkpoints.
  private static let evaluationInterval = 5
  private static let checkpointInterval = 50

  mutating func metricsUnit(step: Int, statistics: StepStatistics) -> [SimulatedLine] {
    var values = trainingMetrics(step: step, statistics: statistics)
    var notes: [SimulatedLine] = []
    if step % Self.evaluationInterval == 0 || step + 1 == settings.steps {
      let winRate = noisy(dynamics.winRate, 0.008, step, 0).rounded(toOneIn: 1e4)
      values.append(MetricsEvent.Value(name: "eval/win_rate", value: winRate))
      if let finding = evaluation.look(at: winRate) { notes.append(note(finding, winRate: winRate)) }
    }
    if step > 0, step % Self.checkpointInterval == 0 {
      notes.append(line(.note(NoteEvent(level: .info, text: "checkpoint of step \(step) saved"))))
    }
    return [line(.metrics(MetricsEvent(step: step, values: values)))] + notes
  }

  /// The names and the usual course of TRL's online DPO.
  private func trainingMetrics(step: Int, statistics: StepStatistics) -> [MetricsEvent.Value] {
    let progress = Double(step) / Double(settings.steps)
    let kl = max(0, noisy(dynamics.divergence, 0.15, step, 1))
    let gap = statistics.meanChosen - statistics.meanRejected
    let accuracy = 1 / (1 + exp(-2.2 * max(0, dynamics.quality) - 2 * dynamics.exploit))
    var norm = abs(noisy(0.9 - 0.3 * progress, 0.12, step, 2))
    var loss = statistics.meanLoss
    if settings.scenario == .messy {
      if step % 7 == 3 { norm = .infinity }
      if step % 11 == 5 { loss = .nan }
    }
    let list: [(String, Double)] = [
      ("loss", loss),
      ("grad_norm", norm),
      ("learning_rate", 5e-6 * (1 - progress)),
      ("objective/kl", kl),
      ("objective/entropy", noisy(118 - 3.5 * dynamics.divergence, 1, step, 3)),
      ("objective/scores", (statistics.meanChosen + statistics.meanRejected) / 2),
      ("rewards/chosen", 0.1 * kl + gap / 2),
      ("rewards/rejected", 0.1 * kl - gap / 2),
      ("rewards/accuracies", min(1, max(0, noisy(accuracy, 0.03, step, 4)))),
      ("rewards/margins", gap),
      ("val/response_length", noisy(210 + 60 * progress + 380 * dynamics.exploit, 6, step, 5)),
    ]
    return list.map { name, value in
      MetricsEvent.Value(name: name, value: value.rounded(toOneIn: name == "learning_rate" ? 1e12 : 1e5))
    }
  }

  private func noisy(_ value: Double, _ deviation: Double, _ step: Int, _ metric: Int) -> Double {
    var random = SimulationRandom(seed: settings.seed, .metric, step, metric)
    return value + deviation * random.normal()
  }

  private func note(_ finding: EvaluationWatch.Finding, winRate: Double) -> SimulatedLine {
    switch finding {
    case .fell(let best):
      line(
        .note(
          NoteEvent(
            level: .warn,
            text: "evaluation win rate fell from \(percent(best)) to \(percent(winRate)); look at the rewards"
          )))
    case .recovered:
      line(.note(NoteEvent(level: .info, text: "evaluation win rate is back at \(percent(winRate))")))
    }
  }

  /// Whole percent, without a locale.
  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
