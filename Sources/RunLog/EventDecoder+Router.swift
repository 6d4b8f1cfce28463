import CSimdjson
import RunEvents

// The fields of `run.router`, which are the fields of `settings` too: none is left out where it cannot be read,
// because posteriors would then be those of other settings.

extension JSONObject {
  func routerSettingsChange() throws(FaultReason) -> RouterSettingsChange {
    var change = RouterSettingsChange()
    change.policy = try policy()
    change.priorPrecision = try tunable("prior_precision", "a finite number above 0") {
      $0 > 0 && $0.isFinite
    }
    change.noiseVariance = try tunable("noise_variance", "a finite number above 0") { $0 > 0 && $0.isFinite }
    change.exploration = try number("exploration", "a finite number of at least 0") { $0 >= 0 && $0.isFinite }
    change.forgetting = try tunable("forgetting", "a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    change.intercept = try flag("intercept")
    change.prior = try prior()
    change.priorScale = try tunable("prior_scale", "a finite number") { $0.isFinite }
    change.propensityFloor = try number("propensity_floor", "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
    change.alpha = try number("alpha", "a finite number of at least 0") { $0 >= 0 && $0.isFinite }
    change.ridge = try number("ridge", "a finite number above 0") { $0 > 0 && $0.isFinite }
    change.seed = try seed()
    change.group = try integer("group", in: 1...greatestStep)
    change.stepSlack = try integer("step_slack", in: 0...greatestStep)
    change.reward = try object("reward")?.rewardSettingsChange()
    return change
  }

  private func policy() throws(FaultReason) -> PolicyName? {
    guard let text = try text("policy"), let value = field("policy") else { return nil }
    if let policy = PolicyName(word: text) { return policy }
    guard text.hasPrefix("fixed:") else { throw unknownWord("policy", value, PolicyName.words) }
    throw refused(.outOfRange, "policy", value, "`fixed:` with the id of a reward model")
  }

  private func tunable(
    _ name: StaticString, _ expected: String, where isAccepted: (Double) -> Bool
  ) throws(FaultReason) -> Tunable? {
    guard let value = field(name) else { return nil }
    if value.string == "auto" { return .auto }
    return try number(name, expected + " or \"auto\"", where: isAccepted).map { .value($0) }
  }

  private func seed() throws(FaultReason) -> UInt64? {
    guard let value = field("seed") else { return nil }
    let expected = "a whole number from 0 to \(UInt64.max)"
    guard value.meantNumber != nil else { throw refused(.illTypedField, "seed", value, expected) }
    guard let seed = value.meantUnsignedNumber else { throw refused(.outOfRange, "seed", value, expected) }
    return seed
  }

  /// Vectors by reward model, a plain file name beside the log, or 0.
  private func prior() throws(FaultReason) -> PriorSource? {
    let packed = try object("prior_f32")
    guard let value = field("prior") else {
      guard let packed else { return nil }
      return .vectors(
        try packed.priorVectors { (value, name) throws(FaultReason) in try packed.packedVector(value, name) })
    }
    if packed != nil {
      throw FaultReason(
        .badContext, "both `\(path("prior"))` and `\(path("prior_f32"))` are given: one is accepted")
    }
    if value.number == 0 { return .zero }
    if let object = JSONObject(value, .inside("prior"), remarks) {
      return .vectors(
        try object.priorVectors { (value, name) throws(FaultReason) in try object.vector(value, name) })
    }
    guard let name = value.string else {
      throw refused(.illTypedField, "prior", value, "0, a file name, or an object of vectors")
    }
    let isPlain =
      !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0 || $0 == 0x2F }
    guard isPlain else {
      throw refused(.outOfRange, "prior", value, "a plain file name beside the log, without a folder,")
    }
    return .file(name: name, sha256: try checksum())
  }

  private func priorVectors(
    _ read: (JSONValue, String) throws(FaultReason) -> [Double]
  ) throws(FaultReason) -> [PriorVector] {
    var seen = SeenKeys()
    var result: [PriorVector] = []
    for (key, value) in fields {
      guard let id = key.string, seen.isFirst(id), !value.isNull else { continue }
      result.append(PriorVector(rewardModel: id, mean: try read(value, key.plainText)))
    }
    return result
  }

  private func checksum() throws(FaultReason) -> String? {
    guard let text = try text("prior_sha256"), let value = field("prior_sha256") else { return nil }
    guard text.utf8.count == 64, text.utf8.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }) else {
      throw refused(.outOfRange, "prior_sha256", value, "64 hexadecimal digits")
    }
    return text
  }

  private func rewardSettingsChange() throws(FaultReason) -> RewardSettingsChange {
    var change = RewardSettingsChange()
    change.rule = try word("normalise", RewardSettings.Rule.self)
    change.clip = try number("clip", "a number above 0") { $0 > 0 }
    change.alpha = try number("alpha", "a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    change.minimumCount = try integer("min_count", in: 0...greatestStep)
    change.minimumHistory = try integer("min_history", in: 0...greatestStep)
    change.low = try number("low", "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
    change.high = try number("high", "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
    change.scope = try word("scope", RewardSettings.Scope.self)
    change.ties = try substitute("ties")
    change.errors = try substitute("errors")
    change.history = try integer("history", in: 1...greatestStep)
    return change
  }

  private func substitute(_ name: StaticString) throws(FaultReason) -> RewardSettings.Substitute? {
    guard let value = field(name) else { return nil }
    if value.string == "skip" { return .skip }
    return try number(name, "\"skip\" or a finite number") { $0.isFinite }.map { .number($0) }
  }
}
