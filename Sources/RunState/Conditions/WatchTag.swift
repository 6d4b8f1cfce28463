/// What the tag `watch` of the run line says of metrics: `+name` is watched and more of it is better, `-name` is watched
/// and less of it is better, `!name` is not watched. Several are separated by commas.
struct WatchTag: Equatable, Codable, Sendable {
  static let key = "watch"
  static let limit = 64

  /// `nil`: not watched.
  private var betterByName: [String: EvaluationNames.Better?] = [:]

  init(_ text: String = "") {
    for entry in Self.entries(text).prefix(Self.limit) {
      let name = String(entry.dropFirst())
      switch entry.first {
      case "+": betterByName[name] = .some(.more)
      case "-": betterByName[name] = .some(.less)
      default: betterByName[name] = .some(nil)
      }
    }
  }

  /// What is better of this metric: as the tag says, else as its name does.
  func better(_ name: String) -> EvaluationNames.Better? {
    betterByName[name] ?? EvaluationNames.better(name)
  }

  /// A comma before anything but a sign belongs to a name (`acc,none`); what has no sign at all is left out.
  private static func entries(_ text: String) -> [String] {
    var entries: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let trimmed = part.drop { $0 == " " }
      if let sign = trimmed.first, "+-!".contains(sign) {
        entries.append(trimmed.trimmedAtEnd)
      } else if let last = entries.indices.last {
        entries[last] += "," + part.description.trimmedAtEnd
      }
    }
    return entries.filter { $0.count > 1 }
  }
}

extension StringProtocol {
  fileprivate var trimmedAtEnd: String {
    var text = String(self)
    while text.last == " " { text.removeLast() }
    return text
  }
}
