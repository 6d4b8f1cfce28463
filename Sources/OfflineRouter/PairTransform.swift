import RunEvents

/// What makes the context x of a pair out of its embeddings: the `transform.*` tensors of a prior file.
package enum PairTransform: Equatable, Sendable {
  /// φ = [one-hot category, (f − center) basis / scale] − mean, with f = [(a+b)/2 ; |a−b|].
  case linear(LinearTransform)
  /// x = h/‖h‖ with h = LayerNorm(ReLU(W f + bias)).
  case head(HeadTransform)
}

/// The projection of the calibrated fit.
package struct LinearTransform: Equatable, Sendable {
  /// Of length 2m (or of x, where pairs come as x).
  package var center: [Double]
  /// length of `center` × r, row-major.
  package var basis: [Double]
  /// Of length categories + r.
  package var mean: [Double]
  /// √(total variance of the block), > 0.
  package var scale: Double
  /// The order of the one-hot entries; empty without categories.
  package var categories: [String]

  package init(center: [Double], basis: [Double], mean: [Double], scale: Double, categories: [String]) {
    self.center = center
    self.basis = basis
    self.mean = mean
    self.scale = scale
    self.categories = categories
  }
}

/// The shared layer of the published multi-task router.
package struct HeadTransform: Equatable, Sendable {
  /// h × 2m, row-major.
  package var weight: [Double]
  /// h.
  package var bias: [Double]
  /// h.
  package var layerNormWeight: [Double]
  /// h.
  package var layerNormBias: [Double]

  package init(weight: [Double], bias: [Double], layerNormWeight: [Double], layerNormBias: [Double]) {
    self.weight = weight
    self.bias = bias
    self.layerNormWeight = layerNormWeight
    self.layerNormBias = layerNormBias
  }
}
