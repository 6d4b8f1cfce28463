import LinearAlgebra

/// The cross-validated errors and choices of every penalty.
///
/// Per fold, contexts are centred on the mean over the pairs of the other folds (all of them, whatever labels they
/// have) and the regressions of docs/engine.md are solved on the pairs of the other folds; what they predict for the
/// fold's own pairs is compared with what happened.
struct PenaltyPath {
  static let penalties: [Double] = [1, 3, 10, 30, 100, 300, 1000, 3000, 1e9]

  /// e_i(λ) = mean over the labelled k of (Z_ik − Ẑ_ik)², N × penalties; NaN for pairs that have no contrasts.
  private(set) var errors: [Double]
  /// (ȳ_i − its prediction)², N × penalties; NaN for pairs without a label.
  private(set) var meanErrors: [Double]
  /// y of argmax_k Ẑ_ik − y of the RM with the best mean label in the other folds, both among the labelled, the lowest
  /// index on ties; N × penalties, NaN for pairs without contrasts.
  private(set) var gains: [Double]

  /// - Parameter folds: with one fold everything is in sample.
  /// - Complexity: O(folds · designs · (penalties · d³ + pairs · d²)); folds in parallel.
  init(
    _ pairs: PairDataset, contrasts: Contrasts, designs: [RidgeDesign], contexts: [Double], width: Int,
    totals: [RidgeMoments], folds: Folds
  ) {
    let steps = Self.penalties.count
    let size = pairs.count * steps
    var errors = Array(repeating: Double.nan, count: size)
    var meanErrors = errors
    var gains = errors
    let members = folds.members
    let inSample = folds.count == 1
    var contextTotal = Array(repeating: 0.0, count: width)
    for pair in 0..<pairs.count {
      for index in 0..<width { contextTotal[index] += contexts[pair * width + index] }
    }
    let sum = contextTotal
    let parts = Matrices.inParallel(folds.count) { fold in
      let held = members[fold]
      var center = sum
      if !inSample {
        for pair in held {
          for index in 0..<width { center[index] -= contexts[pair * width + index] }
        }
      }
      let rest = inSample ? pairs.count : pairs.count - held.count
      center = center.map { rest > 0 ? $0 / Double(rest) : 0 }
      let prediction = FoldPrediction(
        contrasts: contrasts, designs: designs, contexts: contexts, width: width, totals: totals, held: held,
        center: center, inSample: inSample)
      let labelMeans = Self.labelMeans(pairs, contrasts) { inSample || folds.places[$0] != fold }
      return held.enumerated().flatMap { row, pair in
        (0..<steps).map { step in
          prediction.judge(
            pair, row: row, step: step, pairs: pairs, contrasts: contrasts, labelMeans: labelMeans)
        }
      }
    }
    for (held, part) in zip(members, parts) {
      for (row, pair) in held.enumerated() {
        for step in 0..<steps {
          let judgement = part[row * steps + step]
          errors[pair * steps + step] = judgement.error
          gains[pair * steps + step] = judgement.gain
          meanErrors[pair * steps + step] = judgement.meanError
        }
      }
    }
    self.errors = errors
    self.meanErrors = meanErrors
    self.gains = gains
  }

  /// Mean label of each reward model over the pairs with contrasts; −∞ without any.
  private static func labelMeans(
    _ pairs: PairDataset, _ contrasts: Contrasts, isIncluded: (Int) -> Bool
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: contrasts.rewardModels)
    var counts = sums
    for pair in 0..<pairs.count where contrasts.compared[pair] && isIncluded(pair) {
      for arm in sums.indices {
        guard let label = pairs.label(pair, arm) else { continue }
        sums[arm] += label
        counts[arm] += 1
      }
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : -.infinity }
  }
}

/// What a held-out pair says about one penalty: a part of the path's columns.
private struct Judgement: Sendable {
  var error: Double
  var gain: Double
  var meanError: Double
}

/// What the regressions of the other folds say about one fold's pairs.
private struct FoldPrediction {
  /// By penalty, then by held pair, the K contrasts and ȳ.
  private var values: [[Double]]
  private let stride: Int

  init(
    contrasts: Contrasts, designs: [RidgeDesign], contexts: [Double], width: Int, totals: [RidgeMoments],
    held: [Int], center: [Double], inSample: Bool
  ) {
    stride = contrasts.rewardModels + 1
    values = Array(
      repeating: Array(repeating: 0.0, count: held.count * stride), count: PenaltyPath.penalties.count)
    var rows = Array(repeating: 0.0, count: held.count * width)
    for (row, pair) in held.enumerated() {
      for index in 0..<width { rows[row * width + index] = contexts[pair * width + index] - center[index] }
    }
    for (design, total) in zip(designs, totals) {
      let moments =
        inSample
        ? total
        : total.without(
          RidgeMoments(design, contexts: contexts, width: width, contrasts: contrasts, pairs: held))
      let gram = moments.centredGram(center)
      let means = moments.targetMeans
      for (step, penalty) in PenaltyPath.penalties.enumerated() {
        let weights = moments.weights(centredGram: gram, penalty: penalty)
        let predicted = Matrices.product(
          weights, transposed: true, rows, rows: design.columns.count, inner: width, columns: held.count)
        for row in 0..<held.count {
          for (index, column) in design.columns.enumerated() {
            values[step][row * stride + column] =
              means[index] + predicted[row * design.columns.count + index]
          }
        }
      }
    }
  }

  func judge(
    _ pair: Int, row: Int, step: Int, pairs: PairDataset, contrasts: Contrasts, labelMeans: [Double]
  ) -> Judgement {
    let own = values[step]
    let start = row * stride
    let miss = contrasts.means[pair] - own[start + contrasts.rewardModels]
    guard contrasts.compared[pair] else { return Judgement(error: .nan, gain: .nan, meanError: miss * miss) }
    var (error, labelled) = (0.0, 0.0)
    var routed = (arm: 0, value: -Double.infinity, isSet: false)
    var fixed = routed
    for arm in 0..<contrasts.rewardModels {
      let contrast = contrasts.values[pair * contrasts.rewardModels + arm]
      guard !contrast.isNaN else { continue }
      let predicted = own[start + arm]
      error += (contrast - predicted) * (contrast - predicted)
      labelled += 1
      if !routed.isSet || predicted > routed.value { routed = (arm, predicted, true) }
      if !fixed.isSet || labelMeans[arm] > fixed.value { fixed = (arm, labelMeans[arm], true) }
    }
    let gain = (pairs.label(pair, routed.arm) ?? 0) - (pairs.label(pair, fixed.arm) ?? 0)
    return Judgement(error: error / labelled, gain: gain, meanError: miss * miss)
  }
}
