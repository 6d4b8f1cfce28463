/// Makes text from a log safe for a terminal.
///
/// White space of every kind becomes a plain space. Control characters (C0, DEL, C1: so every escape sequence loses
/// its introducer), bidi marks, overrides and isolates, zero-width, tag and other format characters, invisible
/// fillers and non-characters are removed. A zero width joiner stays where it can join an emoji: once, after a
/// visible character. The text is cut after `limit` Unicode scalars with `…`.
///
/// - Complexity: O(length of the text), O(`limit`) memory.
public func printableText(_ text: String, limit: Int = 4096) -> String {
  var result = String.UnicodeScalarView()
  var count = 0
  var last: Unicode.Scalar = " "
  for scalar in text.unicodeScalars {
    guard var shown = printableScalar(scalar) else { continue }
    if shown == zeroWidthJoiner, last == zeroWidthJoiner || last == " " { continue }
    if count >= limit { shown = "…" }
    result.append(shown)
    if count >= limit { break }
    last = shown
    count += 1
  }
  return String(result)
}

private let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"

/// The scalar, a space in its place, or `nil` when nothing may stay of it.
private func printableScalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  switch scalar.value {
  case 0x20...0x7E: scalar
  case 0x09, 0x0A, 0x0D, 0x85, 0x00A0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: " "
  case 0x00...0x1F, 0x7F...0x9F: nil
  // Format characters: soft hyphen, Arabic and Syriac marks, Mongolian selectors, zero-width and bidi, interlinear.
  case 0x00AD, 0x0600...0x0605, 0x061C, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x180B...0x180F: nil
  case 0x200B, 0x200C, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF0...0xFFFB: nil
  case 0x110BD, 0x110CD, 0x13430...0x1345F, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: nil
  // Letters that show nothing: the grapheme joiner, Hangul fillers, Khmer inherent vowels.
  case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0: nil
  case 0xFDD0...0xFDEF: nil
  case let value where value & 0xFFFE == 0xFFFE: nil
  default: scalar
  }
}
