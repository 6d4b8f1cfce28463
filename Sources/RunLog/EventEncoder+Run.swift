import RunEvents

extension JSONText {
  mutating func fields(of run: RunHeader, full: Bool) {
    field("version", RunHeader.currentVersion)
    field("run", run.name)
    key("rms")
    beginArray()
    for rewardModel in run.rewardModels {
      beginObject()
      field("id", rewardModel.id)
      field("name", rewardModel.name)
      field("cost", rewardModel.cost)
      field("endpoint", rewardModel.endpoint)
      endObject()
    }
    endArray()
    field("dim", run.dimension)
    if full || run.router != RouterSettings() {
      key("router")
      beginObject()
      fields(of: RouterSettingsChange(run.router, from: full ? nil : RouterSettings()))
      endObject()
    }
    if !run.tags.isEmpty {
      key("tags")
      beginObject()
      for tag in run.tags { field(tag.key, tag.value) }
      endObject()
    }
  }

  mutating func fields(of change: RouterSettingsChange) {
    field("policy", change.policy?.word)
    field("prior_precision", change.priorPrecision)
    field("noise_variance", change.noiseVariance)
    field("exploration", change.exploration)
    field("forgetting", change.forgetting)
    field("intercept", change.intercept)
    if let prior = change.prior { field(prior) }
    field("prior_scale", change.priorScale)
    field("propensity_floor", change.propensityFloor)
    field("alpha", change.alpha)
    field("ridge", change.ridge)
    if let seed = change.seed {
      key("seed")
      value(seed)
    }
    field("group", change.group)
    field("step_slack", change.stepSlack)
    if let reward = change.reward {
      key("reward")
      beginObject()
      fields(of: reward)
      endObject()
    }
  }

  private mutating func fields(of reward: RewardSettingsChange) {
    field("normalise", reward.rule?.rawValue)
    field("clip", reward.clip)
    field("alpha", reward.alpha)
    field("min_count", reward.minimumCount)
    field("min_history", reward.minimumHistory)
    field("low", reward.low)
    field("high", reward.high)
    field("scope", reward.scope?.rawValue)
    field("ties", reward.ties)
    field("errors", reward.errors)
    field("history", reward.history)
  }

  private mutating func field(_ name: String, _ tunable: Tunable?) {
    switch tunable {
    case .value(let number): field(name, number)
    case .auto: field(name, "auto")
    case nil: break
    }
  }

  private mutating func field(_ name: String, _ substitute: RewardSettings.Substitute?) {
    switch substitute {
    case .skip: field(name, "skip")
    case .number(let number): field(name, number)
    case nil: break
    }
  }

  private mutating func field(_ prior: PriorSource) {
    switch prior {
    case .zero: field("prior", 0)
    case .file(let name, let checksum):
      field("prior", name)
      field("prior_sha256", checksum)
    case .vectors(let vectors):
      let packed = vectors.compactMap { Base64.text(of: $0.mean) }
      let isExact = packed.count == vectors.count
      key(isExact ? "prior_f32" : "prior")
      beginObject()
      for (index, vector) in vectors.enumerated() {
        if isExact {
          field(vector.rewardModel, packed[index])
        } else {
          field(vector.rewardModel, vector.mean)
        }
      }
      endObject()
    }
  }
}
