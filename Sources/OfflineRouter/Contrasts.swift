/// Labels taken apart into how often RMs are right on a pair, and by how much each is better than that.
///
/// ```
/// ȳ_i = mean over the labelled k of y_ik;  Z_ik = y_ik − ȳ_i;  a_k = mean of Z_ik over the pairs that have it
/// ```
/// A difficulty that is added to all labels of a pair is in ȳ and not in Z. A pair with fewer than two labels has no
/// Z; one without any has no ȳ.
///
/// Source: docs/engine.md, *Offline, the default: calibrated contrasts*; ours. Tested by `ContrastFitTests` against an
/// independent program.
struct Contrasts {
  let count: Int
  let rewardModels: Int
  /// N × K, row-major; NaN where there is none.
  let values: [Double]
  /// ȳ; NaN where there is none.
  let means: [Double]
  /// Pairs with at least two labels.
  let compared: [Bool]

  init(_ pairs: PairDataset) {
    count = pairs.count
    rewardModels = pairs.rewardModels.count
    var values = Array(repeating: Double.nan, count: count * rewardModels)
    var means = Array(repeating: Double.nan, count: count)
    var compared = Array(repeating: false, count: count)
    for pair in 0..<count {
      let row = (0..<rewardModels).map { pairs.label(pair, $0) }
      let known = row.compactMap { $0 }
      guard !known.isEmpty else { continue }
      let mean = known.reduce(0, +) / Double(known.count)
      means[pair] = mean
      guard known.count > 1 else { continue }
      compared[pair] = true
      for (arm, label) in row.enumerated() {
        if let label { values[pair * rewardModels + arm] = label - mean }
      }
    }
    self.values = values
    self.means = means
    self.compared = compared
  }

  /// The regression targets: Z by reward model, then ȳ.
  func target(_ column: Int, _ pair: Int) -> Double {
    column == rewardModels ? means[pair] : values[pair * rewardModels + column]
  }

  /// Whether some pair's labels differ.
  var haveDifference: Bool { values.contains { !$0.isNaN && $0 != 0 } }
}
