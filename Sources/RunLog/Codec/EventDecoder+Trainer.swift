import JSON
import RunEvents

// pair, decision, feedback, metrics: what trainers and routers write all the time.

extension JSONObject {
  func pairEvent() throws(FaultReason) -> PairEvent {
    PairEvent(
      id: try requiredIdentifier("id"), step: optional("step", try step()), description: try pairDescription()
    )
  }

  /// Features, category and prompt. A context goes before embeddings, which are then not read.
  ///
  /// Features that are there and cannot be read are a fault, not a remark: a posterior hangs on them. Whether the run's
  /// contexts have no numbers, so that an empty one is right, only the run knows.
  private func pairDescription() throws(FaultReason) -> PairDescription {
    var description = PairDescription()
    if let context = try vector("x", "x_f32", mayBeEmpty: true) {
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
    description.category = optional("category", try textOrInteger("category"))
    description.prompt = optional("prompt", try prompt())
    return description
  }

  func decisionEvent() throws(FaultReason) -> DecisionEvent {
    DecisionEvent(
      id: try requiredIdentifier("id"), rewardModel: try requiredIdentifier("rm"),
      step: optional("step", try step()), by: optional("by", try text("by")),
      propensity: optional("p", try propensity()), scores: optional("scores", try scores()) ?? [],
      repeated: optional("repeated", try flag("repeated")) ?? false, description: try pairDescription())
  }

  private func propensity() throws(FaultReason) -> Double? {
    let expected = "a number above 0 and up to 1"
    guard let value = field("p"), let number = try number("p") else { return nil }
    guard number > 0, number <= 1 else {
      let guess = number > 1 && number <= 100 ? ": in percent?" : "."
      throw FaultReason(.outOfRange, "p is \(value.words)\(guess) A propensity is \(expected)")
    }
    return number
  }

  private func scores() throws(FaultReason) -> [LoggedScore]? {
    guard let scores = try object("scores") else { return nil }
    var seen = SeenKeys()
    var result: [LoggedScore] = []
    for (key, value) in scores.fields {
      guard let rewardModel = key.string, seen.isFirst(rewardModel), !value.isNull else { continue }
      guard let score = scores.optional(entry: key, try scores.score(value, of: key)) else { continue }
      result.append(
        LoggedScore(
          rewardModel: rewardModel, mean: score.optional("mean", try score.number("mean")),
          standardDeviation: score.optional("sd", try score.number("sd")),
          draw: score.optional("draw", try score.number("draw"))))
    }
    return result
  }

  private func score(_ value: JSONValue, of key: JSONValue) throws(FaultReason) -> JSONObject {
    guard let score = JSONObject(value, .entry("scores", key), remarks) else {
      throw refused(.illTypedField, key.plainText, value, "an object with `mean`, `sd`, `draw`")
    }
    return score
  }

  func feedbackEvent() throws(FaultReason) -> FeedbackEvent {
    FeedbackEvent(
      id: try requiredIdentifier("id"), outcome: try outcome(), step: optional("step", try step()),
      scoreA: optional("score_a", try number("score_a")), scoreB: optional("score_b", try number("score_b")),
      latencyMilliseconds: optional("latency_ms", try number("latency_ms")),
      labels: optional("labels", try labels()) ?? [])
  }

  private func labels() throws(FaultReason) -> [RewardModelLabel]? {
    guard let labels = try object("labels") else { return nil }
    var seen = SeenKeys()
    var result: [RewardModelLabel] = []
    for (key, value) in labels.fields {
      guard let rewardModel = key.string, seen.isFirst(rewardModel), !value.isNull else { continue }
      guard let isRight = labels.optional(entry: key, try labels.label(value, of: key)) else { continue }
      result.append(RewardModelLabel(rewardModel: rewardModel, isRight: isRight))
    }
    return result
  }

  /// One entry of `labels`.
  func label(_ value: JSONValue, of key: JSONValue) throws(FaultReason) -> Bool {
    guard let isRight = value.meantLabel else {
      let kind: FaultReason.Kind = value.meantNumber == nil ? .illTypedField : .outOfRange
      throw refused(kind, key.plainText, value, "0, 1, true or false")
    }
    return isRight
  }

  func metricsEvent() throws(FaultReason) -> MetricsEvent {
    guard let step = try step() else { throw missing("step", "a whole number") }
    guard let values = try object("values") else { throw missing("values", "an object of numbers") }
    var seen = SeenKeys()
    var result: [MetricsEvent.Value] = []
    for (key, value) in values.fields {
      guard let name = key.string, seen.isFirst(name) else { continue }
      guard let number = values.optional(entry: key, try values.metric(value, of: key)) else { continue }
      result.append(MetricsEvent.Value(name: name, value: number))
    }
    return MetricsEvent(step: step, values: result)
  }

  /// One entry of `values`; `null` is what writers of strict JSON make of NaN.
  private func metric(_ value: JSONValue, of key: JSONValue) throws(FaultReason) -> Double {
    if value.isNull { return .nan }
    guard let number = value.meantNumber else {
      throw refused(.illTypedField, key.plainText, value, "a number")
    }
    return number
  }
}
