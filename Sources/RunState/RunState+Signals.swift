import RunEvents

extension RunState {
  /// Says a signal, once as long as its episode lasts.
  mutating func raise(_ kind: RunSignal.Kind, _ text: String, arm: Int? = nil, metric: Int? = nil) {
    guard !isRaised(kind, arm: arm, metric: metric) else { return }
    let text = "signal: " + text
    signals.append(
      RunSignal(kind: kind, arm: arm, metric: metric, step: progress.routingStep, text: text))
    alarm(text)
  }

  /// The episode of a signal is over, if there was one: it can be said anew.
  mutating func lower(_ kind: RunSignal.Kind, arm: Int? = nil, metric: Int? = nil) {
    guard !signals.isEmpty else { return }
    signals.removeAll { $0.kind == kind && $0.arm == arm && $0.metric == metric }
  }

  private func isRaised(_ kind: RunSignal.Kind, arm: Int?, metric: Int?) -> Bool {
    signals.contains { $0.kind == kind && $0.arm == arm && $0.metric == metric }
  }

  /// A number for a sentence: four significant digits, no trailing zeros.
  static func brief(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1000, scale < 1e12 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    guard rounded.isFinite else { return "\(value)" }
    return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }

  /// Where something on the charts' axis stands, in words.
  func place(_ position: Double) -> String {
    (progress.hasSteps ? "step " : "decision ") + Self.brief(position.rounded())
  }
}

extension RunState {
  /// −Σ p ln p over ln K of the last 256 decisions in which there was a choice, K the RMs present: 1 is even, 0 is one
  /// RM alone; `nil` before the first or with K < 2.
  public var selectionEntropy: Double? {
    memory.alarms.selection.entropy(among: rewardModels.count(where: \.isPresent))
  }

  /// Keeps what the router said of the RM that it chose; without it nothing will be said of the reward.
  mutating func keepPrediction(_ decision: DecisionEvent, hash: IdentifierHash) {
    guard let score = decision.scores.first(where: { $0.rewardModel == decision.rewardModel }),
      let mean = score.mean, mean.isFinite, let deviation = score.standardDeviation, deviation.isFinite,
      deviation >= 0
    else { return }
    memory.alarms.predictions.insert(
      LoggedPrediction(mean: mean, standardDeviation: deviation), for: hash)
  }

  /// Holds the rewards of a closing batch, as they are folded, against what was logged with their decisions.
  ///
  /// - Parameters:
  ///   - items: of the batch, in order of arrival.
  ///   - rewards: the normalised reward of every loss among them; `nil` where it is refused.
  mutating func watchInnovations(_ items: [OpenBatch.Item], rewards: [Double?]) {
    guard let noise = memory.bank?.settings.noiseVariance else {
      for item in items { memory.alarms.predictions.take(item.hash) }
      return
    }
    var next = 0
    for item in items {
      let prediction = memory.alarms.predictions.take(item.hash)
      // A number that stands for a tie or an error is no reward.
      guard case .loss = item.kind else { continue }
      defer { next += 1 }
      guard next < rewards.count, let reward = rewards[next], rewardModels[item.arm].isPresent else {
        continue
      }
      guard let innovation = prediction?.innovation(reward: reward, noiseVariance: noise) else {
        rewardModels[item.arm].innovations.unscored += 1
        continue
      }
      watch(innovation, arm: item.arm)
    }
  }

  private mutating func watch(_ innovation: Double, arm: Int) {
    switch rewardModels[arm].innovations.append(innovation, position: progress.position) {
    case .drift(let drift):
      raise(
        .drift,
        "\(name(arm)): rewards \(drift.direction.rawValue) than its posterior said, since about "
          + "\(place(drift.start)) (\(drift.rewards) rewards, CUSUM \(Self.brief(drift.sum)) over \(Self.brief(InnovationWatch.limit)))",
        arm: arm)
    case .settled: lower(.drift, arm: arm)
    case nil: break
    }
  }

  /// Holds an evaluation against the training reward.
  mutating func watchEvaluation(_ value: Double, metric: Int, step: Int) {
    let name = metrics[metric].name
    guard let place = evaluationPlace(metric, name: name) else { return }
    let finding = memory.alarms.divergences[place].watch.append(
      value, step: step, rewardSum: memory.alarms.rewardSum, rewardCount: memory.alarms.rewardCount)
    switch finding {
    case .diverges(let evaluation, let reward, let since, let count):
      raise(
        .divergence,
        "\(printableText(name, limit: 64)) fell from \(Self.brief(evaluation.first)) to "
          + "\(Self.brief(evaluation.last)) over the last \(count) evaluations (since step \(since)), while the "
          + "mean reward rose from \(Self.brief(reward.first)) to \(Self.brief(reward.last))", metric: metric)
    case .over: lower(.divergence, metric: metric)
    case nil: break
    }
  }

  private mutating func evaluationPlace(_ metric: Int, name: String) -> Int? {
    if let place = memory.alarms.divergences.firstIndex(where: { $0.metric == metric }) { return place }
    guard metrics[metric].isEvaluation, memory.alarms.divergences.count < AlarmMemory.evaluationLimit
    else { return nil }
    memory.alarms.divergences.append((metric: metric, watch: DivergenceWatch()))
    return memory.alarms.divergences.count - 1
  }
}
