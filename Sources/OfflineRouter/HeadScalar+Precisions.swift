import CKernels

extension Float: HeadScalar {
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
}

extension Double: HeadScalar {
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
}
