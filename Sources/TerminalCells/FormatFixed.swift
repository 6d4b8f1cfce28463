/// How a number shows its sign.
package enum SignStyle: Hashable, Sendable {
  /// `-` only.
  case negativeOnly
  /// `+` or `-`.
  case always
}

/// A number with a fixed count of decimals: `0.31`, `-12.5`.
///
/// Rounded as C's `printf` does it: correctly from the exact binary value, ties to even. Never `-0.00`: what rounds
/// to zero has no minus. No locale: a point, and no thousands separators.
///
/// - Parameters:
///   - decimals: limited to 0…15.
///   - leadingZero: `false` writes `.31` and `-.31` (not for 0 decimals).
/// - Returns: `NaN`, `inf`, `-inf` for these; for magnitudes from 1e15 the shortest scientific form (`1e+20`).
package func formatFixed(
  _ value: Double, decimals: Int, leadingZero: Bool = true, sign: SignStyle = .negativeOnly
) -> String {
  let plus = sign == .always ? "+" : ""
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-inf" : plus + "inf" }
  let decimals = min(max(0, decimals), 15)
  let magnitude = value.magnitude
  guard magnitude < 1e15 else { return (value < 0 ? "-" : plus) + shortest(magnitude) }
  // As many decimals as an integer of 64 bits has room for.
  let whole = magnitude.rounded(.down)
  let fraction = roundedScaled(magnitude - whole, decimals: decimals)
  let scale = integerPower(decimals)
  var units = UInt64(whole)
  var rest = fraction.units
  if fraction.isTie {
    // Half way: to the even last digit, which is the whole part's when there are no decimals.
    let isOdd = decimals == 0 ? units % 2 == 1 : rest % 2 == 1
    if isOdd { rest += 1 }
  }
  if rest >= scale {
    rest -= scale
    units += 1
  }
  let isZero = units == 0 && rest == 0
  var text = value < 0 && !isZero ? "-" : plus
  if units > 0 || leadingZero || decimals == 0 { text += String(units) }
  if decimals > 0 {
    let digits = String(rest)
    text += "." + String(repeating: "0", count: decimals - digits.count) + digits
  }
  return text
}

/// `+.31`, `-.34`, `+.00`; with `leadingZero` `+0.31`.
package func formatSigned(_ value: Double, decimals: Int = 2, leadingZero: Bool = false) -> String {
  formatFixed(value, decimals: decimals, leadingZero: leadingZero, sign: .always)
}

/// 10 to the power of 0…18.
func integerPower(_ exponent: Int) -> UInt64 {
  (0..<max(0, exponent)).reduce(UInt64(1)) { power, _ in power * 10 }
}

/// `fraction` · 10^decimals to the nearest integer, or the one below with `isTie` when it is exactly half way.
///
/// The product is rounded, so where it says "half" the exact remainder (a fused multiply-add) decides.
private func roundedScaled(_ fraction: Double, decimals: Int) -> (units: UInt64, isTie: Bool) {
  let scale = Double(integerPower(decimals))
  let product = fraction * scale
  let below = product.rounded(.down)
  let remainder = product - below
  if remainder != 0.5 { return (UInt64(remainder > 0.5 ? below + 1 : below), false) }
  let error = (-product).addingProduct(fraction, scale)
  if error > 0 { return (UInt64(below) + 1, false) }
  return (UInt64(below), error == 0)
}

/// The shortest text that reads back as the same number, with an exponent: `1e+20`.
private func shortest(_ magnitude: Double) -> String {
  let text = magnitude.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
