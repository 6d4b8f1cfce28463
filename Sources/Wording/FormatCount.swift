/// An integer with thousands separators: `52,736`.
package func formatCount(_ count: Int) -> String {
  let digits = String(count.magnitude)
  var text = count < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

/// So many of something: `1 pair`, `52,736 pairs`.
///
/// - Parameter plural: of the noun; with an s by default.
package func formatCount(_ count: Int, of noun: String, plural: String? = nil) -> String {
  "\(formatCount(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}
