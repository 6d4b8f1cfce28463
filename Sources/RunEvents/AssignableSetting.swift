/// Why a setting is not taken, as one sentence without a full stop; printable.
public struct SettingRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}

/// One of the router's settings that a person can name: `run.router`'s own name and domain.
struct AssignableSetting: Sendable {
  /// As the log has it; fields of `reward` behind `reward.`.
  let name: String
  /// What is accepted, for the refusal.
  let accepted: String
  /// Puts a value into a change; false where it is not accepted.
  let assign: @Sendable (inout RouterSettingsChange, String) -> Bool

  init(
    _ name: String, _ accepted: String,
    _ assign: @escaping @Sendable (inout RouterSettingsChange, String) -> Bool
  ) {
    self.name = name
    self.accepted = accepted
    self.assign = assign
  }
}

extension RouterSettingsChange {
  /// Names that `assign` takes, in the order of the run log's description.
  public static let assignableNames: [String] = AssignableSetting.all.map(\.name)

  /// Puts `name=value` into the change, by the names and domains of `run.router`.
  ///
  /// Tunables take `auto` where the log does; fields of `reward` are `reward.clip` and so on; `prior` takes 0 only.
  ///
  /// - Throws: a sentence that names what was refused, what is accepted, and the nearest valid name; nothing has
  ///   changed then.
  public mutating func assign(_ text: String) throws(SettingRefusal) {
    guard let equals = text.firstIndex(of: "=") else {
      throw SettingRefusal(
        "\"\(printableText(text, limit: 64))\" is not name=value, such as prior_precision=10")
    }
    let name = text[..<equals].trimmed
    let value = text[text.index(after: equals)...].trimmed
    guard let setting = AssignableSetting.all.first(where: { $0.name == name }) else {
      throw Self.unknown(name)
    }
    var changed = self
    guard setting.assign(&changed, value) else {
      throw SettingRefusal(
        "\(setting.name) must be \(setting.accepted), not \"\(printableText(value, limit: 64))\"")
    }
    self = changed
  }

  private static func unknown(_ name: String) -> SettingRefusal {
    var sentence = "there is no setting \"\(printableText(name, limit: 64))\""
    if let near = nearestName(to: name, among: assignableNames) {
      sentence += " (did you mean \(near)?)"
    } else {
      sentence += "; settings are \(assignableNames.joined(separator: ", "))"
    }
    return SettingRefusal(sentence)
  }
}

extension PolicyName {
  /// Words of `policy`; `fixed:` takes the id of a reward model behind it.
  public static let words = [
    "thompson", "cautious", "linucb", "offline", "random", "roundrobin", "fixed:<id>",
  ]

  /// The policy of a word of the log.
  public init?(word: String) {
    switch word {
    case "thompson": self = .thompson
    case "cautious": self = .cautious
    case "linucb": self = .linucb
    case "offline": self = .offline
    case "random": self = .random
    case "roundrobin": self = .roundRobin
    default:
      guard word.hasPrefix("fixed:"), word.utf8.count > 6, word.utf8.count <= 262 else { return nil }
      self = .fixed(String(word.dropFirst(6)))
    }
  }

  /// The word of the log.
  public var word: String {
    switch self {
    case .thompson: "thompson"
    case .cautious: "cautious"
    case .linucb: "linucb"
    case .offline: "offline"
    case .random: "random"
    case .roundRobin: "roundrobin"
    case .fixed(let id): "fixed:" + id
    }
  }
}

extension Substring {
  /// Without blanks at its ends.
  fileprivate var trimmed: String {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
