import JSON
import RunEvents

extension JSONText {
  mutating func fields(of run: RunHeader, full: Bool) {
    field("version", RunHeader.currentVersion)
    field("run", run.name)
    objects("rms", run.rewardModels) { json, rewardModel in
      json.field("id", rewardModel.id)
      json.field("name", rewardModel.name)
      json.field("cost", rewardModel.cost)
      json.field("endpoint", rewardModel.endpoint)
    }
    field("dim", run.dimension)
    if full || run.router != RouterSettings() {
      object("router") {
        $0.fields(of: RouterSettingsChange(run.router, from: full ? nil : RouterSettings()))
      }
    }
    if !run.tags.isEmpty {
      object("tags") { json in for tag in run.tags { json.field(tag.key, tag.value) } }
    }
  }

  mutating func fields(of change: RouterSettingsChange) {
    let named = SettingField.all.filter { change[$0] != nil }
    for field in named where !field.isOfReward { write(field, change) }
    let reward = named.filter(\.isOfReward)
    guard !reward.isEmpty else { return }
    object("reward") { object in
      for field in reward { object.write(field, change) }
    }
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
      object(isExact ? "prior_f32" : "prior") { json in
        for (index, vector) in vectors.enumerated() {
          if isExact {
            json.field(vector.rewardModel, packed[index])
          } else {
            json.field(vector.rewardModel, vector.mean)
          }
        }
      }
    }
  }
}
