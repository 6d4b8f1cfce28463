import JSON
import RunEvents
import Wording

extension JSONObject {
  /// More reward models than this are refused (caps of the fold).
  private static let mostRewardModels = 64
  /// Far above what an engine takes, and small enough to multiply by without overflow.
  private static let greatestDimension = 1 << 20

  func runHeader() throws(FaultReason) -> RunHeader {
    guard let version = try integer("version", in: 0...greatestStep) else {
      throw missing("version", "\(RunHeader.currentVersion)")
    }
    if version != RunHeader.currentVersion {
      throw FaultReason(
        .unsupportedVersion,
        "the run log has version \(version): this program reads version \(RunHeader.currentVersion)")
    }
    let name = try requiredText("run")
    let rewardModels = try rewardModels()
    let dimension = optional("dim", try integer("dim", in: 0...Self.greatestDimension))
    var settings = RouterSettings()
    if let router = try object("router") {
      settings.apply(try router.routerSettingsChange())
      try checkRewardModels(of: settings, among: rewardModels.map(\.id))
    }
    return RunHeader(
      name: name, rewardModels: rewardModels, dimension: dimension, router: settings,
      tags: optional("tags", try tags()) ?? [])
  }

  private func rewardModels() throws(FaultReason) -> [RewardModelInfo] {
    guard let list = field("rms") else { throw missing("rms", "an array of reward models") }
    guard list.isArray else { throw refused(.illTypedField, "rms", list, "an array of objects") }
    let count = list.count
    guard (1...Self.mostRewardModels).contains(count) else {
      throw FaultReason(
        .outOfRange, "`rms`: expected 1 to \(Self.mostRewardModels) reward models, got \(count)")
    }
    guard list.numberArray == nil else {
      throw refused(.illTypedField, "rms", list, "an array of objects")
    }
    var result: [RewardModelInfo] = []
    for (index, element) in list.elements.enumerated() {
      guard let object = JSONObject(element, .element("rms", index), remarks) else {
        throw refused(.illTypedField, "rms[\(index)]", element, "an object with an `id`")
      }
      let id = try object.requiredIdentifier("id")
      if result.contains(where: { $0.id == id }) {
        throw FaultReason(
          .outOfRange,
          "`rms[\(index)].id` is \(quoted(id)) for the second time: ids are unique")
      }
      result.append(
        RewardModelInfo(
          id: id, name: object.optional("name", try object.text("name")),
          cost: object.optional("cost", try object.number("cost")),
          endpoint: object.optional("endpoint", try object.text("endpoint"))))
    }
    return result
  }

  /// The settings name reward models in two places; each must be one of the run.
  private func checkRewardModels(
    of settings: RouterSettings, among ids: [String]
  ) throws(FaultReason) {
    if case .fixed(let id) = settings.policy, !ids.contains(id) {
      throw unknownRewardModel("router.policy", id, among: ids)
    }
    if case .vectors(let vectors) = settings.prior {
      for vector in vectors where !ids.contains(vector.rewardModel) {
        throw unknownRewardModel("router.prior", vector.rewardModel, among: ids)
      }
    }
  }

  private func unknownRewardModel(_ field: String, _ id: String, among ids: [String]) -> FaultReason {
    FaultReason(
      .unknownRewardModel,
      "`\(field)` names the reward model \(quoted(id)), which is not in `rms`"
        + suggestion(for: id, among: ids))
  }

  /// Tags are free: a value that is no text becomes its JSON text. Ordered by the bytes of the keys.
  private func tags() throws(FaultReason) -> [RunHeader.Tag]? {
    guard let tags = try object("tags") else { return nil }
    var seen = SeenKeys()
    var result: [RunHeader.Tag] = []
    for (key, value) in tags.fields {
      guard let name = key.string, seen.isFirst(name), !value.isNull else { continue }
      result.append(RunHeader.Tag(key: name, value: value.string ?? value.jsonText))
    }
    return result.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
