/// A line of small columns `▁▂▃▄▅▆▇█`, one cell for each value, the newest at the right.
///
/// - Parameters:
///   - values: oldest first; the last `width` are shown, fewer stand at the right. NaN and infinities are gaps.
///   - bounds: values of the lowest and highest column; `nil` is least to greatest of what is shown (all the same:
///     the middle). What lies beyond is drawn at the edge.
///   - tier: `.halfBlock` has three heights `_▄█`, `.lineDrawing` uses scan lines, `.ascii` signs of rising weight.
/// - Returns: text of exactly `width` cells.
package func sparkline(
  _ values: some BidirectionalCollection<Double>, width: Int, bounds: ClosedRange<Double>? = nil,
  tier: GlyphTier = .braille
) -> String {
  guard width > 0 else { return "" }
  let width = min(width, 4096)
  let shown = values.suffix(width)
  let glyphs: [String]
  switch tier {
  case .ascii: glyphs = BlockGlyphs.ascii
  case .lineDrawing: glyphs = BlockGlyphs.scanLines
  case .halfBlock: glyphs = BlockGlyphs.halves
  case .braille, .quadrant: glyphs = Array(BlockGlyphs.lower.dropFirst())
  }
  let finite = shown.filter(\.isFinite)
  let low = bounds?.lowerBound ?? finite.min() ?? 0
  let high = bounds?.upperBound ?? finite.max() ?? 0
  var text = String(repeating: " ", count: width - shown.count)
  for value in shown {
    guard value.isFinite else {
      text += " "
      continue
    }
    text += glyphs[level(of: value, low: low, high: high, count: glyphs.count)]
  }
  return text
}

/// Which of `count` equal parts of `low...high` a value lies in.
private func level(of value: Double, low: Double, high: Double, count: Int) -> Int {
  let extent = high / 2 - low / 2
  guard extent > 0, extent.isFinite else { return (count - 1) / 2 }
  let part = (min(max(value, low), high) / 2 - low / 2) / extent
  return min(count - 1, max(0, Int(part * Double(count))))
}

/// A horizontal bar drawn to an eighth of a cell: `██▍`.
///
/// - Parameters:
///   - fraction: of the width; limited to 0…1, not a number is 0. Whatever is more than 0 shows at least a sliver.
///   - tier: `.halfBlock` draws to a half, `.lineDrawing` (`━`) and `.ascii` (`#`) to a whole cell.
/// - Returns: text of exactly `width` cells.
package func horizontalBar(_ fraction: Double, width: Int, tier: GlyphTier = .braille) -> String {
  guard width > 0 else { return "" }
  let width = min(width, 4096)
  let part = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
  let unitsPerCell: Int
  switch tier {
  case .braille, .quadrant: unitsPerCell = 8
  case .halfBlock: unitsPerCell = 2
  case .lineDrawing, .ascii: unitsPerCell = 1
  }
  var units = Int((part * Double(width * unitsPerCell)).rounded())
  if part > 0 { units = max(1, units) }
  let whole = units / unitsPerCell
  let rest = units % unitsPerCell
  let full = tier >= .halfBlock ? "█" : tier == .lineDrawing ? "━" : "#"
  var text = String(repeating: full, count: whole)
  if rest > 0 { text += BlockGlyphs.left[rest * 8 / unitsPerCell] }
  return text + String(repeating: " ", count: width - whole - (rest > 0 ? 1 : 0))
}
