import CKernels
import LinearAlgebra

/// The buffers and steps of half a batch; the halves of a batch share nothing that either writes.
final class HeadHalf<Real: HeadScalar> {
  private var rows = 0
  /// rows × features.
  private let features: UnsafeMutablePointer<Real>
  /// rows × width: ReLU(W f + bias), its normalised context, and the gradient by either in turn.
  private let z: UnsafeMutablePointer<Real>
  private let x: UnsafeMutablePointer<Real>
  private let d: UnsafeMutablePointer<Real>
  private let stats: UnsafeMutablePointer<Double>
  /// rows × 2K, twice: in the network's precision and in double.
  private let products: UnsafeMutablePointer<Real>
  private var scores: [Double]
  private var scoreGradient: [Double]
  private let scoreColumns: Int
  /// By the ranges of the shape.
  private(set) var gradient: [Real]
  private(set) var sums = HeadLoss.Sums()

  init(_ shape: HeadShape, capacity: Int) {
    func zeros(_ count: Int) -> UnsafeMutablePointer<Real> {
      let pointer = UnsafeMutablePointer<Real>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: 0, count: max(1, count))
      return pointer
    }
    features = zeros(capacity * shape.features)
    z = zeros(capacity * shape.width)
    x = zeros(capacity * shape.width)
    d = zeros(capacity * shape.width)
    products = zeros(capacity * 2 * shape.arms)
    gradient = Array(repeating: 0, count: shape.count)
    stats = .allocate(capacity: capacity * HeadHalf.statCount)
    stats.initialize(repeating: 0, count: capacity * HeadHalf.statCount)
    scores = Array(repeating: 0, count: capacity * 2 * shape.arms)
    scoreGradient = scores
    scoreColumns = 2 * shape.arms
  }

  deinit {
    for pointer in [features, z, x, d, products] { pointer.deallocate() }
    stats.deallocate()
  }

  /// Numbers that the kernels keep of a row.
  static var statCount: Int { Int(RMTOP_HEAD_STATS) }

  /// x of the rows of the last pass: rows × width.
  func lastContexts(_ shape: HeadShape) -> [Real] {
    Array(UnsafeBufferPointer(start: x, count: rows * shape.width))
  }

  /// s, then z, of the rows of the last pass: rows × 2K.
  var lastScores: [Double] { Array(scores[..<(rows * scoreColumns)]) }

  /// Takes the features of some rows.
  func gather(_ part: ArraySlice<Int32>, of data: HeadData, _ shape: HeadShape) {
    rows = part.count
    guard rows > 0 else { return }
    data.features.withUnsafeBufferPointer { matrix in
      part.withUnsafeBufferPointer { part in
        guard let matrix = matrix.baseAddress, let part = part.baseAddress else { return }
        Real.gather(matrix, width: shape.features, rows: part, count: rows, to: features)
      }
    }
  }

  /// Takes features that stand in no data set: at most `capacity` rows.
  func take(_ values: [Real], _ shape: HeadShape) {
    rows = values.count / shape.features
    for (index, value) in values.enumerated() { features[index] = value }
  }

  /// Contexts of the rows taken.
  func forward(_ shape: HeadShape, _ weights: [Real]) {
    guard rows > 0 else { return }
    weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      Real.multiply(
        features, transposed: false, weights + shape.weight.lowerBound, transposed: true, to: z, m: rows,
        n: shape.width, k: shape.features)
      Real.forward(
        rows: rows, width: shape.width, bias: weights + shape.bias.lowerBound,
        gain: weights + shape.gain.lowerBound, shift: weights + shape.shift.lowerBound, z: z, x: x,
        stats: stats)
    }
  }

  /// Scores of the contexts: s, then z.
  func score(_ shape: HeadShape, _ weights: [Real], _ unit: [Real]) {
    guard rows > 0 else { return }
    Real.multiply(
      x, transposed: false, unit, transposed: true, to: products, m: rows, n: scoreColumns, k: shape.width)
    let bias = weights[shape.classificationBias]
    for row in 0..<rows {
      for arm in 0..<shape.arms {
        let index = row * scoreColumns + arm
        scores[index] = Double(products[index])
        scores[index + shape.arms] =
          Double(products[index + shape.arms]) + Double(bias[bias.startIndex + arm])
      }
    }
  }

  /// Loss of the scores, and its gradient by them.
  func judge(
    _ part: ArraySlice<Int32>, of data: HeadData, _ shape: HeadShape, _ loss: HeadLoss,
    batch: (samples: Int, labels: Int), wantsGradient: Bool
  ) {
    sums = HeadLoss.Sums()
    guard rows > 0 else { return }
    var labels: [Int8] = []
    labels.reserveCapacity(rows * shape.arms)
    for row in part { labels += data.labels[Int(row) * shape.arms..<(Int(row) + 1) * shape.arms] }
    scores.withUnsafeBufferPointer { scores in
      scoreGradient.withUnsafeMutableBufferPointer { gradient in
        guard let scores = scores.baseAddress else { return }
        sums = loss.add(
          scores: scores, labels: labels, rows: rows, batch: batch,
          gradient: wantsGradient ? gradient.baseAddress : nil)
      }
    }
    if wantsGradient {
      for index in 0..<rows * scoreColumns { products[index] = Real(scoreGradient[index]) }
    }
  }

  /// The gradient by all parameters; for the heads by their unit rows.
  func backward(_ shape: HeadShape, _ weights: [Real], _ unit: [Real]) {
    gradient.withUnsafeMutableBufferPointer { gradient in
      weights.withUnsafeBufferPointer { weights in
        guard let gradient = gradient.baseAddress, let weights = weights.baseAddress else { return }
        backward(shape, weights, unit, to: gradient)
      }
    }
  }

  private func backward(
    _ shape: HeadShape, _ weights: UnsafePointer<Real>, _ unit: [Real],
    to gradient: UnsafeMutablePointer<Real>
  ) {
    // The weight's part is written by its product; the others are added to.
    let cleared = rows > 0 ? shape.weight.upperBound : 0
    (gradient + cleared).update(repeating: 0, count: shape.count - cleared)
    guard rows > 0 else { return }
    // ∂/∂Ê = dSᵀ X, ∂/∂x = dS Ê.
    Real.multiply(
      products, transposed: true, x, transposed: false, to: gradient + shape.heads.lowerBound,
      m: scoreColumns, n: shape.width, k: rows)
    Real.multiply(
      products, transposed: false, unit, transposed: false, to: d, m: rows, n: shape.width, k: scoreColumns)
    for arm in 0..<shape.arms {
      var sum = 0.0
      for row in 0..<rows { sum += scoreGradient[row * scoreColumns + shape.arms + arm] }
      gradient[shape.classificationBias.lowerBound + arm] = Real(sum)
    }
    Real.backward(
      rows: rows, width: shape.width, gain: weights + shape.gain.lowerBound, z: z, x: x, stats: stats, d: d,
      bias: gradient + shape.bias.lowerBound, gainGradient: gradient + shape.gain.lowerBound,
      shiftGradient: gradient + shape.shift.lowerBound)
    Real.multiply(
      d, transposed: true, features, transposed: false, to: gradient + shape.weight.lowerBound,
      m: shape.width, n: shape.features, k: rows)
  }
}
