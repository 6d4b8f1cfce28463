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
    let named = SettingField.all.filter { change[$0] != nil }
    for field in named where !field.isOfReward { write(field, change) }
    let reward = named.filter(\.isOfReward)
    guard !reward.isEmpty else { return }
    key("reward")
    beginObject()
    for field in reward { write(field, change) }
    endObject()
  }

  private mutating func write(_ setting: SettingField, _ change: RouterSettingsChange) {
    let name = "\(setting.key)"
    switch change[setting] {
    case .number(let number): field(name, number)
    case .count(let count): field(name, count)
    case .unsigned(let number):
      key(name)
      value(number)
    case .flag(let flag): field(name, flag)
    case .word(let word): field(name, word)
    case .prior(let prior): field(prior)
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
