/// A name or another text from outside as a sentence has it: “math”, printable, cut after `limit` characters.
///
/// In curly quotes, because what is quoted is often JSON or TOML and full of straight ones.
package func quoted(_ text: some StringProtocol, limit: Int = 64) -> String {
  "“\(printableText(String(text), limit: limit))”"
}

/// The first names of a list, printable: `alpha, beta and 3 more`.
package func listed(_ names: [String], atMost limit: Int = 8) -> String {
  let shown = names.prefix(limit).map { printableText($0, limit: 64) }.joined(separator: ", ")
  return names.count > limit ? "\(shown) and \(formatCount(names.count - limit)) more" : shown
}

/// A path as sentences show it: printable, and cut when it is absurdly long.
package func shownPath(_ path: String) -> String {
  path.isEmpty ? quoted(path) : printableText(path, limit: 200)
}
