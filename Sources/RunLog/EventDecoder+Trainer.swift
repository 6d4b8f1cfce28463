import RunEvents

// pair, decision, feedback, metrics: what trainers and routers write all the time.

extension JSONObject {
  func pairEvent() throws(FaultReason) -> PairEvent {
    PairEvent(id: try requiredIdentifier("id"), step: try step(), description: try pairDescription())
  }

  /// Features, category and prompt. A context goes before embeddings, which are then not read.
  private func pairDescription() throws(FaultReason) -> PairDescription {
    var description = PairDescription()
    if let context = try vector("x", "x_f32") {
      description.features = .context(context)
    } else {
      let a = try vector("a", "a_f32")
      let b = try vector("b", "b_f32")
      switch (a, b) {
      case (let a?, let b?): description.features = .embeddings(a: a, b: b)
      case (nil, nil): break
      case (nil, _): throw missing("a", "the embedding of the other response beside `b`")
      case (_, nil): throw missing("b", "the embedding of the other response beside `a`")
      }
    }
    description.category = try text("category")
    description.prompt = try text("prompt")
    return description
  }

  func decisionEvent() throws(FaultReason) -> DecisionEvent {
    DecisionEvent(
      id: try requiredIdentifier("id"), rewardModel: try requiredIdentifier("rm"), step: try step(),
      by: try text("by"), propensity: try number("p"), scores: try scores(),
      repeated: try flag("repeated") ?? false, description: try pairDescription())
  }

  private func scores() throws(FaultReason) -> [LoggedScore] {
    guard let scores = try object("scores") else { return [] }
    var seen = SeenKeys()
    var result: [LoggedScore] = []
    for (key, value) in scores.fields {
      guard let rewardModel = key.string, seen.isFirst(rewardModel), !value.isNull else { continue }
      guard let score = JSONObject(value, .entry("scores", key)) else {
        throw scores.refused(.illTypedField, key.plainText, value, "an object with `mean`, `sd`, `draw`")
      }
      result.append(
        LoggedScore(
          rewardModel: rewardModel, mean: try score.number("mean"), standardDeviation: try score.number("sd"),
          draw: try score.number("draw")))
    }
    return result
  }

  func feedbackEvent() throws(FaultReason) -> FeedbackEvent {
    FeedbackEvent(
      id: try requiredIdentifier("id"), outcome: try outcome(), step: try step(),
      scoreA: try number("score_a"), scoreB: try number("score_b"),
      latencyMilliseconds: try number("latency_ms"), labels: try labels())
  }

  /// Exactly one of `loss`, `reward`, `tie`, `error`.
  private func outcome() throws(FaultReason) -> FeedbackEvent.Outcome {
    let loss = try number("loss")
    let reward = try number("reward")
    let tie = try flag("tie")
    let error = try text("error")
    if tie == false {
      throw FaultReason(.outOfRange, "`tie` is false: only true is accepted; leave it out otherwise")
    }
    switch (loss, reward, tie, error) {
    case (let loss?, nil, nil, nil): return .loss(loss)
    case (nil, let reward?, nil, nil): return .reward(reward)
    case (nil, nil, .some, nil): return .tie
    case (nil, nil, nil, let error?): return .error(error)
    case (nil, nil, nil, nil):
      throw FaultReason(
        .missingField, "`feedback` has none of `loss`, `reward`, `tie`, `error`: exactly one is required")
    default:
      let given: [(String, Bool)] = [
        ("`loss`", loss != nil), ("`reward`", reward != nil), ("`tie`", tie != nil),
        ("`error`", error != nil),
      ]
      let names = given.filter(\.1).map(\.0).joined(separator: " and ")
      throw FaultReason(
        .illTypedField, "`feedback` has \(names): exactly one of `loss`, `reward`, `tie`, `error` is accepted"
      )
    }
  }

  private func labels() throws(FaultReason) -> [RewardModelLabel] {
    guard let labels = try object("labels") else { return [] }
    var seen = SeenKeys()
    var result: [RewardModelLabel] = []
    for (key, value) in labels.fields {
      guard let rewardModel = key.string, seen.isFirst(rewardModel), !value.isNull else { continue }
      guard let label = value.wholeNumber, label == 0 || label == 1 else {
        let kind: FaultReason.Kind = value.number == nil ? .illTypedField : .outOfRange
        throw labels.refused(kind, key.plainText, value, "0 or 1")
      }
      result.append(RewardModelLabel(rewardModel: rewardModel, isRight: label == 1))
    }
    return result
  }

  func metricsEvent() throws(FaultReason) -> MetricsEvent {
    guard let step = try step() else { throw missing("step", "a whole number") }
    guard let values = try object("values") else { throw missing("values", "an object of numbers") }
    var seen = SeenKeys()
    var result: [MetricsEvent.Value] = []
    for (key, value) in values.fields {
      guard let name = key.string, seen.isFirst(name), !value.isNull else { continue }
      guard let number = value.number else {
        throw values.refused(.illTypedField, key.plainText, value, "a number")
      }
      result.append(MetricsEvent.Value(name: name, value: number))
    }
    return MetricsEvent(step: step, values: result)
  }
}
