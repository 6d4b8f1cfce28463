/// Makes text from a log safe for a terminal.
///
/// Control characters (C0, DEL, C1: so every escape sequence loses its introducer), bidi overrides and isolates,
/// line and paragraph separators, zero-width and other format characters, and non-characters are removed or
/// become a space; the text is cut after `limit` Unicode scalars with `…`.
///
/// - Complexity: O(min(length of text, limit)).
public func printableText(_ text: String, limit: Int = 4096) -> String {
  var result = String.UnicodeScalarView()
  var count = 0
  for scalar in text.unicodeScalars {
    if count >= limit {
      result.append("…")
      break
    }
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x2028, 0x2029:
      result.append(" ")
    case 0x00...0x1F, 0x7F...0x9F, 0x00AD, 0x061C, 0x180E, 0x200B...0x200C, 0x200E...0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
      continue
    default:
      if scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value) { continue }
      result.append(scalar)
    }
    count += 1
  }
  return String(result)
}
