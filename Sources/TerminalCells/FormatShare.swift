/// A fraction as a percentage without its sign: `41`, `41.2`.
///
/// What is not all but would round to it says so, and so does what is not nothing: `>99.9`, `<0.1` (without decimals
/// `>99`, `<1`). `–` for NaN.
///
/// - Parameters:
///   - fraction: 0…1; what lies beyond is limited.
///   - decimals: 0…3.
package func formatShare(_ fraction: Double, decimals: Int = 0) -> String {
  guard !fraction.isNaN else { return "–" }
  let fraction = min(max(fraction, 0), 1)
  let scale = shareScale(decimals)
  let text = formatFixed(fraction * 100, decimals: scale.decimals)
  return formatUnits(
    isFull: text == formatFixed(100, decimals: scale.decimals),
    isNone: text == formatFixed(0, decimals: scale.decimals),
    text: text, fraction: fraction, scale: scale)
}

/// The percentages of all parts of a whole: they sum to 100 as printed.
///
/// Largest remainder, lower index first among equals; `>99.9` and `<0.1` as in `formatShare`.
///
/// - Parameter weights: of any scale; what is negative or not finite counts as 0.
/// - Returns: one text for each weight; all `–` when there is nothing to share out.
package func formatShares(_ weights: [Double], decimals: Int = 0) -> [String] {
  let scale = shareScale(decimals)
  let units = roundedShares(weights, total: scale.units)
  guard units.contains(where: { $0 > 0 }) else { return weights.map { _ in "–" } }
  let clean = weights.map { $0.isFinite && $0 > 0 ? $0 : 0 }
  let positive = clean.reduce(into: 0) { $0 += $1 > 0 ? 1 : 0 }
  return zip(units, clean).map { unit, weight in
    let percent = Double(unit) * 100 / Double(scale.units)
    // Compared by what there is, not by a quotient that may have been rounded to 1.
    let fraction = weight == 0 ? 0 : positive == 1 ? 1 : 0.5
    return formatUnits(
      isFull: unit == scale.units, isNone: unit == 0, text: formatFixed(percent, decimals: scale.decimals),
      fraction: fraction, scale: scale)
  }
}

/// Integers in proportion to weights that sum to `total` exactly (largest remainder; lower index first among equals).
///
/// - Parameter weights: what is negative or not finite counts as 0.
/// - Returns: as many as weights, each within 1 of its exact share; all 0 when no weight is positive.
package func roundedShares(_ weights: [Double], total: Int) -> [Int] {
  let clean = weights.map { $0.isFinite && $0 > 0 ? $0 : 0 }
  guard let greatest = clean.max(), greatest > 0, total > 0 else { return weights.map { _ in 0 } }
  // Divided by the greatest first: a sum of large numbers may not fit in a double.
  let sum = clean.reduce(0) { $0 + $1 / greatest }
  let exact = clean.map { $0 / greatest / sum * Double(total) }
  var units = exact.map { min(total, Int($0.rounded(.down))) }
  var missing = total - units.reduce(0, +)
  let order = exact.indices.sorted {
    (exact[$1] - Double(units[$1]), $0) < (exact[$0] - Double(units[$0]), $1)
  }
  for index in order where missing > 0 && clean[index] > 0 {
    units[index] += 1
    missing -= 1
  }
  // Rounding may have given away one unit too many; it comes from the greatest.
  if missing < 0, let index = exact.indices.max(by: { exact[$0] < exact[$1] }) { units[index] += missing }
  return units
}

private struct ShareScale {
  var decimals: Int
  /// 100 percent in units of the last decimal.
  var units: Int
}

private func shareScale(_ decimals: Int) -> ShareScale {
  let decimals = min(max(0, decimals), 3)
  return ShareScale(decimals: decimals, units: 100 * Int(integerPower(decimals)))
}

private func formatUnits(isFull: Bool, isNone: Bool, text: String, fraction: Double, scale: ShareScale)
  -> String
{
  let step = 1 / Double(integerPower(scale.decimals))
  if isFull, fraction < 1 { return ">" + formatFixed(100 - step, decimals: scale.decimals) }
  if isNone, fraction > 0 { return "<" + formatFixed(step, decimals: scale.decimals) }
  return text
}
