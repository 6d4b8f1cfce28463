/// Breaks text into lines of at most `width` cells at spaces.
///
/// - Parameters:
///   - first: cells of the first line where it has another width.
///   - breaksWords: whether a longer word is broken where the line ends; it stands alone otherwise, and is too wide.
/// - Complexity: O(length of the text).
package func wrap(
  _ text: some StringProtocol, to width: Int, first: Int? = nil, breaksWords: Bool = true
) -> [String] {
  guard width > 0 else { return [] }
  var lines: [String] = []
  var line = ""
  var used = 0
  func room() -> Int { lines.isEmpty ? first ?? width : width }
  for word in text.split(separator: " ", omittingEmptySubsequences: breaksWords) {
    let cells = displayWidth(word)
    if used > 0, used + 1 + cells <= room() {
      line += " " + word
      used += 1 + cells
      continue
    }
    if used > 0, !breaksWords || cells <= width || room() - used < 9 {
      lines.append(line)
      (line, used) = ("", 0)
    }
    if !breaksWords {
      line += word
      used += cells
      continue
    }
    if used > 0 {
      line += " "
      used += 1
    }
    for character in word {
      let cell = displayWidth(String(character))
      if used > 0, used + cell > room() {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line.append(character)
      used += cell
    }
  }
  if used > 0 { lines.append(line) }
  return lines
}

/// Every line of a text wrapped between words. Continued lines are indented, so that they are not taken for facts of
/// their own; a word that is longer stands alone, as a path that is to be copied.
package func wrapLines(_ text: String, to width: Int, indent: String = "  ") -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    guard displayWidth(line) > width else { return String(line) }
    return wrap(line, to: width - indent.count, first: width, breaksWords: false)
      .joined(separator: "\n" + indent)
  }.joined(separator: "\n")
}
