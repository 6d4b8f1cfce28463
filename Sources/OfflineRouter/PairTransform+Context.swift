import LinearAlgebra
import RouterEngine
package import RunEvents

extension PairTransform {
  /// Length of the context.
  package var dimension: Int {
    switch self {
    case .linear(let linear): linear.mean.count
    case .head(let head): head.bias.count
    }
  }

  /// Length of the features f that it takes: 2m, or that of x where pairs come as x.
  package var inputLength: Int {
    switch self {
    case .linear(let linear): linear.center.count
    case .head(let head): head.bias.isEmpty ? 0 : head.weight.count / head.bias.count
    }
  }

  /// The context of a pair, rounded to float32: the x of the log, of the decision and of the fit.
  ///
  /// linear: φ = [one-hot category, (f − center) basis / scale] − mean; a category that the fit did not know, or none,
  /// is all zeros before the mean is taken away. head: h/‖h‖ with h = LayerNorm(ReLU(W f + bias)), variance over h
  /// without Bessel's correction, 1e-5 beside it; h = 0 stays 0.
  ///
  /// - Returns: `nil` where the embeddings (or the context) are not of the length that the transform takes, or a number
  ///   of the context would not be finite.
  /// - Complexity: O(length of f · d).
  ///
  /// Source: docs/engine.md, *Definitions* and *Offline, the published way*. Tested by `PairTransform+ContextTests`
  /// against an independent program.
  package func context(for features: JudgedPair.Features, category: String?) -> [Double]? {
    if case .embeddings(let first, let second) = features, first.count != second.count { return nil }
    return contexts(of: [pairFeatures(features)], categories: [category])?.first
  }

  /// Contexts of many pairs, as one by one.
  ///
  /// A pair's bits do not depend on the pairs beside it.
  ///
  /// - Parameters:
  ///   - features: f of each pair.
  ///   - categories: as many.
  /// - Returns: `nil` where some f has another length, or a number of some context would not be finite.
  /// - Complexity: O(pairs · length of f · d).
  package func contexts(of features: [[Double]], categories: [String?]) -> [[Double]]? {
    guard features.count == categories.count else { return nil }
    var contexts: [[Double]] = []
    contexts.reserveCapacity(features.count)
    for (feature, category) in zip(features, categories) {
      guard feature.count == inputLength else { return nil }
      let exact =
        switch self {
        case .linear(let linear): linear.context(feature, category: category)
        case .head(let head): head.context(feature)
        }
      let context = exact.map { Double(Float($0)) }
      guard context.allSatisfy(\.isFinite) else { return nil }
      contexts.append(context)
    }
    return contexts
  }
}

extension LinearTransform {
  fileprivate func context(_ feature: [Double], category: String?) -> [Double] {
    var context = mean.map { -$0 }
    if let category, let place = categories.firstIndex(of: category) { context[place] += 1 }
    let centred = zip(feature, center).map { $0 - $1 }
    let columns = mean.count - categories.count
    guard columns > 0 else { return context }
    // u = basisᵀ (f − center) / scale, added to what stands after the categories.
    context.withUnsafeMutableBufferPointer { context in
      guard let start = context.baseAddress else { return }
      Matrices.addProduct(
        basis, rows: columns, columns: centred.count, scale: 1 / scale, centred,
        to: start + categories.count)
    }
    return context
  }
}

extension HeadTransform {
  /// As PyTorch's LayerNorm has it.
  static let layerNormEpsilon = 1e-5

  fileprivate func context(_ feature: [Double]) -> [Double] {
    var hidden = bias
    Matrices.addProduct(
      weight, transposed: true, rows: feature.count, columns: bias.count, feature, to: &hidden)
    let count = Double(hidden.count)
    for index in hidden.indices { hidden[index] = max(hidden[index], 0) }
    let mean = hidden.reduce(0, +) / count
    let variance = hidden.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let deviation = (variance + Self.layerNormEpsilon).squareRoot()
    for index in hidden.indices {
      hidden[index] = (hidden[index] - mean) / deviation * layerNormWeight[index] + layerNormBias[index]
    }
    let length = hidden.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? hidden.map { $0 / length } : hidden
  }
}
