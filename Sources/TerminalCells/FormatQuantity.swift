import Wording

/// An integer in at most `width` cells: `52,736`, else `52736`, else with a suffix (`52.7k`, `53k`).
///
/// - Returns: the shortest of these where none fits.
package func formatCount(_ count: Int, width: Int) -> String {
  let full = formatCount(count)
  if full.count <= width { return full }
  let plain = String(count)
  if plain.count <= width { return plain }
  let compact = formatCompact(Double(count))
  if compact.count <= width { return compact }
  return formatCompact(Double(count), digits: 2)
}

/// A number in few cells, with a suffix from a thousand on: `0.5`, `17`, `1.3k`, `158k`, `3.4M`.
///
/// - Parameters:
///   - digits: significant digits, 2 or 3 (`1.3k` and `158k`; `1.28k` is too exact for a glance, so three digits are
///     used only where no decimals are needed for them).
/// - Returns: at most 6 cells for magnitudes below 1e18; `1e+20` beyond; below a thousandth `2e-05` as `2e-5`.
package func formatCompact(_ value: Double, digits: Int = 3) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  let magnitude = value.magnitude
  let sign = value < 0 ? "-" : ""
  if magnitude == 0 { return "0" }
  if magnitude < 0.000_95 { return sign + scientific(magnitude) }
  if magnitude < 9.95 {
    let decimals = magnitude < 0.0095 ? 4 : magnitude < 0.095 ? 3 : magnitude < 0.995 ? 2 : 1
    return sign + trimmed(magnitude, decimals: decimals)
  }
  if magnitude < 999.5 { return sign + formatFixed(magnitude, decimals: 0) }
  let suffixes = ["k", "M", "G", "T", "P"]
  var scaled = magnitude
  for suffix in suffixes {
    scaled /= 1000
    if scaled < 9.95 { return sign + trimmed(scaled, decimals: 1) + suffix }
    if scaled < 99.95, digits >= 3 { return sign + trimmed(scaled, decimals: 1) + suffix }
    if scaled < 999.5 { return sign + formatFixed(scaled, decimals: 0) + suffix }
  }
  return sign + scientific(magnitude)
}

/// Events in a second: `1.3k/s`, `0/s`.
package func formatRate(_ perSecond: Double) -> String { formatCompact(perSecond) + "/s" }

/// Without zeros at the end.
private func trimmed(_ magnitude: Double, decimals: Int) -> String {
  var text = formatFixed(magnitude, decimals: decimals)
  if text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text
}

/// One significant digit and the exponent: `2e-5`.
private func scientific(_ magnitude: Double) -> String {
  var exponent = 0
  var mantissa = magnitude
  // The shortest description has the exponent in it, exact at all magnitudes.
  let parts = magnitude.description.split(separator: "e")
  if parts.count == 2, let digits = Double(parts[0]), let power = Int(parts[1]) {
    mantissa = digits
    exponent = power
  }
  while mantissa >= 10 {
    mantissa /= 10
    exponent += 1
  }
  while mantissa > 0, mantissa < 1 {
    mantissa *= 10
    exponent -= 1
  }
  mantissa = mantissa.rounded()
  if mantissa >= 10 {
    mantissa = 1
    exponent += 1
  }
  return "\(formatFixed(mantissa, decimals: 0))e\(exponent)"
}
