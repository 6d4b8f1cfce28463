/// The fields of `run.router` that a `settings` event names; `nil` for a field that it leaves as it is.
///
/// ```
/// change.priorPrecision = .value(2)
/// change.reward.clip = nil
/// ```
@dynamicMemberLookup
package struct RouterSettingsChange: Codable, Sendable {
  /// Of those that are named.
  private var values = RouterSettings()
  /// By the indices of `SettingField.all`.
  private var named: UInt64 = 0

  package init() {}

  package subscript<Value>(dynamicMember path: WritableKeyPath<RouterSettings, Value>) -> Value? {
    get { names(Self.index(path)) ? values[keyPath: path] : nil }
    set {
      let index = Self.index(path)
      guard let newValue else {
        named &= ~(1 << UInt64(index))
        return
      }
      named |= 1 << UInt64(index)
      values[keyPath: path] = newValue
    }
  }

  /// The value that it gives a field.
  package subscript(field: SettingField) -> SettingValue? {
    names(Self.index(field.path)) ? field.value(in: values) : nil
  }

  /// Names a field.
  ///
  /// - Returns: false, and nothing has changed, where the value is of another type than the field.
  @discardableResult package mutating func set(_ field: SettingField, _ value: SettingValue) -> Bool {
    guard field.put(value, into: &values) else { return false }
    named |= 1 << UInt64(Self.index(field.path))
    return true
  }

  package var isEmpty: Bool { named == 0 }

  /// What is named of `reward`.
  package var reward: Reward {
    get { Reward(change: self) }
    set {
      named = named & ~Self.ofReward | newValue.change.named & Self.ofReward
      values.reward = newValue.change.values.reward
    }
  }

  /// `change.reward.clip` for the setting `reward.clip`.
  @dynamicMemberLookup
  package struct Reward {
    fileprivate var change: RouterSettingsChange

    package subscript<Value>(dynamicMember path: WritableKeyPath<RewardSettings, Value>) -> Value? {
      get { change[dynamicMember: Self.path.appending(path: path)] }
      set { change[dynamicMember: Self.path.appending(path: path)] = newValue }
    }

    private static var path: WritableKeyPath<RouterSettings, RewardSettings> { \.reward }

    package var scope: RewardSettings.Scope? {
      get { change[dynamicMember: \.reward.scope] ?? nil }
      set { change[dynamicMember: \.reward.scope] = newValue.map { .some($0) } }
    }
  }

  private static let ofReward = SettingField.all.enumerated().reduce(UInt64(0)) { bits, entry in
    entry.element.isOfReward ? bits | 1 << UInt64(entry.offset) : bits
  }

  private func names(_ index: Int) -> Bool { named & (1 << UInt64(index)) != 0 }

  private static func index(_ path: AnyKeyPath) -> Int {
    guard let index = SettingField.all.firstIndex(where: { $0.path == path }) else {
      preconditionFailure("\(path) has no row in SettingField.all")
    }
    return index
  }
}

extension RouterSettingsChange {
  /// The fields of `settings` that differ from `base`; all of them when there is no base.
  ///
  /// The scope counts as the one in effect, and is named whenever the rule's own would not give it.
  package init(_ settings: RouterSettings, from base: RouterSettings?) {
    self.init()
    var built = base ?? RouterSettings()
    for (index, field) in SettingField.all.enumerated()
    where base == nil || field.value(in: built) != field.value(in: settings) {
      field.copy(from: settings, to: &built)
      field.copy(from: settings, to: &values)
      named |= 1 << UInt64(index)
    }
  }

  /// Takes over the fields that another change names.
  package mutating func merge(_ other: RouterSettingsChange) {
    other.copyNamed(to: &values)
    named |= other.named
  }

  fileprivate func copyNamed(to settings: inout RouterSettings) {
    for (index, field) in SettingField.all.enumerated() where names(index) {
      field.copy(from: values, to: &settings)
    }
  }
}

extension RouterSettingsChange: Equatable {
  package static func == (one: RouterSettingsChange, other: RouterSettingsChange) -> Bool {
    one.named == other.named && SettingField.all.allSatisfy { one[$0] == other[$0] }
  }
}

extension RouterSettings {
  /// Applies the named fields of a change and leaves the others.
  package mutating func apply(_ change: RouterSettingsChange) { change.copyNamed(to: &self) }
}
