import JSON
import RunEvents

extension JSONText {
  mutating func fields(of pair: PairEvent) {
    field("id", pair.id)
    field("step", pair.step)
    fields(of: pair.description)
  }

  mutating func fields(of description: PairDescription) {
    switch description.features {
    case .context(let values): vector("x", values)
    case .embeddings(let a, let b):
      vector("a", a)
      vector("b", b)
    case nil: break
    }
    field("category", description.category)
    field("prompt", description.prompt)
  }

  /// `name_f32` when nothing is lost by it, else `name`.
  mutating func vector(_ name: String, _ values: [Double]) {
    if let packed = Base64.text(of: values) {
      field(name + "_f32", packed)
    } else {
      field(name, values)
    }
  }

  mutating func fields(of decision: DecisionEvent) {
    field("id", decision.id)
    field("rm", decision.rewardModel)
    field("step", decision.step)
    field("by", decision.by)
    field("p", decision.propensity)
    if !decision.scores.isEmpty {
      object("scores") { json in
        for score in decision.scores {
          json.object(score.rewardModel) { json in
            json.field("mean", score.mean)
            json.field("sd", score.standardDeviation)
            json.field("draw", score.draw)
          }
        }
      }
    }
    if decision.repeated { field("repeated", true) }
    fields(of: decision.description)
  }

  mutating func fields(of feedback: FeedbackEvent) {
    field("id", feedback.id)
    switch feedback.outcome {
    case .loss(let loss): field("loss", loss)
    case .reward(let reward): field("reward", reward)
    case .tie: field("tie", true)
    case .error(let text): field("error", text)
    }
    field("step", feedback.step)
    field("score_a", feedback.scoreA)
    field("score_b", feedback.scoreB)
    field("latency_ms", feedback.latencyMilliseconds)
    if !feedback.labels.isEmpty {
      object("labels") { json in
        for label in feedback.labels { json.field(label.rewardModel, label.isRight ? 1 : 0) }
      }
    }
  }

  mutating func fields(of metrics: MetricsEvent) {
    field("step", metrics.step)
    object("values") { json in for metric in metrics.values { json.field(metric.name, metric.value) } }
  }
}
