import Wording

/// One value of a setting, whatever its type.
package enum SettingValue: Equatable, Sendable {
  case number(Double)
  case count(Int)
  case unsigned(UInt64)
  case flag(Bool)
  /// A word of the log: a policy, a rule, `auto`, `skip`.
  case word(String)
  case prior(PriorSource)

  /// For a sentence; printable. Whole numbers stand without their `.0`.
  package var text: String {
    switch self {
    case .number(let number):
      let text = "\(number)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .count(let count): return "\(count)"
    case .unsigned(let number): return "\(number)"
    case .flag(let flag): return "\(flag)"
    case .word(let word): return printableText(word, limit: 80)
    case .prior(.zero): return "0"
    case .prior(.vectors): return "of vectors"
    case .prior(.file(let name, let checksum)):
      return printableText(name, limit: 80)
        + (checksum.map { " (sha256 \(printableText(String($0.prefix(8)), limit: 8))…)" } ?? "")
    }
  }
}

/// A type that a setting can have.
protocol SettingRepresentable: Sendable {
  init?(_ value: SettingValue)
  var settingValue: SettingValue { get }
}

extension Double: SettingRepresentable {
  init?(_ value: SettingValue) {
    guard case .number(let number) = value else { return nil }
    self = number
  }
  var settingValue: SettingValue { .number(self) }
}

extension Int: SettingRepresentable {
  init?(_ value: SettingValue) {
    guard case .count(let count) = value else { return nil }
    self = count
  }
  var settingValue: SettingValue { .count(self) }
}

extension UInt64: SettingRepresentable {
  init?(_ value: SettingValue) {
    guard case .unsigned(let number) = value else { return nil }
    self = number
  }
  var settingValue: SettingValue { .unsigned(self) }
}

extension Bool: SettingRepresentable {
  init?(_ value: SettingValue) {
    guard case .flag(let flag) = value else { return nil }
    self = flag
  }
  var settingValue: SettingValue { .flag(self) }
}

extension PriorSource: SettingRepresentable {
  init?(_ value: SettingValue) {
    guard case .prior(let source) = value else { return nil }
    self = source
  }
  var settingValue: SettingValue { .prior(self) }
}

extension PolicyName: SettingRepresentable {
  init?(_ value: SettingValue) {
    guard case .word(let word) = value else { return nil }
    self.init(word: word)
  }
  var settingValue: SettingValue { .word(word) }
}

extension Tunable: SettingRepresentable {
  init?(_ value: SettingValue) {
    switch value {
    case .number(let number): self = .value(number)
    case .word("auto"): self = .auto
    default: return nil
    }
  }
  var settingValue: SettingValue { number.map { .number($0) } ?? .word("auto") }
}

extension RewardSettings.Substitute: SettingRepresentable {
  init?(_ value: SettingValue) {
    switch value {
    case .number(let number): self = .number(number)
    case .word("skip"): self = .skip
    default: return nil
    }
  }
  var settingValue: SettingValue {
    if case .number(let number) = self { .number(number) } else { .word("skip") }
  }
}

extension RewardSettings.Rule: SettingRepresentable {}
extension RewardSettings.Scope: SettingRepresentable {}

extension SettingRepresentable where Self: RawRepresentable, RawValue == String {
  init?(_ value: SettingValue) {
    guard case .word(let word) = value else { return nil }
    self.init(rawValue: word)
  }
  var settingValue: SettingValue { .word(rawValue) }
}
