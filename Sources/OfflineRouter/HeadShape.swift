/// Sizes of a head, and where its parameters stand in one flat array.
struct HeadShape: Equatable {
  /// Length of f.
  let features: Int
  /// h.
  let width: Int
  /// K.
  let arms: Int

  /// h × features, row-major.
  var weight: Range<Int> { 0..<(width * features) }
  var bias: Range<Int> { after(weight, width) }
  /// LayerNorm's weight and bias.
  var gain: Range<Int> { after(bias, width) }
  var shift: Range<Int> { after(gain, width) }
  /// K × h for the preference (BT) head, then K × h for the classification (CLS) head: 2K rows for one product.
  var preference: Range<Int> { after(shift, arms * width) }
  var classification: Range<Int> { after(preference, arms * width) }
  var heads: Range<Int> { preference.lowerBound..<classification.upperBound }
  var classificationBias: Range<Int> { after(classification, arms) }

  /// All parameters.
  var count: Int { classificationBias.upperBound }

  private func after(_ range: Range<Int>, _ count: Int) -> Range<Int> {
    range.upperBound..<(range.upperBound + count)
  }
}
