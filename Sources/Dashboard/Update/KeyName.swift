package import TerminalCells
import Wording

/// Keys as a configuration writes them: `p`, `ctrl-x`, `F3`, `space`, `shift-left`.
extension KeyStroke {
  private static let words: [(name: String, key: KeyStroke)] = [
    ("space", .character(" ")), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("shift-left", .shiftLeft), ("shift-right", .shiftRight), ("page-up", .pageUp), ("page-down", .pageDown),
    ("home", .home), ("end", .end), ("insert", .insert), ("delete", .delete), ("backspace", .backspace),
    ("enter", .enter), ("escape", .escape), ("tab", .tab), ("shift-tab", .shiftTab),
  ]

  /// Other words for the same.
  private static let aliases: [String: KeyStroke] = [
    "pgup": .pageUp, "pageup": .pageUp, "pgdn": .pageDown, "pagedown": .pageDown, "ins": .insert,
    "del": .delete,
    "esc": .escape, "return": .enter, "ctrl-space": .control(" "),
  ]

  /// What terminals send for some keys is what they send for others.
  private static let sameAs: [Character: String] = [
    "i": "tab", "m": "enter", "j": "enter", "h": "backspace", "[": "escape",
  ]

  /// Names of all keys that have one.
  package static let names = words.map(\.name) + (1...63).map { "F\($0)" }

  /// As a configuration writes it.
  package var name: String {
    switch self {
    case .control(" "): return "ctrl-space"
    case .control(let character): return "ctrl-\(character)"
    case .function(let number): return "F\(number)"
    default:
      if let word = Self.words.first(where: { $0.key == self }) { return word.name }
      if case .character(let character) = self { return String(character) }
      return ""
    }
  }

  /// The key of a name; letter case counts in single characters alone.
  ///
  /// - Throws: half a sentence: why there is no such key.
  package init(name: String) throws(KeyNameError) {
    let word = name.lowercased()
    if let known = Self.words.first(where: { $0.name == word })?.key ?? Self.aliases[word] {
      self = known
    } else if word.hasPrefix("f"), let number = Int(word.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else if word.hasPrefix("ctrl-"), let letter = word.last, word.count == 6 {
      if let other = Self.sameAs[letter] {
        throw KeyNameError("\(quoted(name)) comes from terminals as \(other)")
      }
      guard letter.isASCII, letter.isLetter || "\\]^_".contains(letter) else {
        throw KeyNameError("there is no \(quoted(name)): Ctrl goes with letters, \\ ] ^ _ and space")
      }
      self = .control(letter)
    } else if let character = name.first, name.count == 1, printableText(name) == name,
      !character.isWhitespace
    {
      self = .character(character)
    } else if word.hasPrefix("shift-"), word.count == 7 {
      throw KeyNameError("there is no key \(quoted(name)): with Shift a letter is another one, such as P")
    } else {
      throw KeyNameError(
        "there is no key \(quoted(name))"
          + suggestion(
            for: name, among: Self.names + name.suffix(1).map { "ctrl-\($0)" },
            otherwise: "; keys are single characters, ctrl-x, F1 to F63, "
              + Self.words.map(\.name).joined(separator: ", ")))
    }
  }
}

extension KeyStroke {
  /// A slip of the finger away: the same letter in the other case, or with Ctrl.
  func isNearly(_ other: KeyStroke) -> Bool {
    switch (self, other) {
    case (.character(let one), .character(let two)): one != two && one.lowercased() == two.lowercased()
    case (.control(let one), .character(let two)): two == one
    default: false
    }
  }
}

/// Why a name is not a key's: half a sentence that is safe to print.
package struct KeyNameError: Error, Equatable, Sendable {
  package var message: String

  init(_ message: String) { self.message = message }
}
