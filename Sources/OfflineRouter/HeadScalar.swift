import CKernels
import LinearAlgebra

/// The precision in which a head is computed: single for training (half the memory and twice the speed), double where
/// formulas are checked.
///
/// Every requirement is a call of a C kernel, so that generic code does no arithmetic of its own.
protocol HeadScalar: BLASScalar {
  static func forward(
    rows: Int, width: Int, bias: UnsafePointer<Self>, gain: UnsafePointer<Self>, shift: UnsafePointer<Self>,
    z: UnsafeMutablePointer<Self>, x: UnsafeMutablePointer<Self>, stats: UnsafeMutablePointer<Double>)
  static func backward(
    rows: Int, width: Int, gain: UnsafePointer<Self>, z: UnsafePointer<Self>, x: UnsafePointer<Self>,
    stats: UnsafePointer<Double>, d: UnsafeMutablePointer<Self>, bias: UnsafeMutablePointer<Self>,
    gainGradient: UnsafeMutablePointer<Self>, shiftGradient: UnsafeMutablePointer<Self>)
  static func unitRows(
    rows: Int, width: Int, _ from: UnsafePointer<Self>, to unit: UnsafeMutablePointer<Self>,
    inverse: UnsafeMutablePointer<Double>)
  static func unitRowsBackward(
    rows: Int, width: Int, unit: UnsafePointer<Self>, inverse: UnsafePointer<Double>,
    d: UnsafeMutablePointer<Self>)
  static func adamStep(
    count: Int, weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    first: UnsafeMutablePointer<Self>, second: UnsafeMutablePointer<Self>, _ step: AdamStep)
  static func gather(
    _ matrix: UnsafePointer<Float>, width: Int, rows: UnsafePointer<Int32>, count: Int,
    to target: UnsafeMutablePointer<Self>)
}

/// The constants of one step of AdamW.
///
/// Source: Loshchilov & Hutter, *Decoupled Weight Decay Regularization* (2019), algorithm 2, with the decay scaled by
/// the rate as in PyTorch.
struct AdamStep: Equatable {
  var rate: Double
  var decay: Double
  /// 1 for the first step.
  var number: Int
  static let beta1 = 0.9
  static let beta2 = 0.999
  static let epsilon = 1e-8

  /// 1 − βⁿ.
  static func correction(_ beta: Double, _ number: Int) -> Double {
    var power = 1.0
    for _ in 0..<min(number, 100_000) { power *= beta }
    return 1 - power
  }
}
