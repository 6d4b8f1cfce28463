import Dashboard
import TerminalCells
import Wording

/// Keys as `--keys` has them: characters as themselves, other keys by name, `:412<Enter>` and `b<Tab><Tab>why`.
///
/// Names are those of a configuration (`KeyStroke.names`), in any letter case; `<lt>` is the character `<`.
struct KeyScript: Equatable {
  private(set) var keys: [KeyStroke] = []

  /// - Throws: a sentence without its subject: which name is none, and the nearest one.
  init(_ text: String) throws(KeyScriptError) {
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "<" else {
        keys.append(try Self.typed(character))
        continue
      }
      guard let end = rest.firstIndex(of: ">") else {
        throw KeyScriptError(
          message: "“<” begins the name of a key and no “>” ends \(quoted(rest)): <lt> is the character")
      }
      let name = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      do {
        keys.append(name.lowercased() == "lt" ? .character("<") : try KeyStroke(name: name))
      } catch {
        throw KeyScriptError(message: error.message)
      }
    }
  }

  /// What a terminal reports for a character of a text.
  private static func typed(_ character: Character) throws(KeyScriptError) -> KeyStroke {
    switch character {
    case "\n", "\r", "\r\n": return .enter
    case "\t": return .tab
    default:
      guard printableText(String(character)) == String(character) else {
        throw KeyScriptError(
          message: "\(quoted(String(character))) is nothing that a key types: names of keys stand in < >")
      }
      return .character(character)
    }
  }
}

struct KeyScriptError: Error, Equatable {
  var message: String
}
