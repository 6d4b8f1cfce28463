package import TOML
package import TerminalCells
import Wording

/// The keys that hold in a session: those of `Keymap`, but for what a configuration has in their place.
package struct KeyTable: Equatable, Sendable {
  package private(set) var rows = Keymap.rows

  /// The usual keys.
  package init() {}

  /// - Parameters:
  ///   - assignments: what a file says, in the order of its lines.
  ///   - refusals: takes what of it does not go together; the commands keep their usual keys then.
  package init(_ assignments: [KeyAssignment], refusals: inout [ConfigRefusal]) {
    var kept = assignments
    while true {
      self.init()
      for assignment in kept { assign(assignment) }
      guard let clash else { break }
      // Of two that the file names the later one gives way; the usual keys do not clash, so this ends.
      guard let index = kept.lastIndex(where: { clash.names.contains($0.name) }) else { break }
      let refused = kept.remove(at: index)
      refusals.append(ConfigRefusal(position: refused.position, message: clash.sentence(refused, kept)))
    }
    labelHints()
  }

  /// What a key means in a context, and the key that means it usually, from which a command takes which pane or
  /// choice of panes is meant; `nil` where the key is free.
  ///
  /// - Complexity: O(rows).
  package func meaning(of key: KeyStroke, in context: KeyContext) -> (command: Command, usual: KeyStroke)? {
    for row in rows where row.contexts.contains(context) {
      guard let index = row.keys.firstIndex(of: key) else { continue }
      // Only a row whose keys mean different things has a use for which of them it was.
      return (row.command, row.usualKeys[min(index, row.usualKeys.count - 1)])
    }
    return nil
  }

  /// The keys that the hint of a row names: its own, and that of the row below where it names two.
  func hintedKeys(of row: KeyBinding) -> [KeyStroke] {
    guard let hint = row.hint, hint.keys != row.keys.first?.label, let index = rows.firstIndex(of: row),
      index + 1 < rows.count
    else { return Array(row.keys.prefix(1)) }
    return [row, rows[index + 1]].compactMap(\.keys.first)
  }

  /// The first key of a command, as sentences have it.
  func label(of command: Command) -> String {
    rows.first { $0.command == command }?.keys.first?.label ?? "(no key)"
  }
}

/// Keys that a configuration gives a command.
package struct KeyAssignment: Equatable, Sendable {
  /// As `KeyBinding.name` has it.
  package var name: String
  package var keys: [KeyStroke]
  package var position: TOMLPosition
}

extension KeyTable {
  private mutating func assign(_ assignment: KeyAssignment) {
    rows = rows.flatMap { row in
      row.name == assignment.name && !row.isFixed ? row.with(assignment.keys) : [row]
    }
  }

  /// A key that means two things in one context.
  private struct Clash {
    var key: KeyStroke
    var names: [String]

    func sentence(_ refused: KeyAssignment, _ kept: [KeyAssignment]) -> String {
      let other = names.first { $0 != refused.name } ?? refused.name
      let place = kept.first { $0.name == other }.map { "line \($0.position.line)" } ?? "its usual key"
      return
        "\(refused.name): \(quoted(key.name)) is the key of \(other) (\(place)); \(refused.name) keeps its usual keys"
    }
  }

  private var clash: Clash? {
    for context in KeyContext.allCases {
      var seen: [KeyStroke: String] = [:]
      for row in rows where row.contexts.contains(context) {
        for key in row.keys {
          if let other = seen[key], other != row.name { return Clash(key: key, names: [other, row.name]) }
          seen[key] = row.name
        }
      }
    }
    return nil
  }

  /// Hints name the keys that hold. One that names two keys has the second from the row below its own: `←→`.
  private mutating func labelHints() {
    for (index, row) in rows.enumerated() {
      guard let hint = row.hint else { continue }
      let below = index + 1 < rows.count ? rows[index + 1] : nil
      let isOfTwo = hint.keys != row.usualKeys.first?.label
      guard row.isChanged || (isOfTwo && below?.isChanged == true) else { continue }
      let labels = ([row] + (isOfTwo ? [below].compactMap { $0 } : [])).compactMap(\.keys.first?.label)
      rows[index].hint = labels.isEmpty ? nil : hint.with(labels)
    }
    rows.removeAll { $0.keys.isEmpty }
  }
}

extension KeyBinding {
  /// As a configuration names it.
  package var name: String {
    let pane = command == .showPane ? Pane.views.first { [$0.pane.key] == usualKeys } : nil
    let words = pane.map { "show \($0.descriptor.name)" } ?? command.rawValue
    return words.reduce(into: "") { name, character in
      if character == " " {
        name += "-"
      } else {
        name += (character.isUppercase ? "-" : "") + character.lowercased()
      }
    }
  }

  /// Ctrl-C quits, whatever else does.
  var isFixed: Bool { usualKeys == [.control("c")] }

  fileprivate var isChanged: Bool { keys != usualKeys }

  /// The row with other keys. Where text is typed letters are text, and a command that has nothing but letters keeps
  /// its usual keys there.
  fileprivate func with(_ keys: [KeyStroke]) -> [KeyBinding] {
    var (here, typing) = (self, self)
    here.keys = keys
    here.contexts = contexts.filter { !$0.takesText }
    typing.keys = keys.filter { if case .character = $0 { false } else { true } }
    typing.contexts = contexts.filter(\.takesText)
    if typing.keys == keys {
      here.contexts = contexts
      return [here]
    }
    if typing.keys.isEmpty { typing.keys = usualKeys }
    return [here, typing].filter { !$0.contexts.isEmpty }
  }
}

extension KeyContext {
  /// Letters are text: no usual key of this context is one.
  package var takesText: Bool { Self.typing.contains(self) }

  private static let typing = Set(
    allCases.filter { context in
      !Keymap.rows.contains { row in
        row.contexts.contains(context)
          && row.keys.contains { if case .character = $0 { true } else { false } }
      }
    })
}

extension KeyHint {
  fileprivate func with(_ labels: [String]) -> KeyHint {
    var hint = self
    hint.keys = labels.joined(separator: labels.allSatisfy { $0.count == 1 } ? "" : "/")
    hint.plainKeys =
      hint.keys == hint.keys.withNamedArrows ? nil : labels.map(\.withNamedArrows).joined(separator: "/")
    return hint
  }
}
