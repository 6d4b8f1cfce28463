/// Characters of a text that has nothing but printable ASCII, each of which stands in a cell as it is; `nil` of any
/// other.
func printableASCII(_ text: some StringProtocol) -> Int? {
  text.utf8.withContiguousStorageIfAvailable { bytes in
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : nil
  } ?? nil
}

/// Cells that a text takes on the screen: wide characters two, marks none, control and format characters none.
///
/// - Complexity: O(length).
package func displayWidth(_ text: some StringProtocol) -> Int {
  if let count = printableASCII(text) { return count }
  var width = 0
  for piece in TextPieces(text) { width += piece.width }
  return width
}

/// The text cut to at most `width` cells; what is cut shows as `…` in the last one.
///
/// - Returns: text whose `displayWidth` is at most `width`: empty for 0 or less. One less than `width` where a wide
///   character would not have fitted. Control and format characters are gone from it.
/// - Complexity: O(width).
package func truncated(_ text: some StringProtocol, to width: Int) -> String {
  guard width > 0 else { return "" }
  if let count = printableASCII(text) {
    return count <= width ? String(text) : text.prefix(width - 1) + "…"
  }
  var kept: [TextPieces.Piece] = []
  var used = 0
  for piece in TextPieces(text) {
    if used + piece.width > width {
      while used > width - 1, let last = kept.popLast() { used -= last.width }
      return kept.map(\.glyph).joined() + "…"
    }
    kept.append(piece)
    used += piece.width
  }
  return kept.map(\.glyph).joined()
}

/// Where text stands in a field that is wider.
package enum TextAlignment: Hashable, Sendable {
  case leading
  case trailing
  case center
}

/// The text in a field of exactly `width` cells: cut as `truncated` does, filled with spaces (to 4,096 at most).
package func padded(
  _ text: some StringProtocol, to width: Int, alignment: TextAlignment = .leading
) -> String {
  let cut = truncated(text, to: width)
  let missing = max(0, min(width, 4096) - displayWidth(cut))
  let before: Int
  switch alignment {
  case .leading: before = 0
  case .trailing: before = missing
  case .center: before = missing / 2
  }
  return String(repeating: " ", count: before) + cut + String(repeating: " ", count: missing - before)
}
