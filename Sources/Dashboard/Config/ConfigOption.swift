import TOML
import Wording

/// A row of the table of options: the reader, `rmtop config --default` and docs/config.md are made from it.
package struct ConfigOption: Sendable {
  package var name: String
  /// What it is.
  package var meaning: String
  /// For sentences: `expected …`.
  package var accepted: String
  /// Texts that are accepted, for "did you mean".
  var words: [String]
  /// What holds without it, as TOML has it.
  package var usual: String
  /// Takes a value over; false where it is none of those accepted.
  var read: @Sendable (TOMLValue, inout ScreenConfig) -> Bool
  /// What a viewer's choices have of it, as TOML has it; `nil` where nothing was chosen, or nothing is remembered.
  package var remembered: @Sendable (ViewChoices) -> String?

  init(
    _ name: String, _ meaning: String, accepts accepted: String, words: [String] = [], usual: String,
    remembered: @escaping @Sendable (ViewChoices) -> String? = { _ in nil },
    read: @escaping @Sendable (TOMLValue, inout ScreenConfig) -> Bool
  ) {
    self.name = name
    self.meaning = meaning
    self.accepted = accepted
    self.words = words
    self.usual = usual
    self.remembered = remembered
    self.read = read
  }

  /// One of the words of an enumeration.
  init<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ meaning: String, _ field: any WritableKeyPath<ScreenConfig, Word?> & Sendable,
    usual: Word,
    remembered: @escaping @Sendable (ViewChoices) -> Word?
  ) {
    let words = Word.allCases.map(\.rawValue)
    self.init(
      name, meaning, accepts: alternatives(words), words: words, usual: quote(usual.rawValue),
      remembered: { remembered($0).map { quote($0.rawValue) } },
      read: { value, config in
        guard let word = value.string.flatMap(Word.init) else { return false }
        config[keyPath: field] = word
        return true
      })
  }
}

/// A word as TOML has it; none has both kinds of quotes.
func quote(_ word: String) -> String {
  word.contains("\"") || word.contains("\\") ? "'\(word)'" : "\"\(word)\""
}

/// `a, b or c`.
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
