/// One layer of a stacked area.
package struct StackedSeries: Hashable, Sendable {
  /// The layer is filled with its foreground.
  package var style: CellStyle
  /// A glyph of width 1 that fills the layer where there are no colours to tell it by.
  package var pattern: String

  package init(style: CellStyle, pattern: String) {
    self.style = style
    self.pattern = pattern
  }

  /// Patterns that can be told apart, by the place of the layer: shades first, then letters.
  package static func pattern(_ index: Int, tier: GlyphTier) -> String {
    let shades = tier >= .halfBlock ? ["█", "▓", "▒", "░"] : ["#", "=", "-", "."]
    guard index >= 0 else { return "?" }
    if index < shades.count { return shades[index] }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return String(letters[(index - shades.count) % letters.count])
  }
}

/// Heights of the layers of one stacked column, lowest first: integers that sum to `height` exactly.
///
/// The *edges* between layers are rounded, so every edge is within half a unit of its true place and the column is
/// full; a layer is within one unit of its true height.
///
/// - Parameters:
///   - parts: not negative; what is negative or not finite counts as 0.
///   - height: in units (rows, or eighths of rows).
/// - Returns: as many heights as parts; all 0 when there is nothing to share out.
package func stackedHeights(_ parts: [Double], height: Int) -> [Int] {
  let clean = parts.map { $0.isFinite && $0 > 0 ? $0 : 0 }
  let greatest = clean.max() ?? 0
  guard greatest > 0, height > 0 else { return Array(repeating: 0, count: parts.count) }
  // Divided by the greatest first: a sum of large numbers may not fit in a double.
  let total = clean.reduce(0) { $0 + $1 / greatest }
  var heights: [Int] = []
  var sum = 0.0
  var below = 0
  for part in clean {
    sum += part / greatest
    let edge = min(height, Int((sum / total * Double(height)).rounded()))
    heights.append(max(0, edge - below))
    below = max(below, edge)
  }
  return heights
}

extension CellBuffer {
  /// Draws stacked shares, one column of cells each, the first series at the bottom.
  ///
  /// With colours, and a tier that has blocks, edges are drawn to an eighth (halves: `.halfBlock`) of a row: the
  /// lower layer as the glyph's colour, the upper one behind it. Where more than two layers meet in one cell, its two
  /// greatest are shown. Without colours, or without blocks, whole cells are filled with the layers' patterns.
  ///
  /// - Parameters:
  ///   - columns: shares in the order of `series`, of any scale; `nil` (no data) leaves the column as it is.
  ///   - rect: columns beyond its width are not drawn.
  package mutating func drawStackedShares(
    _ columns: [[Double]?], series: [StackedSeries], in rect: CellRect, glyphs: GlyphTier = .braille,
    colors: ColorTier = .trueColor
  ) {
    let height = min(max(0, rect.height), 4096)
    let usesPatterns = colors == .mono || glyphs < .halfBlock
    let units = usesPatterns ? 1 : glyphs == .halfBlock ? 2 : 8
    for (column, shares) in columns.enumerated() where column < rect.width {
      guard let shares, height > 0 else { continue }
      let heights = stackedHeights(Array(shares.prefix(series.count)), height: height * units)
      guard heights.contains(where: { $0 > 0 }) else { continue }
      let layers = layersPerUnit(heights)
      for row in 0..<height {
        let first = (height - 1 - row) * units
        let cell = stackedCell(layers[first..<(first + units)], series: series, usesPatterns: usesPatterns)
        place(
          TextPieces.Piece(glyph: cell.glyph, width: 1), x: addSaturating(rect.x, column),
          y: addSaturating(rect.y, row), style: cell.style)
      }
    }
  }

  /// The layer of every unit, from the bottom.
  private func layersPerUnit(_ heights: [Int]) -> [Int] {
    var layers: [Int] = []
    for (layer, height) in heights.enumerated() {
      layers.append(contentsOf: repeatElement(layer, count: height))
    }
    return layers
  }

  private func stackedCell(_ units: ArraySlice<Int>, series: [StackedSeries], usesPatterns: Bool) -> Cell {
    let lowest = units.first ?? 0
    if usesPatterns {
      return Cell(glyph: TextPieces.narrow(series[lowest].pattern), style: series[lowest].style)
    }
    let (lower, upper, edge) = twoLayers(units)
    if lower == upper { return Cell(glyph: "█", style: series[lower].style) }
    let step = edge * 8 / units.count
    return Cell(
      glyph: BlockGlyphs.lower[step],
      style: CellStyle(
        foreground: series[lower].style.foreground, background: series[upper].style.foreground,
        attributes: series[lower].style.attributes))
  }

  /// The two layers with the most units of a cell, in their order, and the units of it that go to the lower one.
  private func twoLayers(_ units: ArraySlice<Int>) -> (lower: Int, upper: Int, edge: Int) {
    var counts: [(layer: Int, count: Int)] = []
    for layer in units {
      if counts.last?.layer == layer {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((layer, 1))
      }
    }
    guard counts.count > 1 else { return (counts.first?.layer ?? 0, counts.first?.layer ?? 0, units.count) }
    // Stable: of equals the lower layer comes first.
    let order = counts.indices.sorted { (counts[$1].count, $0) < (counts[$0].count, $1) }
    let (a, b) = (min(order[0], order[1]), max(order[0], order[1]))
    // A thin layer between them is split evenly; one below or above goes to its neighbour.
    let below = counts[...a].reduce(0) { $0 + $1.count }
    let between = counts[(a + 1)..<b].reduce(0) { $0 + $1.count }
    return (counts[a].layer, counts[b].layer, below + between / 2)
  }
}
