/// A setting of the router: its name, what it accepts, where it is kept, and what it means.
///
/// Decoder, encoder, `--set`, applying, merging, comparing, wording, digest and the table of `docs/run-log.md` are loops
/// over `all`: a new setting is one row here, its stored property, and who uses it.
///
/// Tested by `SettingFieldTests`.
package struct SettingField: Sendable {
  /// As the log has it; fields of `reward` behind `reward.`.
  package let name: String
  /// The same inside of its object.
  package let key: StaticString
  package let isOfReward: Bool
  package let domain: SettingDomain
  /// For the table of the documents, in Markdown.
  package let meaning: String

  let path: any AnyKeyPath & Sendable
  private let read: @Sendable (RouterSettings) -> SettingValue
  private let write: @Sendable (inout RouterSettings, SettingValue) -> Bool
  private let take: @Sendable (inout RouterSettings, RouterSettings) -> Void

  init<Value: SettingRepresentable>(
    _ key: StaticString, _ path: any WritableKeyPath<RouterSettings, Value> & Sendable,
    _ domain: SettingDomain,
    _ meaning: String
  ) {
    self.init(key, path, domain, meaning, isOfReward: false)
  }

  init<Value: SettingRepresentable>(
    reward key: StaticString, _ path: any WritableKeyPath<RouterSettings, Value> & Sendable,
    _ domain: SettingDomain, _ meaning: String
  ) {
    self.init(key, path, domain, meaning, isOfReward: true)
  }

  private init<Value: SettingRepresentable>(
    _ key: StaticString, _ path: any WritableKeyPath<RouterSettings, Value> & Sendable,
    _ domain: SettingDomain,
    _ meaning: String, isOfReward: Bool
  ) {
    self.init(
      key, path, domain, meaning, isOfReward: isOfReward, read: { $0[keyPath: path].settingValue },
      write: { settings, value in
        guard let value = Value(value) else { return false }
        settings[keyPath: path] = value
        return true
      },
      take: { $0[keyPath: path] = $1[keyPath: path] })
  }

  init(
    _ key: StaticString, _ path: any AnyKeyPath & Sendable, _ domain: SettingDomain, _ meaning: String,
    isOfReward: Bool, read: @escaping @Sendable (RouterSettings) -> SettingValue,
    write: @escaping @Sendable (inout RouterSettings, SettingValue) -> Bool,
    take: @escaping @Sendable (inout RouterSettings, RouterSettings) -> Void
  ) {
    self.key = key
    self.isOfReward = isOfReward
    name = isOfReward ? "reward.\(key)" : "\(key)"
    self.domain = domain
    self.meaning = meaning
    self.path = path
    self.read = read
    self.write = write
    self.take = take
  }

  /// Its value in these settings.
  package func value(in settings: RouterSettings) -> SettingValue { read(settings) }

  /// Puts a value that its domain accepts into settings; false where it is of another type.
  func put(_ value: SettingValue, into settings: inout RouterSettings) -> Bool { write(&settings, value) }

  /// Copies it from other settings.
  func copy(from other: RouterSettings, to settings: inout RouterSettings) { take(&settings, other) }
}
