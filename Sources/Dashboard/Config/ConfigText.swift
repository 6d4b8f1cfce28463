import TerminalCells

/// The configuration file as it would be with every default written down.
package enum ConfigText {
  /// What `rmtop config --default` prints: every entry, commented out, with what it is.
  package static var standard: String {
    var lines = comment(
      """
      rmtop's configuration, in TOML. What is commented out is what holds without it. An option of the command line \
      goes before the environment, that before this file, and this file before what is remembered of the last \
      session. `rmtop config --check` says what of this file cannot be used.
      """)
    for option in ConfigOption.all {
      lines.append("")
      lines += comment("\(option.meaning) One of: \(option.accepted).")
      lines.append("#\(option.name) = \(option.usual)")
    }
    lines += [""] + keys
    return lines.joined(separator: "\n") + "\n"
  }

  /// `[keys]`, each command once.
  private static var keys: [String] {
    var lines = comment(
      """
      Keys: a command and its key, or a list of keys; [] leaves it without one. A key is a character, ctrl-x, F5, or \
      one of \(KeyStroke.names.prefix { $0 != "F1" }.joined(separator: ", ")). Where text is typed, characters are \
      text; Ctrl-C always quits.
      """)
    lines.append("[\(ScreenConfig.keysName)]")
    var names: Set<String> = []
    for row in KeyTable().rows where !row.isFixed && names.insert(row.name).inserted {
      let keys = row.usualKeys.map { quote($0.name) }
      lines += comment(row.help)
      lines.append("#\(row.name) = " + (keys.count == 1 ? keys[0] : "[\(keys.joined(separator: ", "))]"))
    }
    return lines
  }

  /// The table of options in docs/config.md.
  package static var markdownTable: String {
    var lines = ["| option | accepted | without it | what it is |", "| --- | --- | --- | --- |"]
    for option in ConfigOption.all {
      lines.append("| `\(option.name)` | \(option.accepted) | `\(option.usual)` | \(option.meaning) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func comment(_ text: String) -> [String] { wrap(text, to: 98).map { "# " + $0 } }
}
