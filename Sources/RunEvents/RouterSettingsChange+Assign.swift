import Wording

/// Why a setting is not taken, as one sentence without a full stop; printable.
package struct SettingRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

extension RouterSettingsChange {
  /// Names that `assign` takes, in the order of the run log's description.
  package static let assignableNames: [String] = SettingField.all.map(\.name)

  /// Puts `name=value` into the change, by the names and domains of `run.router`.
  ///
  /// Tunables take `auto` where the log does; fields of `reward` are `reward.clip` and so on; `prior` takes 0 only.
  ///
  /// - Throws: a sentence that names what was refused, what is accepted, and the nearest valid name; nothing has
  ///   changed then.
  package mutating func assign(_ text: String) throws(SettingRefusal) {
    guard let equals = text.firstIndex(of: "=") else {
      throw SettingRefusal(
        "\(quoted(text)) is not name=value, such as prior_precision=10")
    }
    let name = text[..<equals].trimmed
    let value = text[text.index(after: equals)...].trimmed
    guard let field = SettingField.all.first(where: { $0.name == name }) else { throw Self.unknown(name) }
    guard let accepted = field.domain.value(of: value), set(field, accepted) else {
      throw SettingRefusal(
        "\(name): expected \(field.domain.accepted()), got \(quoted(value))")
    }
  }

  private static func unknown(_ name: String) -> SettingRefusal {
    let names = assignableNames
    return SettingRefusal(
      "there is no setting \(quoted(name))"
        + suggestion(for: name, among: names, otherwise: "; settings are \(names.joined(separator: ", "))"))
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
