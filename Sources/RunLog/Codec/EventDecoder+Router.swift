import JSON
import RunEvents

// The fields of `run.router`, which are the fields of `settings` too: none is left out where it cannot be read,
// because posteriors would then be those of other settings.

extension JSONObject {
  func routerSettingsChange() throws(FaultReason) -> RouterSettingsChange {
    var change = RouterSettingsChange()
    let reward = try object("reward")
    for field in SettingField.all {
      guard let object = field.isOfReward ? reward : self, let value = try object.value(of: field) else {
        continue
      }
      change.set(field, value)
    }
    return change
  }

  /// The value of a setting, in the object that its key is in.
  private func value(of field: SettingField) throws(FaultReason) -> SettingValue? {
    let name = field.key
    let accepted = field.domain.accepted(quoted: true)
    switch field.domain {
    case .number(let range): return try number(name, accepted, where: range.contains).map { .number($0) }
    case .tunable(let range): return try number(name, or: "auto", accepted, where: range.contains)
    case .substitute: return try number(name, or: "skip", accepted) { $0.isFinite }
    case .count(let least): return try integer(name, in: least...greatestStep).map { .count($0) }
    case .unsigned: return try unsigned(name, accepted).map { .unsigned($0) }
    case .flag: return try flag(name).map { .flag($0) }
    case .words(let words):
      guard let text = try text(name), let value = self.field(name) else { return nil }
      guard words.contains(text) else { throw unknownWord(name, value, words) }
      return .word(text)
    case .policy: return try policy().map { .word($0.word) }
    case .prior: return try prior().map { .prior($0) }
    }
  }

  private func number(
    _ name: StaticString, or word: String, _ expected: String, where isAccepted: (Double) -> Bool
  ) throws(FaultReason) -> SettingValue? {
    if field(name)?.string == word { return .word(word) }
    return try number(name, expected, where: isAccepted).map { .number($0) }
  }

  private func policy() throws(FaultReason) -> PolicyName? {
    guard let text = try text("policy"), let value = field("policy") else { return nil }
    if let policy = PolicyName(word: text) { return policy }
    guard text.hasPrefix("fixed:") else { throw unknownWord("policy", value, PolicyName.words) }
    throw refused(.outOfRange, "policy", value, "`fixed:` with the id of a reward model")
  }

  private func unsigned(_ name: StaticString, _ expected: String) throws(FaultReason) -> UInt64? {
    guard let value = field(name) else { return nil }
    guard value.meantNumber != nil else { throw refused(.illTypedField, "\(name)", value, expected) }
    guard let number = value.meantUnsignedNumber else {
      throw refused(.outOfRange, "\(name)", value, expected)
    }
    return number
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
        .badContext, "both `\(path("prior"))` and `\(path("prior_f32"))` are given: expected one of them")
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
}
