import CKernels
import COpenBLAS

extension Float: HeadScalar {
  static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, _ b: UnsafePointer<Self>,
    transposed bTransposed: Bool, to c: UnsafeMutablePointer<Self>, m: Int, n: Int, k: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, aTransposed ? CblasTrans : CblasNoTrans, bTransposed ? CblasTrans : CblasNoTrans,
      Int32(m),
      Int32(n), Int32(k), 1, a, Int32(aTransposed ? m : k), b, Int32(bTransposed ? k : n), 0, c, Int32(n))
  }

  static func forward(
    rows: Int, width: Int, bias: UnsafePointer<Self>, gain: UnsafePointer<Self>, shift: UnsafePointer<Self>,
    z: UnsafeMutablePointer<Self>, x: UnsafeMutablePointer<Self>, stats: UnsafeMutablePointer<Double>
  ) {
    rmtop_head_forward_f32(rows, width, bias, gain, shift, z, x, stats)
  }

  static func backward(
    rows: Int, width: Int, gain: UnsafePointer<Self>, z: UnsafePointer<Self>, x: UnsafePointer<Self>,
    stats: UnsafePointer<Double>, d: UnsafeMutablePointer<Self>, bias: UnsafeMutablePointer<Self>,
    gainGradient: UnsafeMutablePointer<Self>, shiftGradient: UnsafeMutablePointer<Self>
  ) {
    rmtop_head_backward_f32(rows, width, gain, z, x, stats, d, bias, gainGradient, shiftGradient)
  }

  static func unitRows(
    rows: Int, width: Int, _ from: UnsafePointer<Self>, to unit: UnsafeMutablePointer<Self>,
    inverse: UnsafeMutablePointer<Double>
  ) {
    rmtop_unit_rows_f32(rows, width, from, unit, inverse)
  }

  static func unitRowsBackward(
    rows: Int, width: Int, unit: UnsafePointer<Self>, inverse: UnsafePointer<Double>,
    d: UnsafeMutablePointer<Self>
  ) {
    rmtop_unit_rows_back_f32(rows, width, unit, inverse, d)
  }

  static func adamStep(
    count: Int, weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    first: UnsafeMutablePointer<Self>, second: UnsafeMutablePointer<Self>, _ step: AdamStep
  ) {
    rmtop_adamw_f32(
      count, weights, gradient, first, second, step.rate, AdamStep.beta1, AdamStep.beta2, AdamStep.epsilon,
      step.decay, AdamStep.correction(AdamStep.beta1, step.number),
      AdamStep.correction(AdamStep.beta2, step.number))
  }

  static func gather(
    _ matrix: UnsafePointer<Float>, width: Int, rows: UnsafePointer<Int32>, count: Int,
    to target: UnsafeMutablePointer<Self>
  ) {
    rmtop_gather_rows_f32(matrix, width, rows, count, target)
  }

  static func add(_ source: UnsafePointer<Self>, count: Int, to target: UnsafeMutablePointer<Self>) {
    cblas_saxpy(Int32(count), 1, source, 1, target, 1)
  }
}

extension Double: HeadScalar {
  static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, _ b: UnsafePointer<Self>,
    transposed bTransposed: Bool, to c: UnsafeMutablePointer<Self>, m: Int, n: Int, k: Int
  ) {
    cblas_dgemm(
      CblasRowMajor, aTransposed ? CblasTrans : CblasNoTrans, bTransposed ? CblasTrans : CblasNoTrans,
      Int32(m),
      Int32(n), Int32(k), 1, a, Int32(aTransposed ? m : k), b, Int32(bTransposed ? k : n), 0, c, Int32(n))
  }

  static func forward(
    rows: Int, width: Int, bias: UnsafePointer<Self>, gain: UnsafePointer<Self>, shift: UnsafePointer<Self>,
    z: UnsafeMutablePointer<Self>, x: UnsafeMutablePointer<Self>, stats: UnsafeMutablePointer<Double>
  ) {
    rmtop_head_forward_f64(rows, width, bias, gain, shift, z, x, stats)
  }

  static func backward(
    rows: Int, width: Int, gain: UnsafePointer<Self>, z: UnsafePointer<Self>, x: UnsafePointer<Self>,
    stats: UnsafePointer<Double>, d: UnsafeMutablePointer<Self>, bias: UnsafeMutablePointer<Self>,
    gainGradient: UnsafeMutablePointer<Self>, shiftGradient: UnsafeMutablePointer<Self>
  ) {
    rmtop_head_backward_f64(rows, width, gain, z, x, stats, d, bias, gainGradient, shiftGradient)
  }

  static func unitRows(
    rows: Int, width: Int, _ from: UnsafePointer<Self>, to unit: UnsafeMutablePointer<Self>,
    inverse: UnsafeMutablePointer<Double>
  ) {
    rmtop_unit_rows_f64(rows, width, from, unit, inverse)
  }

  static func unitRowsBackward(
    rows: Int, width: Int, unit: UnsafePointer<Self>, inverse: UnsafePointer<Double>,
    d: UnsafeMutablePointer<Self>
  ) {
    rmtop_unit_rows_back_f64(rows, width, unit, inverse, d)
  }

  static func adamStep(
    count: Int, weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    first: UnsafeMutablePointer<Self>, second: UnsafeMutablePointer<Self>, _ step: AdamStep
  ) {
    rmtop_adamw_f64(
      count, weights, gradient, first, second, step.rate, AdamStep.beta1, AdamStep.beta2, AdamStep.epsilon,
      step.decay, AdamStep.correction(AdamStep.beta1, step.number),
      AdamStep.correction(AdamStep.beta2, step.number))
  }

  static func gather(
    _ matrix: UnsafePointer<Float>, width: Int, rows: UnsafePointer<Int32>, count: Int,
    to target: UnsafeMutablePointer<Self>
  ) {
    rmtop_gather_rows_f64(matrix, width, rows, count, target)
  }

  static func add(_ source: UnsafePointer<Self>, count: Int, to target: UnsafeMutablePointer<Self>) {
    cblas_daxpy(Int32(count), 1, source, 1, target, 1)
  }
}
