import RunEvents

/// What makes the context x of a pair out of its embeddings: the `transform.*` tensors of a prior file.
public enum PairTransform: Equatable, Sendable {
  /// φ = [one-hot category, (f − center) basis / scale] − mean, with f = [(a+b)/2 ; |a−b|].
  case linear(LinearTransform)
  /// x = h/‖h‖ with h = LayerNorm(ReLU(W f + bias)).
  case head(HeadTransform)
}

/// The projection of the calibrated fit.
public struct LinearTransform: Equatable, Sendable {
  /// Of length 2m (or of x, where pairs come as x).
  public var center: [Double]
  /// length of `center` × r, row-major.
  public var basis: [Double]
  /// Of length categories + r.
  public var mean: [Double]
  /// √(total variance of the block), > 0.
  public var scale: Double
  /// The order of the one-hot entries; empty without categories.
  public var categories: [String]

  public init(center: [Double], basis: [Double], mean: [Double], scale: Double, categories: [String]) {
    self.center = center
    self.basis = basis
    self.mean = mean
    self.scale = scale
    self.categories = categories
  }
}

/// The shared layer of the published multi-task router.
public struct HeadTransform: Equatable, Sendable {
  /// h × 2m, row-major.
  public var weight: [Double]
  /// h.
  public var bias: [Double]
  /// h.
  public var layerNormWeight: [Double]
  /// h.
  public var layerNormBias: [Double]

  public init(weight: [Double], bias: [Double], layerNormWeight: [Double], layerNormBias: [Double]) {
    self.weight = weight
    self.bias = bias
    self.layerNormWeight = layerNormWeight
    self.layerNormBias = layerNormBias
  }
}
